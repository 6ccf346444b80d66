// For all screens: the catalogue of a language, and words that a calendar gives.
import type { Language } from '../../shared/language.ts';
import type { OpeningHours } from '../../shared/opening-hours.ts';
import type { Catalogue } from './catalogue.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { ko } from './ko.ts';
import { zhHans } from './zh-hans.ts';
import { zhHant } from './zh-hant.ts';

export const CATALOGUES: Readonly<Record<Language, Catalogue>> = {
  'zh-Hant': zhHant,
  'zh-Hans': zhHans,
  en,
  ja,
  ko,
};

/** `09:00` from minutes of the local day; 1440 is midnight at its end. */
export function clockTime(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** 0 Sunday … 6 Saturday, as a notice at a museum's door prints it. */
export function weekdayName(language: Language, weekday: number): string {
  const style = language === 'zh-Hant' || language === 'zh-Hans' ? 'short' : 'long';
  // 4 January 1970 was a Sunday.
  const day = new Date(Date.UTC(1970, 0, 4 + weekday));
  return new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' }).format(day);
}

/**
 * The week in one line where it fits one: the same hours on every open day, and the days that are closed. Undefined
 * where the days differ, or when it is always open or always closed.
 */
export function weekInWords(hours: OpeningHours, language: Language): string | undefined {
  const words = CATALOGUES[language];
  const open = hours.week.filter((day) => day !== null);
  const [first] = open;
  if (!first || open.some((day) => day.opens !== first.opens || day.closes !== first.closes))
    return undefined;
  const closed = hours.week.flatMap((day, weekday) => (day === null ? [weekdayName(language, weekday)] : []));
  if (closed.length === 0 && first.opens === 0 && first.closes === 1440) return undefined;
  const [comma, stop] = language === 'en' || language === 'ko' ? [', ', '.'] : ['，', '。'];
  const span = words.hours(clockTime(first.opens), clockTime(first.closes));
  const separator = language === 'ja' ? '、' : comma;
  return span + (closed.length === 0 ? '' : separator + words.closedOn(closed)) + stop;
}
