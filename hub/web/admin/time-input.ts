// Between opening hours (minutes of the day, dates as numbers) and the browser's time and date fields. Pure.
import type { OpenSpan } from '../../../shared/opening-hours.ts';
import type { LocalDay } from '../../../shared/site-time.ts';

/** `540` is `09:00`; the end of the day, 1440, is written `00:00` like on a clock. */
export const minutesToInput = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** NaN when the field is empty. */
export function inputToMinutes(text: string): number {
  const match = /^(\d{2}):(\d{2})/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN;
}

/** A closing time of midnight is the end of the day. Unreadable times give a span that is not sound. */
export function spanOf(opens: string, closes: string): OpenSpan {
  const from = inputToMinutes(opens);
  const until = inputToMinutes(closes);
  return { opens: from, closes: until === 0 ? 1440 : until };
}

export const dayToInput = (day: LocalDay): string =>
  day === 0 ? '' : `${String(day).slice(0, 4)}-${String(day).slice(4, 6)}-${String(day).slice(6)}`;
/** 0 when the field is empty. */
export const inputToDay = (text: string): LocalDay => Number(text.replaceAll('-', '')) || 0;
