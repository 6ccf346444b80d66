// Between opening hours (minutes of the day, dates as numbers) and what a person writes. Pure.
import type { LocalDay } from '../../../shared/site-time.ts';

/** `540` is `09:00`; the end of the day, 1440, is `24:00`. */
export const minutesToInput = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** NaN for what is no time of the day; also `9:00`, `0900` and a full-width colon are understood. */
export function inputToMinutes(text: string): number {
  const match = /^(\d{1,2})[:：]?(\d{2})$/.exec(text.trim());
  if (!match) return Number.NaN;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 && minutes <= 1440 ? minutes : Number.NaN;
}

export const dayToInput = (day: LocalDay): string =>
  day === 0 ? '' : `${String(day).slice(0, 4)}-${String(day).slice(4, 6)}-${String(day).slice(6)}`;
/** 0 when the field is empty. */
export const inputToDay = (text: string): LocalDay => Number(text.replaceAll('-', '')) || 0;
