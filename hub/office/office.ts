// The directory that the whole hub reads: settings in memory, changed one at a time, durable before they show.
import type { ApiError } from '../../shared/api.ts';
import type { Area, AreaId } from '../../shared/area.ts';
import type { TerminalPolicy } from '../../shared/policy.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Statements } from '../../shared/server/sqlite.ts';
import { type SiteClock, siteClock } from '../../shared/site-time.ts';
import type { Audit } from '../access/audit.ts';
import type { Directory, EnrolledTerminal } from '../contracts.ts';
import { saveOffice } from '../store/office-store.ts';
import { auditDrafts } from './changes.ts';
import { policyOf, withRaisedVersions } from './policy.ts';
import type { Changed, OfficeState } from './state.ts';

export interface Office extends Directory {
  state(): OfficeState;
  /**
   * Applies a command to the state of its turn. `also` writes more in the same transaction. Resolves when durable and
   * visible; a refusal changes nothing.
   */
  change(
    who: string,
    command: (state: OfficeState) => Changed,
    also?: (statements: Statements) => Promise<void>,
  ): Promise<Result<OfficeState, ApiError>>;
}

/** Lookups over one state, made once per change. */
class View {
  readonly state: OfficeState;
  readonly clock: SiteClock;
  readonly areas: ReadonlyMap<AreaId, Area>;
  readonly terminals: ReadonlyMap<string, EnrolledTerminal>;
  readonly #policies = new Map<string, TerminalPolicy>();

  constructor(state: OfficeState, clock: SiteClock) {
    this.state = state;
    this.clock = clock;
    this.areas = new Map(state.areas.map((area) => [area.id, area]));
    this.terminals = new Map(state.terminals.map((terminal) => [terminal.id, terminal]));
  }

  policy(id: string): TerminalPolicy | undefined {
    const terminal = this.terminals.get(id);
    if (!terminal || terminal.retiredAt !== null) return undefined;
    const known = this.#policies.get(id);
    if (known) return known;
    const policy = policyOf(this.state, terminal);
    this.#policies.set(id, policy);
    return policy;
  }
}

/** Ids of terminals whose row differs: a raised version, a retirement, a new enrolment, an approval. */
function touchedTerminals(before: OfficeState, after: OfficeState): string[] {
  const kept = new Set(before.terminals);
  return after.terminals.filter((terminal) => !kept.has(terminal)).map(({ id }) => id);
}

export function newOffice(initial: OfficeState, audit: Audit): Office {
  let view = new View(initial, siteClock(initial.site.timeZone));
  let last: Promise<unknown> = Promise.resolve();
  const listeners = new Set<(change: { readonly terminals: readonly string[] }) => void>();

  async function apply(
    who: string,
    command: (state: OfficeState) => Changed,
    also?: (statements: Statements) => Promise<void>,
  ): Promise<Result<OfficeState, ApiError>> {
    const before = view.state;
    const changed = command(before);
    if (!changed.ok) return changed;
    const after = withRaisedVersions(before, changed.value);
    const drafts = auditDrafts(who, before, after);
    if (drafts.length === 0 && !also) return ok(before);
    await audit.record(drafts, async (statements) => {
      await saveOffice(statements, before, after);
      await also?.(statements);
    });
    const { timeZone } = after.site;
    view = new View(after, timeZone === before.site.timeZone ? view.clock : siteClock(timeZone));
    const terminals = touchedTerminals(before, after);
    for (const listener of listeners) listener({ terminals });
    return ok(after);
  }

  return {
    state: () => view.state,
    change(who, command, also) {
      const turn = last.then(() => apply(who, command, also));
      last = turn.catch(() => undefined);
      return turn;
    },
    site: () => view.state.site,
    openingHours: () => view.state.openingHours,
    clock: () => view.clock,
    areas: () => view.state.areas,
    area: (id) => view.areas.get(id),
    reasons: () => view.state.reasons,
    terminals: () => view.state.terminals,
    terminal: (id) => view.terminals.get(id),
    policy: (id) => view.policy(id),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
