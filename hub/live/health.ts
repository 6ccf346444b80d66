// From a terminal's link and last words to the one state that the supervisor sees.
import type { TerminalHealth, TerminalState } from '../../shared/live.ts';
import type { Instant } from '../../shared/site-time.ts';
import type { EnrolledTerminal, LinkState } from '../contracts.ts';

/** More facts than this waiting on a linked terminal mean that it lags. */
export const BACKLOG = 50;
export const LOW_DISK_BYTES = 200_000_000;
/** A wall clock this far off does no harm to the figures and tells of a dead battery. */
export const CLOCK_OFF_MS = 120_000;

type Trouble = TerminalHealth['trouble'];

/** The worst first: what may cost ratings stands before what is only untidy. */
function troubleOf(link: LinkState): Trouble {
  if (link.flags.includes('brokenChain')) return 'brokenChain';
  if (link.flags.includes('cloned')) return 'cloned';
  const { telemetry } = link;
  if (telemetry && !telemetry.glass) return 'glassGone';
  if (telemetry && telemetry.freeDiskBytes < LOW_DISK_BYTES) return 'diskLow';
  if (telemetry && telemetry.waiting > BACKLOG) return 'backlog';
  if (link.clockOffsetMs !== undefined && Math.abs(link.clockOffsetMs) > CLOCK_OFF_MS) return 'clockOff';
  return null;
}

function stateOf(
  terminal: EnrolledTerminal,
  link: LinkState | undefined,
): { state: TerminalState; trouble: Trouble; since: Instant | null } {
  if (!link)
    return { state: terminal.inService ? 'waiting' : 'outOfService', trouble: 'neverSeen', since: null };
  const noLink = link.connected ? null : 'noLink';
  const trouble = noLink ?? troubleOf(link);
  // A trouble that is no lost link began at some moment of it that the link does not tell.
  const since = trouble && link.connected ? null : link.since;
  if (!terminal.inService) return { state: 'outOfService', trouble, since };
  if (!link.connected) return { state: 'silent', trouble, since: link.lastSeenAt };
  return { state: trouble ? 'degraded' : 'inOrder', trouble, since };
}

/** @param changedAt when this state and trouble were first seen, where somebody watched; else the link's own instant, if it tells */
export function terminalHealth(
  terminal: EnrolledTerminal,
  link: LinkState | undefined,
  changedAt?: Instant,
): TerminalHealth {
  const { state, trouble, since } = stateOf(terminal, link);
  const { id, number, area } = terminal;
  return { id, number, area, state, trouble, since: link === undefined ? null : (changedAt ?? since) };
}

interface Watched {
  readonly key: string;
  /** Undefined for the first sight: what was before is not known. */
  readonly changedAt: Instant | undefined;
  readonly area: number;
  readonly onSince: Instant | undefined;
}

/** Remembers since when each terminal is in its state, and since when its glass is on. Last values, nothing durable. */
export class HealthWatch {
  readonly #seen = new Map<string, Watched>();

  /** True when the terminal's state or trouble differs from what was seen before. */
  look(terminal: EnrolledTerminal, link: LinkState | undefined, now: Instant): boolean {
    const before = this.#seen.get(terminal.id);
    const { state, trouble } = stateOf(terminal, link);
    const key = `${state} ${trouble}`;
    const changed = before?.key !== key;
    const on = link?.connected === true && link.telemetry?.glass === true && terminal.inService;
    const stayed = before && before.area === terminal.area && before.onSince !== undefined;
    this.#seen.set(terminal.id, {
      key,
      changedAt: !before
        ? undefined
        : changed && state !== 'silent'
          ? now
          : changed
            ? undefined
            : before.changedAt,
      area: terminal.area,
      onSince: !on ? undefined : stayed && before.onSince >= link.since ? before.onSince : now,
    });
    return changed;
  }

  changedAt(id: string): Instant | undefined {
    return this.#seen.get(id)?.changedAt;
  }

  /** Since when it is linked, in service, in its present area, with its glass on. */
  onSince(id: string): Instant | undefined {
    return this.#seen.get(id)?.onSince;
  }
}
