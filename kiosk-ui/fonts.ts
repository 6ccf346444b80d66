// Before the first text: the rules of the page's language, then all others for the switch. The browser fetches only
// those slices of a font whose characters stand on the page.
import type { Language } from '../shared/language.ts';

const RULES: Readonly<Record<Language, readonly (() => Promise<unknown>)[]>> = {
  'zh-Hant': [
    () => import('@fontsource-variable/noto-serif-tc/index.css'),
    () => import('@fontsource-variable/noto-sans-tc/index.css'),
  ],
  'zh-Hans': [
    () => import('@fontsource-variable/noto-serif-sc/index.css'),
    () => import('@fontsource-variable/noto-sans-sc/index.css'),
  ],
  // Latin letters and figures are cut alike in all families.
  en: [
    () => import('@fontsource-variable/noto-serif-tc/index.css'),
    () => import('@fontsource-variable/noto-sans-tc/index.css'),
  ],
  ja: [
    () => import('@fontsource-variable/noto-serif-jp/index.css'),
    () => import('@fontsource-variable/noto-sans-jp/index.css'),
  ],
  ko: [
    () => import('@fontsource-variable/noto-serif-kr/index.css'),
    () => import('@fontsource-variable/noto-sans-kr/index.css'),
  ],
};

const load = (language: Language): Promise<unknown> => Promise.all(RULES[language].map((rule) => rule()));

/** Resolves when all families are known to the page; a file that is missing costs its family, not the page. */
export async function loadFonts(first: Language): Promise<void> {
  const languages = new Set<Language>([first, 'zh-Hant', 'zh-Hans', 'ja', 'ko']);
  for (const language of languages) await load(language).catch(() => undefined);
}
