// Beside opening-hours.ts: 09:00–17:00, closed on Mondays, and single days that differ.
import { describe, expect, it } from 'vitest';
import { isOpen, MUSEUM_HOURS, nextOpening, openingHoursProblem } from './opening-hours.ts';
import { siteClock } from './site-time.ts';

const clock = siteClock('Asia/Shanghai');
// 2026-03-16 is a Monday.
const at = (day: number, hour: number, minute = 0) => clock.at(20260300 + day, hour * 60 + minute);

describe('opening hours', () => {
  it('opens at nine sharp and closes at five sharp', () => {
    expect(isOpen(MUSEUM_HOURS, clock, at(17, 8, 59))).toBe(false);
    expect(isOpen(MUSEUM_HOURS, clock, at(17, 9))).toBe(true);
    expect(isOpen(MUSEUM_HOURS, clock, at(17, 16, 59))).toBe(true);
    expect(isOpen(MUSEUM_HOURS, clock, at(17, 17))).toBe(false);
  });

  it('stays closed on Monday, unless the day is an exception', () => {
    expect(isOpen(MUSEUM_HOURS, clock, at(16, 12))).toBe(false);
    const holiday = { ...MUSEUM_HOURS, exceptions: [{ day: 20260316, hours: { opens: 600, closes: 900 } }] };
    expect(isOpen(holiday, clock, at(16, 12))).toBe(true);
    expect(isOpen(holiday, clock, at(16, 9))).toBe(false);
  });

  it('says on Sunday night that it opens on Tuesday', () => {
    expect(nextOpening(MUSEUM_HOURS, clock, at(15, 18))).toBe(at(17, 9));
    expect(nextOpening(MUSEUM_HOURS, clock, at(17, 8))).toBe(at(17, 9));
    expect(
      nextOpening({ week: MUSEUM_HOURS.week.map(() => null), exceptions: [] }, clock, at(15, 18)),
    ).toBeUndefined();
  });

  it('names the field that is wrong', () => {
    const week = [...MUSEUM_HOURS.week];
    week[3] = { opens: 1000, closes: 900 };
    expect(openingHoursProblem({ week, exceptions: [] })).toMatchObject({ path: '/week/3' });
    const twice = { day: 20260501, hours: null };
    expect(openingHoursProblem({ week: MUSEUM_HOURS.week, exceptions: [twice, twice] })).toMatchObject({
      path: '/exceptions/1/day',
    });
    expect(openingHoursProblem(MUSEUM_HOURS)).toBeUndefined();
  });
});
