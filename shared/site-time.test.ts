// Beside site-time.ts: the museum's own clock, also where the law moves it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, isTimeZone, MINUTE, SLOT, siteClock } from './site-time.ts';

const ZONES = ['Asia/Shanghai', 'Asia/Kathmandu', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'];
const instant = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2060, 0) });

describe('site clock', () => {
  it('reads Shanghai eight hours ahead', () => {
    const clock = siteClock('Asia/Shanghai');
    expect(clock.local(Date.UTC(2026, 2, 16, 17, 5))).toEqual({
      day: 20260317,
      hour: 1,
      minute: 5,
      weekday: 2,
    });
    expect(clock.at(20260317, 9 * 60)).toBe(Date.UTC(2026, 2, 17, 1));
  });

  it('gives the days on which clocks change 23 and 25 hours', () => {
    const clock = siteClock('Europe/Berlin');
    expect(clock.dayEnd(20260329) - clock.dayStart(20260329)).toBe(23 * HOUR);
    expect(clock.dayEnd(20261025) - clock.dayStart(20261025)).toBe(25 * HOUR);
  });

  it('cuts slots at local half-hours, each holding its instant', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(...ZONES), (at, zone) => {
        const clock = siteClock(zone);
        const start = clock.slotStart(at);
        expect(at - start).toBeGreaterThanOrEqual(0);
        expect(at - start).toBeLessThan(SLOT);
        expect(clock.local(start).minute % 30).toBe(0);
      }),
    );
  });

  it('finds the instant of every local day and time that exists', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(...ZONES), (at, zone) => {
        const clock = siteClock(zone);
        const local = clock.local(at);
        const found = clock.at(local.day, local.hour * 60 + local.minute);
        expect(clock.local(found)).toEqual(local);
        expect(clock.dayStart(local.day)).toBeLessThanOrEqual(at);
        expect(clock.dayEnd(local.day)).toBeGreaterThan(at);
      }),
    );
  });

  it('adds days over month and year ends', () => {
    const clock = siteClock('Asia/Shanghai');
    expect(clock.addDays(20261231, 1)).toBe(20270101);
    expect(clock.addDays(20280228, 1)).toBe(20280229);
    expect(clock.addDays(20260301, -1)).toBe(20260228);
  });

  it('knows zones from nonsense', () => {
    expect(isTimeZone('Asia/Shanghai')).toBe(true);
    expect(isTimeZone('Asia/Nowhere')).toBe(false);
    expect(MINUTE).toBe(60_000);
  });
});
