import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayToInput, inputToDay, inputToMinutes, minutesToInput } from './time-input.ts';

describe('times of opening', () => {
  it('come back as they were written, the end of the day included', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1440 }), (minutes) => {
        expect(inputToMinutes(minutesToInput(minutes))).toBe(minutes);
      }),
    );
    expect(minutesToInput(1440)).toBe('24:00');
  });
  it('are understood as people type them', () => {
    expect(['9:00', '0930', '17：30', ' 08:05 '].map(inputToMinutes)).toEqual([540, 570, 1050, 485]);
  });
  it('are not guessed', () => {
    expect(['', '9', '25:00', '24:01', '12:60', 'noon'].map(inputToMinutes)).toEqual(
      Array(6).fill(Number.NaN),
    );
  });
  it('carry days without a time zone', () => {
    expect([dayToInput(20261001), inputToDay('2026-10-01'), inputToDay(''), dayToInput(0)]).toEqual([
      '2026-10-01',
      20261001,
      0,
      '',
    ]);
  });
});
