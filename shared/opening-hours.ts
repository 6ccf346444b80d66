// When the house is open: a week, with exceptions for single days.
import { type Static, Type } from 'typebox';
import { type Instant, type LocalDay, LocalDaySchema, type SiteClock } from './site-time.ts';

const MinuteOfDay = Type.Integer({ minimum: 0, maximum: 1440 });

/** Open from `opens` (inclusive) to `closes` (exclusive), minutes of the local day; `opens` < `closes`. */
export const OpenSpanSchema = Type.Object(
  { opens: MinuteOfDay, closes: MinuteOfDay },
  { additionalProperties: false },
);
export type OpenSpan = Static<typeof OpenSpanSchema>;

const Day = Type.Union([OpenSpanSchema, Type.Null()]);

/** `week[0]` is Sunday … `week[6]` Saturday; null is closed. `exceptions` name single days and win over the week. */
export const OpeningHoursSchema = Type.Object(
  {
    week: Type.Array(Day, { minItems: 7, maxItems: 7 }),
    exceptions: Type.Array(
      Type.Object({ day: LocalDaySchema, hours: Day }, { additionalProperties: false }),
      { maxItems: 400 },
    ),
  },
  { additionalProperties: false },
);
export type OpeningHours = Static<typeof OpeningHoursSchema>;

const ALL_DAY: OpenSpan = { opens: 0, closes: 1440 };
const MUSEUM_DAY: OpenSpan = { opens: 540, closes: 1020 };

export const DAY_AND_NIGHT: OpeningHours = {
  week: Array.from({ length: 7 }, () => ALL_DAY),
  exceptions: [],
};
/** 09:00–17:00, closed on Mondays. */
export const MUSEUM_HOURS: OpeningHours = {
  week: [MUSEUM_DAY, null, MUSEUM_DAY, MUSEUM_DAY, MUSEUM_DAY, MUSEUM_DAY, MUSEUM_DAY],
  exceptions: [],
};

/** The first thing wrong with the hours, as a JSON pointer and a sentence; undefined when they are sound. */
export function openingHoursProblem(hours: OpeningHours): { path: string; message: string } | undefined {
  for (const [index, span] of hours.week.entries()) {
    if (span && span.opens >= span.closes)
      return { path: `/week/${index}`, message: 'opens after it closes' };
  }
  const seen = new Set<LocalDay>();
  for (const [index, { day, hours: span }] of hours.exceptions.entries()) {
    if (seen.has(day)) return { path: `/exceptions/${index}/day`, message: 'names a day twice' };
    seen.add(day);
    if (span && span.opens >= span.closes)
      return { path: `/exceptions/${index}`, message: 'opens after it closes' };
  }
  return undefined;
}

/** The hours of that day, null when closed. */
export function hoursOf(hours: OpeningHours, day: LocalDay, weekday: number): OpenSpan | null {
  const exception = hours.exceptions.find((each) => each.day === day);
  return exception ? exception.hours : (hours.week[weekday] ?? null);
}

export function isOpen(hours: OpeningHours, clock: SiteClock, at: Instant): boolean {
  const local = clock.local(at);
  const span = hoursOf(hours, local.day, local.weekday);
  const minute = local.hour * 60 + local.minute;
  return span !== null && minute >= span.opens && minute < span.closes;
}

/** The open span of a local day as instants, null when closed. */
export function openSpanOf(
  hours: OpeningHours,
  clock: SiteClock,
  day: LocalDay,
): { readonly from: Instant; readonly until: Instant } | null {
  const noon = clock.local(clock.at(day, 720));
  const span = hoursOf(hours, day, noon.weekday);
  return span ? { from: clock.at(day, span.opens), until: clock.at(day, span.closes) } : null;
}

/** The next moment at which it opens, strictly after `at`; undefined when it stays closed for 60 days. */
export function nextOpening(hours: OpeningHours, clock: SiteClock, at: Instant): Instant | undefined {
  let day = clock.local(at).day;
  for (let tries = 0; tries < 60; tries++, day = clock.addDays(day, 1)) {
    const span = openSpanOf(hours, clock, day);
    if (span && span.from > at) return span.from;
  }
  return undefined;
}
