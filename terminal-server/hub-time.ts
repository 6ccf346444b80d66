// The hub's time as this boot of the machine knows it, for opening hours and for trimming.
import type { Clock } from '../shared/server/clock.ts';
import type { Instant } from '../shared/site-time.ts';
import type { ClockMark, OutboxInfo } from './store/outbox.ts';

export interface Measured {
  readonly mono: number;
  readonly hub: Instant;
}

/** The last measurement of this boot among those recorded. */
export function lastMeasured(
  outboxes: readonly OutboxInfo[],
  marks: readonly ClockMark[],
  boot: string,
): Measured | undefined {
  const ords = new Set(outboxes.filter((outbox) => outbox.boot === boot).map(({ ord }) => ord));
  return marks.findLast(({ ord }) => ords.has(ord));
}

/** The hub's time now; undefined while this boot never met the hub. */
export const hubNow = (measured: Measured | undefined, clock: Clock): Instant | undefined =>
  measured && Math.max(0, measured.hub + (clock.mono() - measured.mono));
