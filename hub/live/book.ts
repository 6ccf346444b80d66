// Between the projections and the streams: the figures of one period for all areas, read again only where they changed.
import type { AreaId } from '../../shared/area.ts';
import type { Period } from '../../shared/live.ts';
import { type Instant, MINUTE } from '../../shared/site-time.ts';
import type { Directory, Projections } from '../contracts.ts';
import { type Heard, heardIn } from './coverage.ts';
import { type AreaFigures, foldFigures } from './figures.ts';
import type { HealthWatch } from './health.ts';
import { type PeriodSpan, periodSpan } from './period.ts';

export interface BookDeps {
  readonly projections: Projections;
  readonly directory: Directory;
  readonly health: HealthWatch;
}

export class PeriodBook {
  readonly period: Period;
  readonly #deps: BookDeps;
  #figures = new Map<AreaId, AreaFigures>();
  #heard = new Map<AreaId, Heard>();
  #span: PeriodSpan | undefined;
  /** Names the span and the hours by which the figures were folded. */
  #foldedBy = '';
  #heardAt = 0;
  #dirty = new Set<AreaId>();

  constructor(period: Period, deps: BookDeps) {
    this.period = period;
    this.#deps = deps;
  }

  mark(areas: Iterable<AreaId>): void {
    for (const area of areas) this.#dirty.add(area);
  }

  get figures(): ReadonlyMap<AreaId, AreaFigures> {
    return this.#figures;
  }

  get heard(): ReadonlyMap<AreaId, Heard> {
    return this.#heard;
  }

  /** Brings figures and coverage up to `now`; what could not be read stays marked. Rejects as the reader does. */
  async refresh(now: Instant): Promise<PeriodSpan> {
    const { directory } = this.#deps;
    const clock = directory.clock();
    const hours = directory.openingHours();
    const span = periodSpan(clock, hours, now, this.period);
    const foldedBy = `${clock.timeZone} ${span.from} ${span.until} ${JSON.stringify(span.days)}`;
    const all = directory.areas().map(({ id }) => id);
    if (foldedBy !== this.#foldedBy) this.mark(all);
    const changed = all.filter((id) => this.#dirty.has(id));
    this.#dirty = new Set();
    try {
      if (changed.length > 0) await this.#read(changed, span);
    } catch (error) {
      this.mark(changed);
      throw error;
    }
    this.#foldedBy = foldedBy;
    this.#span = span;
    // Coverage moves with the clock; whole minutes are fine enough and keep idle pages quiet.
    const minute = Math.floor(now / MINUTE) * MINUTE;
    this.#reckonHeard(minute === this.#heardAt ? changed : all, minute, span);
    this.#heardAt = minute;
    return this.#span;
  }

  async #read(areas: readonly AreaId[], span: PeriodSpan): Promise<void> {
    const { projections } = this.#deps;
    const [tallies, listening] = await Promise.all([
      projections.tallies(areas, span.from, span.until),
      projections.listening(areas, span.from, span.until),
    ]);
    const pointOf = (slot: Instant): Instant =>
      this.period === 'today' ? slot : (span.days.findLast(({ from }) => from <= slot)?.from ?? slot);
    const read = foldFigures(tallies, listening, pointOf);
    for (const area of areas) {
      const figures = read.get(area);
      if (figures) this.#figures.set(area, figures);
      else this.#figures.delete(area);
    }
  }

  #reckonHeard(areas: readonly AreaId[], now: Instant, span: PeriodSpan): void {
    const { directory, health } = this.#deps;
    const input = { clock: directory.clock(), span, now };
    const terminals = directory.terminals().filter(({ retiredAt }) => retiredAt === null);
    for (const area of areas) {
      const standing = terminals
        .filter((terminal) => terminal.area === area)
        .map(({ id, enrolledAt }) => ({ id, enrolledAt, onSince: health.onSince(id) }));
      const heard = heardIn(this.#figures.get(area), standing, input);
      if (heard) this.#heard.set(area, heard);
      else this.#heard.delete(area);
    }
  }
}
