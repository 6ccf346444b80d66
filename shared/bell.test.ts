// Beside bell.ts: what the eye must be able to rely on.
import { describe, expect, it } from 'vitest';
import { BELLS, drawBeam } from './bell.ts';
import { LEVELS } from './level.ts';

interface Vertex {
  readonly x: number;
  readonly y: number;
}

/** Samples a path of absolute M, L, Q and Z commands. */
function sample(path: string): Vertex[] {
  const points: Vertex[] = [];
  for (const [, command, rest] of path.matchAll(/([MLQ])([^A-Z]*)/g)) {
    const n = (rest ?? '')
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    const from = points.at(-1) ?? { x: 0, y: 0 };
    const [a = 0, b = 0, c = 0, d = 0] = n;
    if (command !== 'Q') points.push({ x: a, y: b });
    else
      for (let t = 0.02; t <= 1.0001; t += 0.02) {
        const u = 1 - t;
        points.push({
          x: u * u * from.x + 2 * u * t * a + t * t * c,
          y: u * u * from.y + 2 * u * t * b + t * t * d,
        });
      }
  }
  return points;
}

const area = (points: readonly Vertex[]): number =>
  Math.abs(
    points.reduce((sum, point, index) => {
      const next = points[(index + 1) % points.length] ?? point;
      return sum + point.x * next.y - next.x * point.y;
    }, 0) / 2,
  );

/** Height of the rim on the axis. */
const rimMiddle = (points: readonly Vertex[]): number =>
  Math.max(...points.filter((point) => Math.abs(point.x - 120) < 4).map((point) => point.y));

describe('the four bells', () => {
  it('have the same area within 2 % of their mean, so that no face shouts', () => {
    const areas = LEVELS.map((level) => area(sample(BELLS[level].body)));
    const mean = areas.reduce((sum, each) => sum + each, 0) / areas.length;
    for (const each of areas) expect(Math.abs(each / mean - 1)).toBeLessThan(0.02);
  });

  it('tell the level by the rim: bowed down, less, straight, arched up', () => {
    const middles = LEVELS.map((level) => rimMiddle(sample(BELLS[level].body)));
    expect(middles.map(Math.round)).toEqual([211, 203, 195, 185]);
  });

  it('stand symmetrical about the axis', () => {
    for (const level of LEVELS) {
      const xs = sample(BELLS[level].body).map((point) => point.x);
      expect(Math.min(...xs) + Math.max(...xs)).toBeCloseTo(240, 1);
    }
  });
});

describe('the beam', () => {
  it('fills its box and hangs its rhombs about one and a half heights apart', () => {
    const { rhombs, sleeves } = drawBeam(1032, 30);
    expect(rhombs.split('Z').length - 1).toBe(19);
    expect(sleeves).toContain('H1032');
  });
});
