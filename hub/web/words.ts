// Between the catalogues and every component: texts, numbers and times in the reader's language. No DOM.
import { inLanguage, type LocalText, type StaffLanguage } from '../../shared/language.ts';
import type { Instant, LocalDay } from '../../shared/site-time.ts';
import type { Catalogue, MessageKey } from './messages/catalogue.ts';
import { en } from './messages/en.ts';
import { zhHans } from './messages/zh-hans.ts';
import { zhHant } from './messages/zh-hant.ts';

export type Values = Readonly<Record<string, string | number>>;

export const CATALOGUES: Readonly<Record<StaffLanguage, Catalogue>> = {
  'zh-Hant': zhHant,
  'zh-Hans': zhHans,
  en,
};

/** Regional habits of numbers and dates; the texts are the catalogues'. */
const LOCALES: Readonly<Record<StaffLanguage, string>> = {
  'zh-Hant': 'zh-Hant-TW',
  'zh-Hans': 'zh-Hans-CN',
  en: 'en-GB',
};

export interface Words {
  readonly language: StaffLanguage;
  t(key: MessageKey, values?: Values): string;
  /** A name that the house wrote. */
  text(text: LocalText): string;
  count(value: number): string;
  /** `14:06` in that time zone. */
  time(at: Instant, timeZone: string): string;
  /** `14:06:31` in that time zone. */
  seconds(at: Instant, timeZone: string): string;
  /** Date, weekday and time in that time zone. */
  moment(at: Instant, timeZone: string): string;
  /** Date and time for tables, in that time zone. */
  stamp(at: Instant, timeZone: string): string;
  day(day: LocalDay): string;
  /** 0 Sunday … 6 Saturday */
  weekday(weekday: number): string;
  /** A span of time in the largest unit that tells enough; `ms` ≥ 0. */
  span(ms: number): string;
  bytes(value: number): string;
}

/**
 * Fills `{name}` with the value of that name and `{name|one|many}` with the word that fits its number.
 * A name without a value stays as written, so that a mistake shows.
 */
export function fill(text: string, values: Values): string {
  return text.replace(
    /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g,
    (whole, name: string, one?: string, many?: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      if (one === undefined || many === undefined) return String(value);
      return Number(value) === 1 ? one : many;
    },
  );
}

/**
 * A share as per cent with one decimal, never rounded over a border that it did not reach: 0.9796 against 0.98 is
 * "97.9", 0.9997 is "99.9".
 */
export function rateText(rate: number, target: number): string {
  const rounded = Math.round(rate * 1000) / 1000;
  const crossed = (rate < target && rounded >= target) || (rate < 1 && rounded >= 1);
  return ((crossed ? Math.floor(rate * 1000) / 1000 : rounded) * 100).toFixed(1);
}

/** A share as per cent without a judgement: one decimal, "100" and "0" bare. */
export function shareText(share: number): string {
  if (share === 0 || share === 1) return String(share * 100);
  return Math.min(99.9, Math.max(0.1, share * 100)).toFixed(1);
}

/** The target as people write it: "98", "97.5". */
export const targetText = (target: number): string => String(Math.round(target * 1000) / 10);

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function words(language: StaffLanguage): Words {
  const catalogue = CATALOGUES[language];
  const locale = LOCALES[language];
  const numbers = new Intl.NumberFormat(locale);
  const formats = new Map<string, Intl.DateTimeFormat>();
  const shown = (at: number, timeZone: string, options: Intl.DateTimeFormatOptions): string => {
    const key = `${timeZone} ${JSON.stringify(options)}`;
    let format = formats.get(key);
    if (!format) {
      format = new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options });
      formats.set(key, format);
    }
    return format.format(at);
  };
  const t = (key: MessageKey, values?: Values): string =>
    values ? fill(catalogue[key], values) : catalogue[key];
  const noon = (day: LocalDay): number =>
    Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100, 12);
  const time = (at: number, timeZone: string): string =>
    shown(at, timeZone, { hour: '2-digit', minute: '2-digit' });

  return {
    language,
    t,
    text: (text) => inLanguage(text, language),
    count: (value) => numbers.format(value),
    time,
    seconds: (at, timeZone) => shown(at, timeZone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    moment: (at, timeZone) =>
      `${shown(at, timeZone, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' })} ${time(at, timeZone)}`,
    stamp: (at, timeZone) =>
      shown(at, timeZone, {
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
      }),
    day: (day) => shown(noon(day), 'UTC', { month: 'numeric', day: 'numeric' }),
    weekday: (weekday) => shown(noon(20_240_107 + weekday), 'UTC', { weekday: 'long' }),
    span(ms) {
      if (ms < MINUTE) return t('span.seconds', { n: Math.max(0, Math.floor(ms / SECOND)) });
      if (ms < HOUR) return t('span.minutes', { n: Math.floor(ms / MINUTE) });
      if (ms < 2 * DAY) return t('span.hours', { n: Math.floor(ms / HOUR) });
      return t('span.days', { n: Math.floor(ms / DAY) });
    },
    bytes(value) {
      const giga = value / 1e9;
      return giga >= 1 ? `${giga.toFixed(1)} GB` : `${Math.round(value / 1e6)} MB`;
    },
  };
}
