// Languages and texts that the house itself writes (names of areas, reasons, questions).
import { type Static, Type } from 'typebox';

/** What the glass speaks, in the order of its switch. Values are BCP 47 tags for `lang`. */
export const LANGUAGES = ['zh-Hant', 'zh-Hans', 'en', 'ja', 'ko'] as const;
export const LanguageSchema = Type.Enum(LANGUAGES);
export type Language = (typeof LANGUAGES)[number];

/** What staff pages speak. */
export const STAFF_LANGUAGES = ['zh-Hant', 'zh-Hans', 'en'] as const;
export const StaffLanguageSchema = Type.Enum(STAFF_LANGUAGES);
export type StaffLanguage = (typeof STAFF_LANGUAGES)[number];

/** Each language's name in its own script. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  'zh-Hant': '繁體中文',
  'zh-Hans': '简体中文',
  en: 'English',
  ja: '日本語',
  ko: '한국어',
};

const Words = Type.String({ minLength: 1, maxLength: 120 });

/** A name in the staff languages, and where visitors read it also in Japanese and Korean. */
export const LocalTextSchema = Type.Object(
  {
    'zh-Hant': Words,
    'zh-Hans': Words,
    en: Words,
    ja: Type.Optional(Words),
    ko: Type.Optional(Words),
  },
  { additionalProperties: false },
);
export type LocalText = Static<typeof LocalTextSchema>;

/** The text in that language; English where Japanese or Korean was not written. */
export const inLanguage = (text: LocalText, language: Language): string => text[language] ?? text.en;
