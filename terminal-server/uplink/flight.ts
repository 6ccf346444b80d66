// Which batch goes up next, and what an acknowledgement means: the sending window of one connection [W5, W9, W11].
import { MAX_IN_FLIGHT } from '../../shared/wire.ts';

/** How an outbox stands, oldest first in lists. */
export interface Standing {
  readonly id: string;
  readonly last: number;
  /** By the hub's last word on an earlier connection; serves for outboxes that the hello did not name. */
  readonly acked: number;
}

interface Sent {
  readonly outbox: string;
  readonly first: number;
  readonly last: number;
  readonly at: number;
}

export interface Flight {
  /** Per outbox that the hub named: it holds everything through here, by its last word. */
  readonly held: ReadonlyMap<string, number>;
  /** Sent and not acknowledged, in order. */
  readonly sent: readonly Sent[];
  /** Outboxes that the hub refuses on this connection, or whose next facts are not kept any more, and why. */
  readonly aside: ReadonlyMap<string, string>;
}

export const newFlight = (welcome: readonly { readonly id: string; readonly through: number }[]): Flight => ({
  held: new Map(welcome.map(({ id, through }) => [id, through])),
  sent: [],
  aside: new Map(),
});

const sentThrough = (flight: Flight, { id, acked }: Standing): number =>
  flight.sent.findLast((batch) => batch.outbox === id)?.last ?? flight.held.get(id) ?? acked;

/** The next batch's outbox and first sequence; undefined while the window is full or nothing waits. */
export function nextToSend(
  flight: Flight,
  outboxes: readonly Standing[],
): { readonly outbox: string; readonly from: number } | undefined {
  if (flight.sent.length >= MAX_IN_FLIGHT) return undefined;
  for (const outbox of outboxes) {
    if (flight.aside.has(outbox.id)) continue;
    const through = sentThrough(flight, outbox);
    if (through < outbox.last) return { outbox: outbox.id, from: through + 1 };
  }
  return undefined;
}

export const withSent = (flight: Flight, sent: Sent): Flight => ({ ...flight, sent: [...flight.sent, sent] });

export const setAside = (flight: Flight, outbox: string, why: string): Flight => ({
  ...flight,
  sent: flight.sent.filter((batch) => batch.outbox !== outbox),
  aside: new Map([...flight.aside, [outbox, why]]),
});

/**
 * The hub holds `outbox` through here. Batches that this covers are done; when the hub stands before the oldest batch in
 * flight, what was sent fell into a gap and is sent again from there [W11].
 */
export function acknowledged(flight: Flight, outbox: string, through: number): Flight {
  const open = flight.sent.filter((batch) => batch.outbox !== outbox || batch.last > through);
  const oldest = open.find((batch) => batch.outbox === outbox);
  const isGap = oldest !== undefined && through < oldest.first - 1;
  const sent = isGap ? open.filter((batch) => batch.outbox !== outbox) : open;
  return { ...flight, held: new Map([...flight.held, [outbox, through]]), sent };
}

/** When the oldest batch in flight was sent; undefined when none is. */
export const oldestSentAt = (flight: Flight): number | undefined => flight.sent[0]?.at;
/** When the batch that an acknowledgement answers was sent; undefined when it answers none. */
export const answeredSentAt = (flight: Flight, outbox: string, through: number): number | undefined =>
  flight.sent.find((batch) => batch.outbox === outbox && batch.last === through)?.at;
