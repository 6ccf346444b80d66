// Around the first text: the rules of all families (terminals have no CJK fonts of their own), then, when the glass
// stands, the slices that another language will need, so that a change of language shows no empty boxes.
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../shared/language.ts';
import { CATALOGUES } from './messages/index.ts';

type Rule = () => Promise<unknown>;
/** The question's family of the usual language, and one for each name in the language switch. */
const FIRST: readonly Rule[] = [
  () => import('@fontsource-variable/noto-serif-tc/index.css'),
  () => import('@fontsource-variable/noto-sans-tc/index.css'),
  () => import('@fontsource-variable/noto-sans-sc/index.css'),
  () => import('@fontsource-variable/noto-sans-jp/index.css'),
  () => import('@fontsource-variable/noto-sans-kr/index.css'),
];
const OTHERS: readonly Rule[] = [
  () => import('@fontsource-variable/noto-serif-sc/index.css'),
  () => import('@fontsource-variable/noto-serif-jp/index.css'),
  () => import('@fontsource-variable/noto-serif-kr/index.css'),
];

/** Latin letters and figures are cut alike in all families. */
const FAMILIES: Readonly<Record<Language, string>> = {
  'zh-Hant': 'TC',
  'zh-Hans': 'SC',
  en: 'TC',
  ja: 'JP',
  ko: 'KR',
};

// A file that is missing costs its family, not the page.
const load = (rules: readonly Rule[]): Promise<unknown> =>
  Promise.all(rules.map((rule) => rule().catch(() => undefined)));

/** Resolves when the families of the first screen are known to the page. */
export async function loadFontRules(): Promise<void> {
  await load(FIRST);
}

/** The other families; then, one language after another, the slices that its catalogue needs. */
export async function warmFonts(): Promise<void> {
  await load(OTHERS);
  for (const language of LANGUAGES) {
    const texts = Object.values(CATALOGUES[language]).filter((text) => typeof text !== 'function');
    const letters = [...new Set(JSON.stringify([LANGUAGE_NAMES, texts]))].join('');
    for (const face of [`600 20px 'Noto Serif`, `500 20px 'Noto Sans`]) {
      await document.fonts.load(`${face} ${FAMILIES[language]} Variable'`, letters).catch(() => undefined);
    }
  }
}
