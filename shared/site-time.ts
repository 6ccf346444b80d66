// The museum's own clock: local days, hours and half-hours of its time zone, from instants in ms since 1970 UTC.
import { Type } from 'typebox';

/** An instant: milliseconds since 1970-01-01 UTC, an integer up to the year 2255. */
export const InstantSchema = Type.Integer({
  minimum: 0,
  maximum: 9_007_199_254_740,
});
export type Instant = number;

/** A local calendar day as `20260317`, so that it sorts and stores as a number. */
export const LocalDaySchema = Type.Integer({
  minimum: 19700101,
  maximum: 22551231,
});
export type LocalDay = number;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** The finest tally: half an hour, because some zones stand 30 minutes off and the day's curve is drawn so. */
export const SLOT = 30 * MINUTE;

export interface LocalTime {
  readonly day: LocalDay;
  /** 0…23 */
  readonly hour: number;
  /** 0…59 */
  readonly minute: number;
  /** 0 Sunday … 6 Saturday */
  readonly weekday: number;
}

export interface SiteClock {
  readonly timeZone: string;
  local(at: Instant): LocalTime;
  /** First instant of the local day. */
  dayStart(day: LocalDay): Instant;
  /** First instant of the following local day. */
  dayEnd(day: LocalDay): Instant;
  addDays(day: LocalDay, days: number): LocalDay;
  /** First instant of the slot (half-hour on the local clock) that holds `at`. */
  slotStart(at: Instant): Instant;
  /** The instant at which the local clock shows that time on that day (the earlier one when it shows it twice). */
  at(day: LocalDay, minutesOfDay: number): Instant;
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const dayOfUtc = (ms: number): LocalDay => {
  const date = new Date(ms);
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
};
const utcOfDay = (day: LocalDay): number =>
  Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100);

/** Offsets are looked up once per quarter of an hour and kept: Intl costs some 20 µs a call. */
export function siteClock(timeZone: string): SiteClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offsets = new Map<number, number>();

  const offsetAt = (at: Instant): number => {
    const quarter = Math.floor(at / (15 * MINUTE));
    const known = offsets.get(quarter);
    if (known !== undefined) return known;
    const start = quarter * 15 * MINUTE;
    const part = new Map(format.formatToParts(start).map(({ type, value }) => [type, Number(value)]));
    const shown = Date.UTC(
      part.get('year') ?? 0,
      (part.get('month') ?? 1) - 1,
      part.get('day') ?? 1,
      part.get('hour') ?? 0,
      part.get('minute') ?? 0,
      part.get('second') ?? 0,
    );
    const offset = shown - start;
    if (offsets.size > 10_000) offsets.clear();
    offsets.set(quarter, offset);
    return offset;
  };

  const instantOf = (localMs: number): Instant => {
    // The zone's rule is applied at two guesses; where the clock shows a time twice, the earlier instant is taken.
    const early = localMs - offsetAt(localMs - 14 * HOUR);
    if (early + offsetAt(early) === localMs) return early;
    const late = localMs - offsetAt(localMs + 14 * HOUR);
    return late + offsetAt(late) === localMs ? late : localMs - offsetAt(localMs);
  };

  const at = (day: LocalDay, minutesOfDay: number): Instant =>
    instantOf(utcOfDay(day) + minutesOfDay * MINUTE);
  const addDays = (day: LocalDay, days: number): LocalDay => dayOfUtc(utcOfDay(day) + days * DAY);

  return {
    timeZone,
    local(instant) {
      const shown = new Date(instant + offsetAt(instant));
      return {
        day: dayOfUtc(shown.getTime()),
        hour: shown.getUTCHours(),
        minute: shown.getUTCMinutes(),
        weekday: shown.getUTCDay(),
      };
    },
    at,
    dayStart: (day) => at(day, 0),
    dayEnd: (day) => at(addDays(day, 1), 0),
    addDays,
    slotStart(instant) {
      const offset = offsetAt(instant);
      return Math.floor((instant + offset) / SLOT) * SLOT - offset;
    },
  };
}
