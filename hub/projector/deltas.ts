// In the projector: what a stretch of facts changes in the projections, summed before it is written.
import type { AreaId } from '../../shared/area.ts';
import { EXCLUSIONS, type Exclusion } from '../../shared/live.ts';
import type { Instant, SiteClock } from '../../shared/site-time.ts';
import { type ProjectionPayload, TALLY_COUNTS } from '../store/group-commit.ts';
import { bySlot, type ListeningState } from './listening.ts';
import { FILTER_VERSION } from './misuse.ts';

/** Places of the excluded and staff columns in a tally row; the four levels come first. */
const EXCLUDED_AT = 4;
const STAFF_AT = 8;
const EXCLUSION_CODES: ReadonlyMap<Exclusion | null, number> = new Map(
  EXCLUSIONS.map((why, code) => [why, code]),
);
export const exclusionOf = (code: number): Exclusion | null => EXCLUSIONS[code] ?? null;

/** A tap as tallies see it. */
export interface TallyTap {
  readonly position: number;
  readonly id: string;
  readonly area: AreaId;
  readonly slot: Instant;
  readonly estimated: boolean;
  readonly level: number;
  readonly staff: boolean;
}

export interface GivenReason {
  readonly rating: string;
  readonly reason: string;
  readonly given: boolean;
  readonly openedAt: number;
  readonly outbox: string;
  readonly sequence: number;
}

interface TallyDelta {
  readonly area: AreaId;
  readonly slot: Instant;
  readonly estimated: boolean;
  readonly counts: number[];
}

/** Whether `a` is said later than `b`: by when its outbox opened, then in the outbox's own order. */
const isLater = (a: GivenReason, b: GivenReason): boolean =>
  a.openedAt !== b.openedAt
    ? a.openedAt > b.openedAt
    : a.outbox !== b.outbox
      ? a.outbox > b.outbox
      : a.sequence > b.sequence;

export interface Change {
  readonly areas: ReadonlySet<AreaId>;
  /** Positions of taps that came or whose verdict changed. */
  readonly ratings: readonly number[];
  /** Ids of ratings whose reasons changed. */
  readonly reasonsOf: readonly string[];
}

export class Deltas {
  readonly #clock: SiteClock;
  readonly #tallies = new Map<string, TallyDelta>();
  readonly #verdicts = new Map<number, Exclusion | null>();
  readonly #dissatisfied = new Map<number, { tap: TallyTap; counted: boolean }>();
  readonly #reasons = new Map<string, GivenReason>();
  readonly #listening = new Map<string, { key: readonly [number, number, string]; millis: number }>();
  readonly #folds = new Map<number, ListeningState>();
  readonly #areas = new Set<AreaId>();
  readonly #ratings = new Set<number>();

  constructor(clock: SiteClock) {
    this.#clock = clock;
  }

  slotOf(at: Instant, estimated: boolean): Instant {
    return estimated ? this.#clock.dayStart(this.#clock.local(at).day) : this.#clock.slotStart(at);
  }

  came(tap: TallyTap, verdict: Exclusion | null): void {
    this.#count(tap, verdict, 1);
    if (verdict !== null) this.#verdicts.set(tap.position, verdict);
    if (tap.level === 1) this.#dissatisfied.set(tap.position, { tap, counted: countsReasons(tap, verdict) });
    this.#ratings.add(tap.position);
  }

  /** A later tap changed what an earlier one is: a signed delta in the tap's own slot. */
  changed(tap: TallyTap, from: Exclusion | null, to: Exclusion | null): void {
    if (from === to) return;
    this.#count(tap, from, -1);
    this.#count(tap, to, 1);
    this.#verdicts.set(tap.position, to);
    if (tap.level === 1) this.#dissatisfied.set(tap.position, { tap, counted: countsReasons(tap, to) });
    this.#ratings.add(tap.position);
  }

  reason(given: GivenReason, area: AreaId): void {
    const key = `${given.rating} ${given.reason}`;
    const known = this.#reasons.get(key);
    if (!known || isLater(given, known)) this.#reasons.set(key, given);
    this.#areas.add(area);
  }

  listened(area: AreaId, terminal: string, from: Instant, until: Instant, sign: 1 | -1): void {
    if (area === 0) return;
    this.#areas.add(area);
    bySlot(this.#clock, from, until, (slot, millis) => {
      const key = `${area} ${slot} ${terminal}`;
      const known = this.#listening.get(key);
      if (known) known.millis += sign * millis;
      else this.#listening.set(key, { key: [area, slot, terminal], millis: sign * millis });
    });
  }

  folded(outbox: number, state: ListeningState): void {
    this.#folds.set(outbox, state);
  }

  #count(tap: TallyTap, verdict: Exclusion | null, sign: 1 | -1): void {
    const key = `${tap.area} ${tap.slot} ${tap.estimated}`;
    let delta = this.#tallies.get(key);
    if (!delta) {
      const { area, slot, estimated } = tap;
      delta = { area, slot, estimated, counts: TALLY_COUNTS.map(() => 0) };
      this.#tallies.set(key, delta);
      this.#areas.add(area);
    }
    const code = EXCLUSION_CODES.get(verdict);
    const column = code !== undefined ? EXCLUDED_AT + code : (tap.staff ? STAFF_AT : 0) + 4 - tap.level;
    delta.counts[column] = (delta.counts[column] ?? 0) + sign;
  }

  change(): Change {
    return {
      areas: this.#areas,
      ratings: [...this.#ratings],
      reasonsOf: [...new Set(Array.from(this.#reasons.values(), ({ rating }) => rating))],
    };
  }

  payload(cursorFrom: number, cursorTo: number): ProjectionPayload {
    const rows = <T>(items: Iterable<T>, row: (item: T) => readonly unknown[]): string =>
      JSON.stringify(Array.from(items, row));
    return {
      cursorFrom,
      cursorTo,
      verdicts: rows(this.#verdicts, ([position, why]) => [
        position,
        EXCLUSION_CODES.get(why) ?? null,
        FILTER_VERSION,
      ]),
      tallies: rows(this.#tallies.values(), ({ area, slot, estimated, counts }) => [
        area,
        slot,
        estimated ? 1 : 0,
        ...counts,
      ]),
      dissatisfied: rows(this.#dissatisfied.values(), ({ tap, counted }) => [
        tap.id,
        tap.position,
        tap.area,
        tap.slot,
        tap.estimated ? 1 : 0,
        counted ? 1 : 0,
      ]),
      reasons: rows(this.#reasons.values(), (each) => [
        each.rating,
        each.reason,
        each.given ? 1 : 0,
        each.openedAt,
        each.outbox,
        each.sequence,
      ]),
      listening: rows(this.#listening.values(), ({ key, millis }) => [...key, millis]),
      folds: rows(this.#folds, ([outbox, state]) => [outbox, JSON.stringify(state)]),
    };
  }
}

/** Reasons are counted with the taps they belong to: not when excluded, nor while staff were present. */
const countsReasons = (tap: TallyTap, verdict: Exclusion | null): boolean => verdict === null && !tap.staff;
