// Under the overview: of the time in which the house was open, how much could a terminal of an area hear visitors?
import type { AreaId } from '../../shared/area.ts';
import { type Instant, type SiteClock, SLOT } from '../../shared/site-time.ts';
import type { AreaFigures } from './figures.ts';
import { openMillis, type PeriodSpan } from './period.ts';

/** Both in ms; `heardMs` ≤ `openMs`. */
export interface Heard {
  readonly heardMs: number;
  readonly openMs: number;
}

/** A terminal that stands in the area now. */
export interface Standing {
  readonly id: string;
  readonly enrolledAt: Instant;
  /** Since when it is connected here with its glass on; undefined while it is not. */
  readonly onSince: Instant | undefined;
}

export interface CoverageInput {
  readonly clock: SiteClock;
  readonly span: PeriodSpan;
  readonly now: Instant;
}

/** Per slot the terminal that heard longest; a link that stands says what the facts do not say yet. */
function heardPerSlot(
  listening: AreaFigures['listening'],
  standing: readonly Standing[],
  { clock, span, now }: CoverageInput,
): Map<Instant, number> {
  const slots = new Map<Instant, number>();
  const keep = (slot: Instant, millis: number): void => {
    if (millis > (slots.get(slot) ?? 0)) slots.set(slot, millis);
  };
  for (const perSlot of listening.values()) for (const [slot, millis] of perSlot) keep(slot, millis);
  for (const { onSince } of standing) {
    if (onSince === undefined) continue;
    const from = Math.max(onSince, span.from);
    for (let slot = clock.slotStart(from); slot < now; slot += SLOT)
      keep(slot, Math.min(slot + SLOT, now) - Math.max(slot, from));
  }
  return slots;
}

/**
 * Undefined where no terminal stands nor stood. Open time begins with the first terminal's enrolment, and ends with the
 * last slot heard where none stands any more.
 */
export function heardIn(
  figures: AreaFigures | undefined,
  standing: readonly Standing[],
  input: CoverageInput,
): Heard | undefined {
  const slots = heardPerSlot(figures?.listening ?? new Map(), standing, input);
  const enrolments = standing.map(({ enrolledAt }) => enrolledAt);
  // What was heard in the slot of an enrolment was heard behind it.
  const heardFrom = (slot: Instant): Instant =>
    enrolments.find((enrolledAt) => enrolledAt >= slot && enrolledAt < slot + SLOT) ?? slot;
  const begun = [...Array.from(slots.keys(), heardFrom), ...enrolments];
  if (begun.length === 0) return undefined;
  const { span, now } = input;
  const from = Math.max(
    span.from,
    begun.reduce((a, b) => Math.min(a, b)),
  );
  const last = [...slots.keys()].reduce((a, b) => Math.max(a, b), 0) + SLOT;
  const until = standing.length > 0 ? now : Math.min(now, last);
  let heardMs = 0;
  for (const [slot, millis] of slots) {
    // The slot in which the first terminal was enrolled is open, for it, only from then on.
    const open = openMillis(span.days, Math.max(slot, from), Math.min(slot + SLOT, until));
    heardMs += Math.min(millis, open);
  }
  return { heardMs, openMs: openMillis(span.days, from, until) };
}

/** Share 0…1 in steps of a thousandth, rounded down so that 1 means no gap; null where nothing was open. */
export function coverageOf(areas: Iterable<AreaId>, heard: ReadonlyMap<AreaId, Heard>): number | null {
  let heardMs = 0;
  let openMs = 0;
  for (const area of areas) {
    const one = heard.get(area);
    heardMs += one?.heardMs ?? 0;
    openMs += one?.openMs ?? 0;
  }
  return openMs === 0 ? null : Math.floor((heardMs / openMs) * 1000) / 1000;
}
