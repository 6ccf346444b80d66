import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fill, rateText, shareText, targetText, words } from './words.ts';

describe('a rate in words', () => {
  it('is never rounded up to a target that it did not reach', () => {
    expect(rateText(0.9796, 0.98)).toBe('97.9');
    expect(rateText(0.98, 0.98)).toBe('98.0');
  });

  it('is 100.0 only when everybody was satisfied', () => {
    expect(rateText(0.9997, 0.98)).toBe('99.9');
    expect(rateText(1, 0.98)).toBe('100.0');
  });

  it('tells for every rate on which side of the target it lies', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 500, max: 1000 }),
        (rate, perMille) => {
          const target = perMille / 1000;
          expect(Number(rateText(rate, target)) >= perMille / 10).toBe(rate >= target);
        },
      ),
    );
  });
});

describe('a share in words', () => {
  it('is bare at its ends and never reaches them otherwise', () => {
    expect([0, 1, 0.00001, 0.99999, 0.116].map(shareText)).toEqual(['0', '100', '0.1', '99.9', '11.6']);
  });
  it('writes a target as people do', () => {
    expect([0.98, 0.975, 1].map(targetText)).toEqual(['98', '97.5', '100']);
  });
});

describe('filling a text', () => {
  it('puts values in and bends English words by number', () => {
    expect(fill('{n} {n|rating|ratings}', { n: 1 })).toBe('1 rating');
    expect(fill('{n} {n|rating|ratings}', { n: 2 })).toBe('2 ratings');
  });
  it('leaves a name without a value to be seen', () => {
    expect(fill('{a} {b}', { a: 1 })).toBe('1 {b}');
  });
  it('takes a value as it is, braces and all', () => {
    expect(fill('{a}', { a: '{b}' })).toBe('{b}');
  });
});

describe('times', () => {
  const at = Date.UTC(2026, 2, 17, 6, 6, 31);
  it("are the museum's, not the machine's", () => {
    expect(words('en').time(at, 'Asia/Shanghai')).toBe('14:06');
    expect(words('zh-Hans').seconds(at, 'Asia/Shanghai')).toBe('14:06:31');
    expect(words('zh-Hant').moment(at, 'Asia/Shanghai')).toContain('3月17日');
  });
  it('tell spans in the unit that says enough', () => {
    const { span } = words('en');
    expect([59_000, 60_000, 47 * 3_600_000, 49 * 3_600_000].map(span)).toEqual([
      '59 s',
      '1 min',
      '47 hours',
      '2 days',
    ]);
  });
});
