// The words of the outbox: what is written, what is kept about each outbox and each measurement of the clock.
import type { FactBody, FactKind } from '../../shared/fact.ts';
import type { Instant } from '../../shared/site-time.ts';

export interface Head {
  readonly outbox: string;
  /** Sequence of the last fact; 0 before the first. */
  readonly last: number;
  /** Chain behind the last fact, base64url. */
  readonly hash: string;
}

/** A fact before it has its place in the chain. A seal is made of the head it finds when it is written. */
export type Draft = {
  [K in FactKind]: {
    readonly id: string;
    readonly kind: K;
    /** Ms of the two clocks when it happened (shared/fact.ts). */
    readonly wall: number;
    readonly mono: number;
    readonly body: FactBody<K> | ((head: Head) => FactBody<K>);
  };
}[FactKind];

export interface OutboxInfo {
  /** Place among this terminal's outboxes, rising. */
  readonly ord: number;
  readonly id: string;
  readonly boot: string;
  /** Monotonic ms of its first fact, and the greatest of all its facts. */
  readonly openedMono: number;
  readonly lastMono: number;
  readonly last: number;
  readonly hash: string;
  /** Durable at the hub through this sequence, by the hub's last word. */
  readonly acked: number;
  /** Facts through this sequence were let go after `keepDays`. */
  readonly trimmed: number;
}

/** One `clockMeasured` fact and where it stands. */
export interface ClockMark {
  readonly ord: number;
  readonly sequence: number;
  readonly mono: number;
  readonly wall: number;
  readonly hub: Instant;
}
