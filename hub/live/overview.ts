// The one place where rows become rates: everything that a supervisor's page shows is made here. Pure.
import type { Area, AreaId } from '../../shared/area.ts';
import { LANGUAGES } from '../../shared/language.ts';
import type {
  AreaRow,
  CurvePoint,
  FeedItem,
  Overview,
  Period,
  TerminalHealth,
  Totals,
} from '../../shared/live.ts';
import { isOpen, type OpeningHours } from '../../shared/opening-hours.ts';
import type { Reason } from '../../shared/reason.ts';
import {
  addCounts,
  type Counts,
  levelShares,
  NO_COUNTS,
  type Satisfaction,
  satisfaction,
} from '../../shared/satisfaction.ts';
import { type Instant, type SiteClock, SLOT } from '../../shared/site-time.ts';
import type { Directory, EnrolledTerminal, FeedRow } from '../contracts.ts';
import { coverageOf, type Heard } from './coverage.ts';
import { type AreaFigures, addExcluded, NO_EXCLUDED } from './figures.ts';
import { openMillis, type PeriodSpan } from './period.ts';

export interface OverviewInput {
  readonly site: ReturnType<Directory['site']>;
  readonly clock: SiteClock;
  readonly hours: OpeningHours;
  readonly areas: readonly Area[];
  readonly catalogue: readonly Reason[];
  readonly enrolled: readonly EnrolledTerminal[];
  readonly period: Period;
  readonly span: PeriodSpan;
  readonly now: Instant;
  /** What the reader may see: the tree and the terminals show all of it. */
  readonly visible: ReadonlySet<AreaId>;
  /** What the reader chose: figures, curve, feed and reasons speak of it. */
  readonly scope: ReadonlySet<AreaId>;
  readonly figures: ReadonlyMap<AreaId, AreaFigures>;
  readonly heard: ReadonlyMap<AreaId, Heard>;
  readonly healths: readonly TerminalHealth[];
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  readonly feed: readonly FeedRow[];
  readonly quarantined: number;
}

function grouped<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

const judge = (input: OverviewInput, counts: Counts): Satisfaction =>
  satisfaction(counts, input.site.minimum, input.site.target);

function sum(input: OverviewInput, areas: Iterable<AreaId>): Counts {
  let counts = NO_COUNTS;
  for (const area of areas) counts = addCounts(counts, input.figures.get(area)?.counts ?? NO_COUNTS);
  return counts;
}

function totalsOf(input: OverviewInput): Totals {
  let excluded = NO_EXCLUDED;
  let staffPresent = 0;
  let estimated = 0;
  for (const area of input.scope) {
    const figures = input.figures.get(area);
    if (!figures) continue;
    excluded = addExcluded(excluded, figures.excluded);
    staffPresent += figures.staff;
    estimated += figures.estimated;
  }
  const counts = sum(input, input.scope);
  return {
    satisfaction: judge(input, counts),
    shares: levelShares(counts),
    excluded,
    staffPresent,
    estimated,
    coverage: coverageOf(input.scope, input.heard),
  };
}

/** Down the tree, siblings in their order; a retired area shows only while the period holds something of it. */
function areaRows(input: OverviewInput): AreaRow[] {
  const siblings = grouped(input.areas, ({ parent }) => parent);
  for (const group of siblings.values()) group.sort((a, b) => a.order - b.order || a.id - b.id);
  const inService = grouped(
    input.enrolled.filter((terminal) => terminal.retiredAt === null && terminal.inService),
    ({ area }) => area,
  );
  const rows: AreaRow[] = [];

  const walk = (area: Area, depth: number): AreaId[] => {
    const place = rows.length;
    const beneath = [area.id];
    for (const child of siblings.get(area.id) ?? []) beneath.push(...walk(child, depth + 1));
    if (!input.visible.has(area.id)) return beneath;
    const judged = judge(input, sum(input, beneath));
    if (area.retired && judged.count === 0) return beneath;
    rows.splice(place, 0, {
      id: area.id,
      parent: area.parent !== null && input.visible.has(area.parent) ? area.parent : null,
      kind: area.kind,
      name: area.name,
      depth,
      satisfaction: judged,
      coverage: coverageOf(beneath, input.heard),
      terminals: beneath.reduce((total, id) => total + (inService.get(id)?.length ?? 0), 0),
    });
    return beneath;
  };
  for (const root of siblings.get(null) ?? []) walk(root, 0);
  return rows;
}

function pointCounts(input: OverviewInput): Map<Instant, Counts> {
  const points = new Map<Instant, Counts>();
  for (const area of input.scope) {
    for (const [from, counts] of input.figures.get(area)?.points ?? [])
      points.set(from, addCounts(points.get(from) ?? NO_COUNTS, counts));
  }
  return points;
}

/** The whole open span of today in half-hours, and the slots outside it in which somebody tapped. */
function todaysCurve(input: OverviewInput): CurvePoint[] {
  const { clock, span, now } = input;
  const counts = pointCounts(input);
  const slots = new Set(counts.keys());
  for (const { open } of span.days) {
    if (!open) continue;
    for (let slot = clock.slotStart(open.from); slot < open.until; slot += SLOT) slots.add(slot);
  }
  return [...slots]
    .sort((a, b) => a - b)
    .map((from) => {
      const until = from + SLOT;
      const local = clock.local(from);
      return {
        from,
        until,
        minutes: local.hour * 60 + local.minute,
        day: local.day,
        open: openMillis(span.days, from, until) > 0,
        unfinished: until > now,
        satisfaction: judge(input, counts.get(from) ?? NO_COUNTS),
      };
    });
}

function dailyCurve(input: OverviewInput): CurvePoint[] {
  const counts = pointCounts(input);
  return input.span.days.map(({ day, from, until, open }) => ({
    from,
    until,
    minutes: 0,
    day,
    open: open !== null,
    unfinished: until > input.now,
    satisfaction: judge(input, counts.get(from) ?? NO_COUNTS),
  }));
}

function feedItems(input: OverviewInput): FeedItem[] {
  const numbers = new Map(input.enrolled.map(({ id, number }) => [id, number]));
  return input.feed.flatMap((row) => {
    const language = LANGUAGES.find((each) => each === row.language);
    if (!language) return [];
    const { position, at, estimated, area, level, excluded, staffPresent, outOfHours } = row;
    const terminal = numbers.get(row.terminal) ?? 0;
    const reasons = [...row.reasons];
    return [
      {
        position,
        at,
        estimated,
        area,
        terminal,
        level,
        language,
        excluded,
        staffPresent,
        outOfHours,
        reasons,
      },
    ];
  });
}

function reasonRows(input: OverviewInput): Overview['reasons'] {
  const names = new Map(input.catalogue.map(({ id, name }) => [id, name]));
  return input.reasons
    .filter(({ count }) => count > 0)
    .map(({ reason, count }) => ({
      reason,
      count,
      name: names.get(reason) ?? { 'zh-Hant': reason, 'zh-Hans': reason, en: reason },
    }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

export function overview(input: OverviewInput): Overview {
  const { name, timeZone, tryOut, target, minimum } = input.site;
  return {
    site: { name, timeZone, tryOut, target, minimum, open: isOpen(input.hours, input.clock, input.now) },
    totals: totalsOf(input),
    areas: areaRows(input),
    curve: input.period === 'today' ? todaysCurve(input) : dailyCurve(input),
    feed: feedItems(input),
    terminals: input.healths.filter(({ area }) => input.visible.has(area)),
    reasons: reasonRows(input),
    quarantined: input.quarantined,
  };
}
