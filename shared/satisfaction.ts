// The formula of the contract: every rate on every screen comes from here.
import { type Static, Type } from 'typebox';
import type { Level } from './level.ts';

const strict = { additionalProperties: false } as const;
const Count = Type.Integer({ minimum: 0 });

/** Counted ratings per level. `n4` very satisfied … `n1` dissatisfied. */
export const CountsSchema = Type.Object({ n4: Count, n3: Count, n2: Count, n1: Count }, strict);
export type Counts = Static<typeof CountsSchema>;

export const NO_COUNTS: Counts = { n4: 0, n3: 0, n2: 0, n1: 0 };

/** 95 % Wilson score interval of a share, both ends in 0…1. */
export const IntervalSchema = Type.Object(
  {
    low: Type.Number({ minimum: 0, maximum: 1 }),
    high: Type.Number({ minimum: 0, maximum: 1 }),
  },
  strict,
);
export type Interval = Static<typeof IntervalSchema>;

/**
 * How satisfied: shares in 0…1. With no rating `rate`, `interval` and `harsh` are null; with fewer than the set
 * minimum `tooFew` is true and the rate is not judged, coloured or ranked.
 */
export const SatisfactionSchema = Type.Object(
  {
    count: Count,
    counts: CountsSchema,
    rate: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]),
    interval: Type.Union([IntervalSchema, Type.Null()]),
    /** Share of fairly satisfied + dissatisfied: shown beside the rate, because one negative level in four is harsh. */
    harsh: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]),
    tooFew: Type.Boolean(),
    /** Against the target: `met` or `missed` when the interval lies wholly on one side, else `open`. */
    verdict: Type.Union([
      Type.Literal('met'),
      Type.Literal('missed'),
      Type.Literal('open'),
      Type.Literal('tooFew'),
    ]),
  },
  strict,
);
export type Satisfaction = Static<typeof SatisfactionSchema>;

const Z = 1.959963984540054;

/** Wilson 1927, without continuity correction. `total` > 0. */
export function wilson(successes: number, total: number): Interval {
  const share = successes / total;
  const z2 = Z * Z;
  const centre = share + z2 / (2 * total);
  const spread = Z * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total * total));
  const scale = 1 + z2 / total;
  return {
    low: Math.max(0, (centre - spread) / scale),
    high: Math.min(1, (centre + spread) / scale),
  };
}

export const countOf = (counts: Counts): number => counts.n4 + counts.n3 + counts.n2 + counts.n1;

const Share = Type.Number({ minimum: 0, maximum: 1 });
/** Share of each level among the counted ratings. */
export const LevelSharesSchema = Type.Object({ n4: Share, n3: Share, n2: Share, n1: Share }, strict);
export type LevelShares = Static<typeof LevelSharesSchema>;

/** Null without a single rating. */
export function levelShares(counts: Counts): LevelShares | null {
  const count = countOf(counts);
  if (count === 0) return null;
  return { n4: counts.n4 / count, n3: counts.n3 / count, n2: counts.n2 / count, n1: counts.n1 / count };
}

export const addCounts = (a: Counts, b: Counts): Counts => ({
  n4: a.n4 + b.n4,
  n3: a.n3 + b.n3,
  n2: a.n2 + b.n2,
  n1: a.n1 + b.n1,
});

export const countKey = (level: Level): keyof Counts => `n${level}`;

/**
 * Satisfaction rate = qualified ÷ (qualified + dissatisfied), procedure 4.1.5.2.
 * @param minimum with fewer counted ratings it is too few to judge
 * @param target the commitment as a share, 0.98 by contract
 */
export function satisfaction(counts: Counts, minimum: number, target: number): Satisfaction {
  const count = countOf(counts);
  if (count === 0) {
    return {
      count,
      counts,
      rate: null,
      interval: null,
      harsh: null,
      tooFew: true,
      verdict: 'tooFew',
    };
  }
  const qualified = count - counts.n1;
  const interval = wilson(qualified, count);
  const tooFew = count < minimum;
  const verdict = tooFew
    ? 'tooFew'
    : interval.low >= target
      ? 'met'
      : interval.high < target
        ? 'missed'
        : 'open';
  return {
    count,
    counts,
    rate: qualified / count,
    interval,
    harsh: (counts.n2 + counts.n1) / count,
    tooFew,
    verdict,
  };
}
