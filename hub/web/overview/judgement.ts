// How a figure of the hub is shown: colour, dot and axis. The page judges nothing by itself. Pure.
import type { Satisfaction } from '../../../shared/satisfaction.ts';

export type Tone = 'ok' | 'mid' | 'bad' | 'none';

/** Below the target by more than this share is shown in vermilion (95 % where the target is 98 %). */
const NEAR = 0.03;

/** Colour of a rate: none where it is too few to judge. */
export function toneOf({ rate, tooFew }: Satisfaction, target: number): Tone {
  if (rate === null || tooFew) return 'none';
  if (rate >= target) return 'ok';
  return rate >= target - NEAR - 1e-9 ? 'mid' : 'bad';
}

/** Solid: told apart from the target. Hollow: cannot be. */
export const isSolid = ({ verdict }: Satisfaction): boolean => verdict === 'met' || verdict === 'missed';

/** The left end of the areas' axis, whose right end is 1: 0.85 where the target is 0.98. */
export const axisLow = (target: number): number => (target >= 0.9 ? 0.85 : Math.max(0, target - 0.15));

export interface OnAxis {
  /** Per cent of the axis's length. */
  readonly dot: number;
  readonly from: number;
  readonly to: number;
  /** The interval goes on to the left of the axis. */
  readonly cut: boolean;
}

export function onAxis({ rate, interval }: Satisfaction, low: number): OnAxis | undefined {
  if (rate === null || interval === null) return undefined;
  const place = (share: number): number => Math.max(0, Math.min(100, ((share - low) / (1 - low)) * 100));
  return {
    dot: place(rate),
    from: place(interval.low),
    to: place(interval.high),
    cut: interval.low < low,
  };
}

/** Left end of the large strip: 0.95, further left where the interval or the target needs it, in steps of 0.05. */
export function stripLow({ interval }: Satisfaction, target: number): number {
  const lowest = Math.min(interval?.low ?? 1, target, 0.95);
  return Math.max(0, Math.floor(lowest * 20 + 1e-9) / 20);
}
