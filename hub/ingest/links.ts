// Beside ingest: what each terminal last said of itself, and whether it is connected. Last values, never facts.
import type { Refusal, Telemetry } from '../../shared/wire.ts';
import type { LinkState, Unsubscribe } from '../contracts.ts';
import { BROKEN_CHAIN, CLONED } from '../journal/outbox.ts';
import type { Sight } from '../store/sights.ts';

interface Link {
  connected: boolean;
  since: number;
  seenAt: number;
  telemetry: Telemetry | undefined;
  clockOffsetMs: number | undefined;
  /** Changed since it was last stored. */
  unstored: boolean;
}

export interface LinkBook {
  of(terminal: string): LinkState | undefined;
  onChange(listener: (terminal: string) => void): Unsubscribe;
  refusals(): Readonly<Partial<Record<Refusal, number>>>;
  connected(terminal: string, now: number, clockOffsetMs: number): void;
  disconnected(terminal: string, now: number, heardAt: number): void;
  seen(terminal: string, now: number): void;
  said(terminal: string, telemetry: Telemetry, now: number): void;
  flagged(terminal: string, bits: number): void;
  /** `terminal` is undefined for a stranger. */
  refused(reason: Refusal, terminal: string | undefined): void;
  /** What changed since the last call. */
  unstored(): Sight[];
}

export function newLinkBook(stored: readonly Sight[]): LinkBook {
  const links = new Map<string, Link>();
  const flags = new Map<string, number>();
  const refusedBy = new Map<string, number>();
  const refusals: Partial<Record<Refusal, number>> = {};
  const listeners = new Set<(terminal: string) => void>();
  for (const { terminal, since, seenAt, telemetry, clockOffsetMs } of stored) {
    links.set(terminal, { connected: false, since, seenAt, telemetry, clockOffsetMs, unstored: false });
  }
  const changed = (terminal: string): void => {
    for (const listener of listeners) listener(terminal);
  };
  const flagsOf = (bits: number): LinkState['flags'] => [
    ...(bits & CLONED ? (['cloned'] as const) : []),
    ...(bits & BROKEN_CHAIN ? (['brokenChain'] as const) : []),
  ];
  return {
    of(terminal) {
      const link = links.get(terminal);
      return (
        link && {
          connected: link.connected,
          since: link.since,
          lastSeenAt: link.seenAt,
          telemetry: link.telemetry,
          clockOffsetMs: link.clockOffsetMs,
          refusals: refusedBy.get(terminal) ?? 0,
          flags: flagsOf(flags.get(terminal) ?? 0),
        }
      );
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refusals: () => refusals,
    connected(terminal, now, clockOffsetMs) {
      const before = links.get(terminal);
      const since = before?.connected ? before.since : now;
      const telemetry = before?.telemetry;
      links.set(terminal, { connected: true, since, seenAt: now, telemetry, clockOffsetMs, unstored: true });
      changed(terminal);
    },
    disconnected(terminal, now, heardAt) {
      const link = links.get(terminal);
      if (!link?.connected) return;
      Object.assign(link, { connected: false, since: now, seenAt: heardAt, unstored: true });
      changed(terminal);
    },
    seen(terminal, now) {
      const link = links.get(terminal);
      if (link) Object.assign(link, { seenAt: now, unstored: true });
    },
    said(terminal, telemetry, now) {
      const link = links.get(terminal);
      if (!link) return;
      Object.assign(link, { telemetry, seenAt: now, unstored: true });
      changed(terminal);
    },
    flagged(terminal, bits) {
      const before = flags.get(terminal) ?? 0;
      flags.set(terminal, before | bits);
      if ((before | bits) !== before) changed(terminal);
    },
    refused(reason, terminal) {
      refusals[reason] = (refusals[reason] ?? 0) + 1;
      if (terminal === undefined) return;
      refusedBy.set(terminal, (refusedBy.get(terminal) ?? 0) + 1);
      changed(terminal);
    },
    unstored() {
      const sights: Sight[] = [];
      for (const [terminal, link] of links) {
        if (!link.unstored) continue;
        link.unstored = false;
        const { since, seenAt, telemetry, clockOffsetMs } = link;
        sights.push({ terminal, since, seenAt, telemetry, clockOffsetMs });
      }
      return sights;
    },
  };
}
