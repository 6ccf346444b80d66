// Which measurement a batch's times are reckoned by: rules T2–T4, from recorded facts alone.
import type { Instant } from '../../shared/site-time.ts';
import type { BatchClock } from '../../shared/wire.ts';
import type { ClockMark, OutboxInfo } from './outbox.ts';

interface Place {
  readonly ord: number;
  readonly sequence: number;
}

const isBefore = (a: Place, b: Place): boolean =>
  a.ord < b.ord || (a.ord === b.ord && a.sequence < b.sequence);

/** The hub's time at `mono`, reckoned from a measurement of the same boot. */
const atMono = (mark: ClockMark, mono: number): Instant => mark.hub + (mono - mark.mono);

/**
 * The clock of a batch that begins at `first`. `outboxes` and `marks` are all that the terminal keeps, oldest first;
 * `sending` is the terminal's wall clock beside the hub's at sending, which serves only while no boot was ever measured.
 */
export function batchClock(
  outboxes: readonly OutboxInfo[],
  marks: readonly ClockMark[],
  first: Place,
  sending: { readonly wall: number; readonly hub: Instant },
): BatchClock {
  const bootOf = new Map(outboxes.map((outbox) => [outbox.ord, outbox.boot]));
  const boot = bootOf.get(first.ord);
  const ofBoot = marks.filter((mark) => bootOf.get(mark.ord) === boot);
  const measured = ofBoot.findLast((mark) => isBefore(mark, first)) ?? ofBoot[0];
  if (measured) return { how: 'measured', mono: measured.mono, hub: measured.hub };
  return estimate(outboxes, marks, boot, sending);
}

function estimate(
  outboxes: readonly OutboxInfo[],
  marks: readonly ClockMark[],
  boot: string | undefined,
  sending: { readonly wall: number; readonly hub: Instant },
): BatchClock {
  const ords = outboxes.filter((outbox) => outbox.boot === boot).map((outbox) => outbox.ord);
  const later = marks.find((mark) => mark.ord > Math.max(...ords));
  const earlier = marks.findLast((mark) => mark.ord < Math.min(...ords));
  const monosOf = (mark: ClockMark, mono: (outbox: OutboxInfo) => number): number[] => {
    const its = outboxes.find((outbox) => outbox.ord === mark.ord)?.boot;
    return outboxes.filter((outbox) => outbox.boot === its).map(mono);
  };
  const notAfter = later
    ? atMono(later, Math.min(...monosOf(later, (outbox) => outbox.openedMono)))
    : sending.hub;
  const notBefore = earlier ? atMono(earlier, Math.max(...monosOf(earlier, (outbox) => outbox.lastMono))) : 0;
  const by = later ?? earlier ?? sending;
  return {
    how: 'estimated',
    wall: by.wall,
    hub: by.hub,
    notBefore: Math.max(0, Math.min(notBefore, notAfter)),
    notAfter: Math.max(0, notAfter),
  };
}
