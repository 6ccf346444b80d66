import { describe, expect, it } from 'vitest';
import type { CurvePoint } from '../../../shared/live.ts';
import { satisfaction } from '../../../shared/satisfaction.ts';
import { type Box, bandPath, curveGeometry, labelled, linePath, ticksFor } from './curve-geometry.ts';

const box: Box = { left: 0, right: 400, top: 0, bottom: 100, barsTop: 110, barsBottom: 150 };
const point = (index: number, good: number, bad: number, changes: Partial<CurvePoint> = {}): CurvePoint => ({
  from: index * 1_800_000,
  until: (index + 1) * 1_800_000,
  minutes: 540 + index * 30,
  day: 20260317,
  open: true,
  unfinished: false,
  satisfaction: satisfaction({ n4: good, n3: 0, n2: 0, n1: bad }, 30, 0.98),
  ...changes,
});

describe('the curve', () => {
  it('breaks at closed days and at points too few to judge', () => {
    const points = [
      point(0, 99, 1),
      point(1, 5, 0),
      point(2, 98, 2),
      point(3, 0, 0, { open: false }),
      point(4, 97, 3),
    ];
    const { runs, points: placed } = curveGeometry(points, 0.98, box);
    expect(runs.map((run) => run.length)).toEqual([1, 1, 1]);
    expect(placed[3]?.y).toBeNull();
  });

  it('leads to the unfinished slot by its own dashed piece', () => {
    const { runs, pending } = curveGeometry(
      [point(0, 99, 1), point(1, 98, 2), point(2, 60, 1, { unfinished: true })],
      0.98,
      box,
    );
    expect(runs).toHaveLength(1);
    expect(runs[0]).toHaveLength(2);
    expect(pending?.[1].point.unfinished).toBe(true);
  });

  it('keeps the order of rates: higher is higher', () => {
    const { points } = curveGeometry([point(0, 99, 1), point(1, 90, 10)], 0.98, box);
    expect(points[0]?.y).toBeLessThan(points[1]?.y ?? 0);
  });

  it('holds every judged rate and the target on its axis', () => {
    expect(ticksFor([point(0, 99, 1)], 0.98)).toEqual([1, 0.96, 0.92, 0.88]);
    expect(ticksFor([point(0, 60, 40)], 0.98).at(-1)).toBeLessThanOrEqual(0.59);
    expect(ticksFor([point(0, 0, 100)], 0.98).at(-1)).toBe(0);
  });

  it('is not stretched by a rate that is too few to judge; its point stands cut on the lower end', () => {
    const { points, ticks } = curveGeometry([point(0, 99, 1), point(1, 1, 4)], 0.98, box);
    expect(ticks.at(-1)?.share).toBe(0.88);
    expect(points[1]).toMatchObject({ cut: true, y: 100 });
  });

  it('draws counts as bars in proportion', () => {
    const { points } = curveGeometry([point(0, 50, 0), point(1, 100, 0)], 0.98, box);
    expect([points[0]?.bar, points[1]?.bar]).toEqual([20, 40]);
  });

  it('closes its band around the line, also for a lone point', () => {
    const { runs } = curveGeometry([point(0, 99, 1), point(1, 98, 2)], 0.98, box);
    expect(bandPath(runs[0] ?? [])).toMatch(/^M.*L.*L.*L.*Z$/);
    expect(linePath(runs[0] ?? [])).toMatch(/^M100\.0 \S+L300\.0 /);
    expect(bandPath(curveGeometry([point(0, 99, 1)], 0.98, box).runs[0] ?? [])).toMatch(/^M.*H.*V.*H.*Z$/);
  });

  it('draws nothing backwards in a box that is narrower than its margins', () => {
    const [placed] = curveGeometry([point(0, 50, 0)], 0.98, { ...box, left: 42, right: 37 }).points;
    expect(placed && placed.until - placed.from).toBe(0);
  });

  it('labels whole hours and leaves room between them', () => {
    const points = Array.from({ length: 48 }, (_, index) => point(index, 0, 0, { minutes: index * 30 }));
    expect(labelled(points, 960, 52, true)).toEqual([0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44]);
  });
});
