// Between the projections' rows and the overview: one area's sums over a period. No rate is made here.
import type { AreaId } from '../../shared/area.ts';
import type { Excluded } from '../../shared/live.ts';
import { addCounts, type Counts, countOf, NO_COUNTS } from '../../shared/satisfaction.ts';
import type { Instant } from '../../shared/site-time.ts';
import type { ListeningRow, TallyRow } from '../contracts.ts';

export const NO_EXCLUDED: Excluded = { mash: 0, double: 0, locked: 0, multi: 0 };

export const addExcluded = (a: Excluded, b: Excluded): Excluded => ({
  mash: a.mash + b.mash,
  double: a.double + b.double,
  locked: a.locked + b.locked,
  multi: a.multi + b.multi,
});

export interface AreaFigures {
  /** Counted ratings, those with an estimated time included. */
  readonly counts: Counts;
  readonly excluded: Excluded;
  /** Taps while staff were present. */
  readonly staff: number;
  /** Counted ratings whose time is only estimated. */
  readonly estimated: number;
  /** Counted ratings of known time per point of the curve (its first instant). */
  readonly points: ReadonlyMap<Instant, Counts>;
  /** Terminal → slot → ms in which it could hear visitors. */
  readonly listening: ReadonlyMap<string, ReadonlyMap<Instant, number>>;
}

interface Draft {
  counts: Counts;
  excluded: Excluded;
  staff: number;
  estimated: number;
  readonly points: Map<Instant, Counts>;
  readonly listening: Map<string, Map<Instant, number>>;
}

/** @param pointOf the curve's point that holds a slot: the slot itself, or its day's start */
export function foldFigures(
  tallies: readonly TallyRow[],
  listening: readonly ListeningRow[],
  pointOf: (slot: Instant) => Instant,
): Map<AreaId, AreaFigures> {
  const drafts = new Map<AreaId, Draft>();
  const draftOf = (area: AreaId): Draft => {
    const known = drafts.get(area);
    if (known) return known;
    const draft: Draft = {
      counts: NO_COUNTS,
      excluded: NO_EXCLUDED,
      staff: 0,
      estimated: 0,
      points: new Map(),
      listening: new Map(),
    };
    drafts.set(area, draft);
    return draft;
  };
  for (const row of tallies) {
    const draft = draftOf(row.area);
    draft.counts = addCounts(draft.counts, row.counts);
    draft.excluded = addExcluded(draft.excluded, row.excluded);
    draft.staff += countOf(row.staff);
    if (row.estimated) draft.estimated += countOf(row.counts);
    else {
      const point = pointOf(row.slot);
      draft.points.set(point, addCounts(draft.points.get(point) ?? NO_COUNTS, row.counts));
    }
  }
  for (const { area, terminal, slot, millis } of listening) {
    const { listening: heard } = draftOf(area);
    const slots = heard.get(terminal) ?? new Map<Instant, number>();
    slots.set(slot, (slots.get(slot) ?? 0) + millis);
    heard.set(terminal, slots);
  }
  return drafts;
}
