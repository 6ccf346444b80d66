// The misuse filter's promises: what is mashing, what is doubled, and what a queue of pupils is not.
import { describe, expect, it } from 'vitest';
import { LOCKED, MULTI } from '../journal/row.ts';
import { addTap, noRun, RUN_BLOCK, type Tap, verdictOf } from './misuse.ts';

/** Verdicts of taps at those monotonic times, as they stand after the last one. */
function verdicts(monos: readonly number[], marks: Readonly<Record<number, number>> = {}, first = 1) {
  const stands = new Map<number, string | null>();
  let run = noRun<Tap>();
  for (const [index, mono] of monos.entries()) {
    ({ run } = addTap(run, { sequence: first + index, mono, marks: marks[index] ?? 0 }));
    for (const judged of run.taps) stands.set(judged.tap.sequence, verdictOf(run, judged));
  }
  return [...stands.values()];
}

describe('the misuse filter', () => {
  it.each([
    ['one tap counts', [0], [null]],
    ['two taps 2 s apart both count', [0, 2000], [null, null]],
    ['of two taps less than 2 s apart the first counts', [0, 1999], [null, 'double']],
    ['three short gaps are mashing, also backwards', [0, 500, 1000, 1500], ['mash', 'mash', 'mash', 'mash']],
    ['two short gaps are not yet mashing', [0, 500, 1000], [null, 'double', 'double']],
    [
      'a class tapping one after the other is not mashing',
      [0, 2500, 5000, 7500, 10_000],
      [null, null, null, null, null],
    ],
    [
      'a tap 6 s behind a mashing run belongs to it',
      [0, 1, 2, 3, 6003],
      ['mash', 'mash', 'mash', 'mash', 'mash'],
    ],
    ['a tap more than 6 s behind starts anew', [0, 1, 2, 3, 6004], ['mash', 'mash', 'mash', 'mash', null]],
    [
      'three short gaps among six are half: mashing',
      [0, 500, 1000, 1500, 5000, 8500, 12_000],
      ['mash', 'mash', 'mash', 'mash', 'mash', 'mash', 'mash'],
    ],
    [
      'later, slower taps can end a mashing verdict',
      [0, 500, 1000, 1500, 5000, 8500, 12_000, 15_500],
      [null, 'double', 'double', 'double', null, null, null, null],
    ],
    ['a clock that runs backwards starts a new run', [5000, 4000], [null, null]],
  ])('%s', (_promise, monos, expected) => {
    expect(verdicts(monos)).toEqual(expected);
  });

  it('excludes what the terminal marked as locked or pressed together', () => {
    expect(verdicts([0, 2500, 9000], { 1: LOCKED, 2: MULTI })).toEqual([null, 'locked', 'multi']);
  });

  it('sees mashing through the terminal’s lock: locked taps belong to the run', () => {
    expect(verdicts([0, 400, 800, 1200], { 1: LOCKED, 2: LOCKED, 3: LOCKED })).toEqual(Array(4).fill('mash'));
  });

  it('measures "double" from the last tap that counts, as the terminal’s lock does', () => {
    expect(verdicts([0, 1500, 3000], { 1: LOCKED })).toEqual([null, 'locked', null]);
  });

  it('ends a run at a fixed sequence, so that hours of tapping need not be remembered', () => {
    expect(verdicts([0, 100, 200, 300], {}, RUN_BLOCK - 2)).toEqual([null, 'double', null, 'double']);
  });
});
