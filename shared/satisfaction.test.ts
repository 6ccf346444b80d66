// Beside satisfaction.ts: the contract's formula, checked against figures worked out by hand and by other means.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCounts, countOf, NO_COUNTS, satisfaction, wilson } from './satisfaction.ts';

const counts = fc.record({
  n4: fc.nat(100_000),
  n3: fc.nat(100_000),
  n2: fc.nat(100_000),
  n1: fc.nat(100_000),
});

describe('satisfaction rate', () => {
  it('is qualified ÷ (qualified + dissatisfied): very, satisfied and fairly are qualified (4.1.5.2)', () => {
    const result = satisfaction({ n4: 794, n3: 427, n2: 127, n1: 33 }, 30, 0.98);
    expect(result.count).toBe(1381);
    expect(result.rate).toBeCloseTo(1348 / 1381, 12);
    expect(result.harsh).toBeCloseTo(160 / 1381, 12);
  });

  it('has no rate, no interval and no judgement without a single rating', () => {
    expect(satisfaction(NO_COUNTS, 30, 0.98)).toEqual({
      count: 0,
      counts: NO_COUNTS,
      rate: null,
      interval: null,
      harsh: null,
      tooFew: true,
      verdict: 'tooFew',
    });
  });

  it('is too few to judge one below the minimum and judged at it', () => {
    expect(satisfaction({ ...NO_COUNTS, n1: 29 }, 30, 0.98).verdict).toBe('tooFew');
    expect(satisfaction({ ...NO_COUNTS, n1: 30 }, 30, 0.98).verdict).toBe('missed');
  });

  it('leaves the target open while the interval holds it', () => {
    expect(satisfaction({ n4: 1348, n3: 0, n2: 0, n1: 33 }, 30, 0.98).verdict).toBe('open');
    expect(satisfaction({ n4: 9990, n3: 0, n2: 0, n1: 10 }, 30, 0.98).verdict).toBe('met');
    expect(satisfaction({ n4: 900, n3: 0, n2: 0, n1: 100 }, 30, 0.98).verdict).toBe('missed');
  });
});

describe('Wilson interval', () => {
  it('agrees with the published example: 9 of 10 gives 0.596 … 0.982', () => {
    const { low, high } = wilson(9, 10);
    expect(low).toBeCloseTo(0.5958, 4);
    expect(high).toBeCloseTo(0.9821, 4);
  });

  it('holds its ends where the score test says so: |share − p| = z·√(p(1 − p)/n)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, part) => {
          const successes = Math.round(n * part);
          const { low, high } = wilson(successes, n);
          for (const end of [low, high]) {
            if (end <= 1e-9 || end >= 1 - 1e-9) continue;
            const distance = Math.abs(successes / n - end);
            expect(distance).toBeCloseTo(1.959963984540054 * Math.sqrt((end * (1 - end)) / n), 6);
          }
          expect(low).toBeLessThanOrEqual(successes / n + 1e-12);
          expect(high).toBeGreaterThanOrEqual(successes / n - 1e-12);
        },
      ),
    );
  });
});

it('counts add up level by level in any order', () => {
  fc.assert(
    fc.property(counts, counts, (a, b) => {
      expect(addCounts(a, b)).toEqual(addCounts(b, a));
      expect(countOf(addCounts(a, b))).toBe(countOf(a) + countOf(b));
    }),
  );
});
