// An independent recount: every figure of the dashboard anew from the journal's rows, sharing no code with the hub.
import type { Overview } from '../../shared/live.ts';
import { type Verdict, verdicts } from './misuse.ts';

export interface JournalTap {
  readonly position: number;
  readonly terminal: string;
  readonly outbox: string;
  readonly sequence: number;
  readonly id: string;
  readonly mono: number;
  readonly at: number;
  readonly receivedAt: number;
  readonly estimated: boolean;
  readonly area: number;
  readonly level: 1 | 2 | 3 | 4;
  readonly language: string;
  readonly input: string;
  readonly marks: readonly string[];
}

export interface JournalReason {
  readonly position: number;
  readonly rating: string;
  readonly reason: string;
  readonly given: boolean;
}

export interface JournalRows {
  readonly taps: readonly JournalTap[];
  readonly reasons: readonly JournalReason[];
}

type Levels = [n1: number, n2: number, n3: number, n4: number];

export interface Judged extends JournalTap {
  readonly verdict: Verdict;
  /** Given and not taken back, in the order in which they were given. */
  readonly reasons: readonly string[];
}

const groups = <T>(items: readonly T[], keyOf: (item: T) => string): T[][] => {
  const found = new Map<string, T[]>();
  for (const item of items) found.set(keyOf(item), [...(found.get(keyOf(item)) ?? []), item]);
  return [...found.values()];
};

/** Every tap with its verdict and what was said to be wrong. */
export function judge({ taps, reasons }: JournalRows): Judged[] {
  const given = new Map<string, Set<string>>();
  for (const each of [...reasons].sort((a, b) => a.position - b.position)) {
    const chosen = given.get(each.rating) ?? new Set();
    if (each.given) chosen.add(each.reason);
    else chosen.delete(each.reason);
    given.set(each.rating, chosen);
  }
  return groups(taps, (tap) => tap.outbox)
    .flatMap((group) => [...verdicts(group)])
    .map(([tap, verdict]) => ({ ...tap, verdict, reasons: [...(given.get(tap.id) ?? [])] }))
    .sort((a, b) => a.position - b.position);
}

/** The museum's calendar without the product's: local day as text and minutes of the day. */
function localOf(timeZone: string): (at: number) => { day: string; minutes: number } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return {
      day: `${part['year']}${part['month']}${part['day']}`,
      minutes: Number(part['hour']) * 60 + Number(part['minute']),
    };
  };
}

function levelsOf(taps: readonly Judged[]): Levels {
  const levels: Levels = [0, 0, 0, 0];
  for (const { level } of taps) levels[level - 1] = (levels[level - 1] ?? 0) + 1;
  return levels;
}

/** The contract's formula and Wilson's interval by its quadratic: |p̂ − p| = z·√(p(1−p)/n) solved for p. */
function satisfactionOf([n1, n2, n3, n4]: Levels, minimum: number, target: number): object {
  const count = n1 + n2 + n3 + n4;
  const counts = { n4, n3, n2, n1 };
  if (count === 0)
    return { count, counts, rate: null, interval: null, harsh: null, tooFew: true, verdict: 'tooFew' };
  const share = (n2 + n3 + n4) / count;
  const z = 1.959963984540054;
  const a = 1 + z ** 2 / count;
  const b = -(2 * share + z ** 2 / count);
  const root = Math.sqrt(Math.max(0, b ** 2 - 4 * a * share ** 2));
  const low = Math.max(0, (-b - root) / (2 * a));
  const high = Math.min(1, (-b + root) / (2 * a));
  const judged = low >= target ? 'met' : high < target ? 'missed' : 'open';
  return {
    count,
    counts,
    rate: share,
    interval: { low, high },
    harsh: (n1 + n2) / count,
    tooFew: count < minimum,
    verdict: count < minimum ? 'tooFew' : judged,
  };
}

/** One spelling for equal figures: keys sorted, shares to nine digits. */
const figure = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each === 'number') return Number(each.toFixed(9));
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([x], [y]) => (x < y ? -1 : 1)));
  });

/**
 * Where the dashboard's figures of today and the recount differ, one line each; empty when every figure is right.
 * @param now the hub's instant of the view, which says what "today" is
 */
export function differences(view: Overview, rows: JournalRows, now: number): string[] {
  const { timeZone, minimum, target } = view.site;
  const local = localOf(timeZone);
  const judged = judge(rows);
  const today = judged.filter(({ at }) => local(at).day === local(now).day);
  const apart = (tap: Judged): boolean => tap.marks.includes('staffPresent');
  const counted = today.filter((tap) => tap.verdict === 'counted' && !apart(tap));
  const found: string[] = [];
  const expect = (what: string, shown: object, right: object): void => {
    if (figure(shown) !== figure(right))
      found.push(`${what}: shown ${figure(shown)}, recounted ${figure(right)}`);
  };
  const rate = (taps: readonly Judged[]): object => satisfactionOf(levelsOf(taps), minimum, target);
  const excluded = (why: Verdict): number => today.filter(({ verdict }) => verdict === why).length;

  expect('satisfaction', view.totals.satisfaction, rate(counted));
  expect('excluded', view.totals.excluded, {
    mash: excluded('mash'),
    double: excluded('double'),
    locked: excluded('locked'),
    multi: excluded('multi'),
  });
  expect(
    'apart and estimated',
    { staffPresent: view.totals.staffPresent, estimated: view.totals.estimated },
    {
      staffPresent: today.filter((tap) => tap.verdict === 'counted' && apart(tap)).length,
      estimated: counted.filter(({ estimated }) => estimated).length,
    },
  );

  const parents = new Map(view.areas.map(({ id, parent }) => [id, parent]));
  const isWithin = (area: number, root: number): boolean => {
    for (let id: number | null | undefined = area; id !== null && id !== undefined; id = parents.get(id))
      if (id === root) return true;
    return false;
  };
  for (const area of view.areas) {
    const here = counted.filter((tap) => isWithin(tap.area, area.id));
    expect(`area ${area.name.en}`, area.satisfaction, rate(here));
  }

  const timed = counted.filter(({ estimated }) => !estimated);
  for (const point of view.curve) {
    const slot = timed.filter(({ at }) => Math.floor(local(at).minutes / 30) * 30 === point.minutes);
    expect(`curve at ${point.minutes}`, point.satisfaction, rate(slot));
  }
  const drawn = view.curve.reduce((sum, point) => sum + point.satisfaction.count, 0);
  expect('ratings in the curve', { drawn }, { drawn: timed.length });

  const chosen = counted.filter(({ level }) => level === 1).flatMap((tap) => tap.reasons);
  const tally = Object.fromEntries(
    [...new Set(chosen)].map((id) => [id, chosen.filter((each) => each === id).length]),
  );
  const shown = view.reasons.filter(({ count }) => count > 0).map(({ reason, count }) => [reason, count]);
  expect('reasons', Object.fromEntries(shown), tally);

  const newest = [...judged].sort((a, b) => b.position - a.position);
  for (const [index, item] of view.feed.entries()) {
    const tap = newest[index];
    if (!tap) found.push(`feed shows ${item.position}, which is no tap`);
    else
      expect(`feed line ${index}`, feedLine(item), {
        position: tap.position,
        area: tap.area,
        level: tap.level,
        language: tap.language,
        excluded: tap.verdict === 'counted' ? null : tap.verdict,
        estimated: tap.estimated,
        at: tap.at,
        reasons: [...tap.reasons].sort(),
      });
  }
  const lines = Math.min(newest.length, 40);
  expect('lines in the feed', { lines: view.feed.length }, { lines });
  return found;
}

const feedLine = (item: Overview['feed'][number]): object => ({
  position: item.position,
  area: item.area,
  level: item.level,
  language: item.language,
  excluded: item.excluded,
  estimated: item.estimated,
  at: item.at,
  reasons: [...item.reasons].sort(),
});
