// The recount's own reading of the misuse filter, held to the cases that its rule names.
import { describe, expect, it } from 'vitest';
import { verdicts } from './misuse.ts';

const tapsAt = (...seconds: number[]) =>
  seconds.map((second, index) => ({
    mono: second * 1000,
    sequence: index + 1,
    marks: index > 0 && second - (seconds[index - 1] ?? 0) < 2 ? ['locked'] : [],
  }));
const judged = (...seconds: number[]): string[] => [...verdicts(tapsAt(...seconds)).values()];

describe('the recount of misuse', () => {
  it('excludes the whole run of a mashing child, also what came before it was seen', () => {
    expect(judged(0, 5, 5.4, 5.9, 6.3)).toEqual(Array(5).fill('mash'));
  });
  it('leaves a school class alone that taps one after the other', () => {
    expect(judged(0, 3, 6, 9, 12, 15)).toEqual(Array(6).fill('counted'));
  });
  it('needs three quick gaps', () => {
    expect(judged(0, 1, 2)).toEqual(['counted', 'locked', 'locked']);
  });
  it('does not call it mashing when the quick gaps are fewer than half', () => {
    expect(judged(0, 1, 4, 5, 8, 9, 12, 15).filter((each) => each === 'mash')).toEqual([]);
    expect(judged(0, 1, 4, 5, 8, 9, 12).filter((each) => each === 'mash')).toHaveLength(7);
  });
  it('ends a run after more than six seconds and not at six', () => {
    expect(judged(0, 1, 2, 8, 9).filter((each) => each === 'mash')).toHaveLength(5);
    expect(judged(0, 1, 2, 8.001, 9).filter((each) => each === 'mash')).toEqual([]);
  });
  it('counts the first of two taps under two seconds apart that nobody marked', () => {
    const [first, second] = [
      { mono: 0, sequence: 1, marks: [] },
      { mono: 1999, sequence: 2, marks: [] },
    ];
    expect([...verdicts([first, second]).values()]).toEqual(['counted', 'double']);
    expect([...verdicts([first, { ...second, mono: 2000 }]).values()]).toEqual(['counted', 'counted']);
    const third = { mono: 3_500, sequence: 3, marks: [] };
    expect([...verdicts([first, second, third]).values()]).toEqual(['counted', 'double', 'counted']);
  });
});
