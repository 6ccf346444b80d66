// The figures that a supervisor sees, against hand-counted rows.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OverviewSchema, type Period } from '../../shared/live.ts';
import { MUSEUM_HOURS, type OpeningHours } from '../../shared/opening-hours.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import { HOUR, SLOT, siteClock } from '../../shared/site-time.ts';
import type { TallyRow } from '../contracts.ts';
import { AREAS, FakeHouse, feedRow, tally, terminal } from './fake-house.ts';
import { foldFigures } from './figures.ts';
import { type OverviewInput, overview } from './overview.ts';
import { periodSpan } from './period.ts';

const clock = siteClock('Asia/Shanghai');
/** Tuesday 2026-03-17, 13:10 in Shanghai. */
const NOW = clock.at(20260317, 13 * 60 + 10);
const at = (minutes: number, day = 20260317) => clock.at(day, minutes);

interface Given {
  rows?: TallyRow[];
  period?: Period;
  hours?: OpeningHours;
  now?: number;
  scope?: number[];
  visible?: number[];
  rest?: Partial<OverviewInput>;
}

function see({ rows = [], period = 'today', hours = MUSEUM_HOURS, now = NOW, ...given }: Given) {
  const house = new FakeHouse();
  const span = periodSpan(clock, hours, now, period);
  const pointOf = (slot: number) =>
    period === 'today' ? slot : (span.days.findLast(({ from }) => from <= slot)?.from ?? slot);
  const visible = new Set(given.visible ?? AREAS.map(({ id }) => id));
  return overview({
    site: house.directory.site(),
    clock,
    hours,
    areas: AREAS,
    catalogue: house.directory.reasons(),
    enrolled: house.terminals,
    period,
    span,
    now,
    visible,
    scope: given.scope ? new Set(given.scope) : visible,
    figures: foldFigures(rows, [], pointOf),
    heard: new Map(),
    healths: [],
    reasons: [],
    feed: [],
    quarantined: 0,
    ...given.rest,
  });
}

describe('overview', () => {
  it('is what its schema says, empty or full', () => {
    const check = compiledDecoder(OverviewSchema);
    const full = see({
      rows: [tally(2, at(600), { n4: 9, n1: 1 })],
      rest: {
        feed: [feedRow(7, { level: 1, reasons: ['floor'] })],
        reasons: [{ reason: 'floor', count: 1 }],
        heard: new Map([[2, { heardMs: 1, openMs: 2 }]]),
      },
    });
    expect(check.value(see({})).ok).toBe(true);
    expect(check.value(full)).toEqual({ ok: true, value: full });
  });

  it('rolls an area up into every area above it, and the total equals the top row', () => {
    const view = see({ rows: [tally(4, at(600), { n4: 3, n1: 1 }), tally(2, at(630), { n3: 2 })] });
    const counts = new Map(view.areas.map((row) => [row.id, row.satisfaction.count]));
    expect(counts).toEqual(
      new Map([
        [1, 6],
        [3, 4],
        [4, 4],
        [2, 2],
        [5, 0],
      ]),
    );
    expect(view.totals.satisfaction).toEqual(view.areas[0]?.satisfaction);
    expect(view.totals.satisfaction.rate).toBeCloseTo(5 / 6);
    expect(view.totals.shares?.n1).toBeCloseTo(1 / 6);
  });

  it('shows the tree from the top down, siblings in their order', () => {
    const view = see({});
    expect(view.areas.map(({ id, depth, parent }) => [id, depth, parent])).toEqual([
      [1, 0, null],
      [3, 1, 1],
      [4, 2, 3],
      [2, 1, 1],
      [5, 1, 1],
    ]);
  });

  it('keeps the whole visible tree when one area is chosen, and speaks of that area', () => {
    const view = see({
      rows: [tally(4, at(600), { n4: 3 }), tally(2, at(600), { n1: 2 })],
      scope: [3, 4],
    });
    expect(view.areas).toHaveLength(5);
    expect(view.totals.satisfaction.counts).toEqual({ n4: 3, n3: 0, n2: 0, n1: 0 });
    expect(view.curve.find(({ minutes }) => minutes === 600)?.satisfaction.count).toBe(3);
  });

  it('shows nothing of areas that the reader may not see, not even as a parent', () => {
    const view = see({ rows: [tally(2, at(600), { n1: 2 })], visible: [3, 4] });
    expect(view.areas.map(({ id, parent }) => [id, parent])).toEqual([
      [3, null],
      [4, 3],
    ]);
    expect(view.totals.satisfaction.count).toBe(0);
    expect(view.totals.shares).toBeNull();
  });

  it('leaves a retired area out, unless the period holds ratings of it', () => {
    const areas = AREAS.map((area) => (area.id === 5 ? { ...area, retired: true } : area));
    expect(see({ rest: { areas } }).areas.map(({ id }) => id)).not.toContain(5);
    const rows = [tally(5, at(600), { n4: 1 })];
    expect(see({ rows, rest: { areas } }).areas.map(({ id }) => id)).toContain(5);
  });

  it('counts terminals in service at or below an area', () => {
    const enrolled = [
      terminal('a', 2),
      terminal('b', 4),
      terminal('c', 4, { inService: false }),
      terminal('d', 4, { retiredAt: 1 }),
    ];
    const view = see({ rest: { enrolled } });
    expect(view.areas.map(({ id, terminals }) => [id, terminals])).toEqual([
      [1, 2],
      [3, 1],
      [4, 1],
      [2, 1],
      [5, 0],
    ]);
  });

  it('draws the whole open span of today in half-hours and marks what is not over', () => {
    const { curve } = see({ rows: [tally(2, at(780), { n4: 1 })] });
    expect(curve).toHaveLength(16);
    expect([curve[0]?.minutes, curve[15]?.minutes]).toEqual([540, 990]);
    expect(curve.filter(({ unfinished }) => !unfinished).at(-1)?.minutes).toBe(750);
    expect(curve.find(({ minutes }) => minutes === 780)).toMatchObject({
      unfinished: true,
      open: true,
      satisfaction: { count: 1, verdict: 'tooFew' },
    });
  });

  it('adds a half-hour outside opening hours when somebody tapped in it', () => {
    const { curve } = see({ rows: [tally(2, at(420), { n4: 1 })] });
    expect(curve[0]).toMatchObject({ minutes: 420, open: false, satisfaction: { count: 1 } });
    expect(curve).toHaveLength(17);
  });

  it('draws days for the longer periods, closed ones marked, the last unfinished', () => {
    const { curve } = see({
      period: '7days',
      rows: [tally(2, at(600, 20260315), { n4: 2 }), tally(2, at(900, 20260315), { n1: 1 })],
    });
    expect(curve.map(({ day }) => day)).toEqual([
      20260311, 20260312, 20260313, 20260314, 20260315, 20260316, 20260317,
    ]);
    expect(curve.map(({ open }) => open)).toEqual([true, true, true, true, true, false, true]);
    expect(curve.map(({ unfinished }) => unfinished).indexOf(true)).toBe(6);
    expect(curve[4]?.satisfaction.counts).toEqual({ n4: 2, n3: 0, n2: 0, n1: 1 });
    expect(see({ period: '30days' }).curve).toHaveLength(30);
  });

  it('[T3] counts estimated ratings in the totals and not in the curve', () => {
    const view = see({
      rows: [tally(2, at(0), { n4: 4, n1: 1 }, { estimated: true }), tally(2, at(600), { n4: 1 })],
    });
    expect(view.totals).toMatchObject({ estimated: 5, satisfaction: { count: 6 } });
    expect(view.curve.reduce((sum, point) => sum + point.satisfaction.count, 0)).toBe(1);
  });

  it('sums excluded taps by why and taps with staff present apart from what counts', () => {
    const rows = [
      tally(2, at(600), { n4: 1 }, { excluded: { mash: 4, double: 1, locked: 2, multi: 0 } }),
      tally(
        4,
        at(600),
        {},
        { excluded: { mash: 1, double: 0, locked: 0, multi: 3 }, staff: { n4: 2, n3: 0, n2: 0, n1: 1 } },
      ),
    ];
    const { totals } = see({ rows });
    expect(totals.excluded).toEqual({ mash: 5, double: 1, locked: 2, multi: 3 });
    expect(totals).toMatchObject({ staffPresent: 3, satisfaction: { count: 1 } });
  });

  it('orders reasons by count and names them', () => {
    const { reasons } = see({
      rest: {
        reasons: [
          { reason: 'soap', count: 2 },
          { reason: 'floor', count: 9 },
          { reason: 'bin', count: 0 },
        ],
      },
    });
    expect(reasons.map(({ reason, count, name }) => [reason, count, name.en])).toEqual([
      ['floor', 9, 'Dirty floor'],
      ['soap', 2, 'No soap'],
    ]);
  });

  it('knows whether the house is open at this minute', () => {
    expect(see({}).site.open).toBe(true);
    expect(see({ now: at(17 * 60) }).site.open).toBe(false);
  });

  it('gives the same figures for any order of rows', () => {
    const row = fc.record({
      area: fc.constantFrom(2, 4, 5),
      slot: fc.integer({ min: 0, max: 15 }),
      n1: fc.nat(50),
      n4: fc.nat(50),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const tallies = rows.map(({ area, slot, n1, n4 }) => tally(area, at(540) + slot * SLOT, { n1, n4 }));
        const view = see({ rows: tallies });
        expect(see({ rows: tallies.toReversed() })).toEqual(view);
        const total = rows.reduce((sum, { n1, n4 }) => sum + n1 + n4, 0);
        expect(view.totals.satisfaction.count).toBe(total);
        expect(view.curve.reduce((sum, point) => sum + point.satisfaction.count, 0)).toBe(total);
      }),
    );
  });
});

describe('periodSpan', () => {
  it('spans whole local days where a day has 23 or 25 hours', () => {
    const berlin = siteClock('Europe/Berlin');
    const spring = periodSpan(berlin, MUSEUM_HOURS, berlin.at(20260329, 720), 'today');
    const autumn = periodSpan(berlin, MUSEUM_HOURS, berlin.at(20261025, 720), 'today');
    expect([spring, autumn].map(({ from, until }) => (until - from) / HOUR)).toEqual([23, 25]);
  });
});
