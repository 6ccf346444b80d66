import { describe, expect, it } from 'vitest';
import { satisfaction } from '../../../shared/satisfaction.ts';
import { axisLow, isSolid, onAxis, stripLow, toneOf } from './judgement.ts';

const of = (good: number, bad: number) => satisfaction({ n4: good, n3: 0, n2: 0, n1: bad }, 30, 0.98);

describe('how a figure is shown', () => {
  it.each([
    [of(99, 1), 'ok'],
    [of(98, 2), 'ok'],
    [of(97, 3), 'mid'],
    [of(95, 5), 'mid'],
    [of(94, 6), 'bad'],
    [of(20, 9), 'none'],
    [of(0, 0), 'none'],
  ] as const)('takes its colour from the rate and none when too few: %#', (figure, tone) => {
    expect(toneOf(figure, 0.98)).toBe(tone);
  });

  it('is solid only where it can be told from the target', () => {
    expect(isSolid(of(83, 13))).toBe(true);
    expect(isSolid(of(1000, 0))).toBe(true);
    expect(isSolid(of(98, 2))).toBe(false);
    expect(isSolid(of(10, 10))).toBe(false);
  });

  it('lies on the axis from 85 to 100 with an arrow where the interval is cut', () => {
    expect(axisLow(0.98)).toBe(0.85);
    expect(onAxis(of(83, 13), 0.85)).toMatchObject({ cut: true, from: 0 });
    expect(onAxis(of(1000, 0), 0.85)).toMatchObject({ dot: 100, cut: false });
    expect(onAxis(of(0, 0), 0.85)).toBeUndefined();
  });

  it('widens the large strip so that the whole interval fits', () => {
    expect(stripLow(of(1348, 33), 0.98)).toBe(0.95);
    expect(stripLow(of(83, 13), 0.98)).toBe(0.75);
    expect(stripLow(of(1348, 33), 0.9)).toBe(0.9);
  });
});
