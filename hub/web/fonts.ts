// Before the first text: the faces of the page's language, then the other script's for names in the language switch.
import type { StaffLanguage } from '../../shared/language.ts';

const traditional = () =>
  Promise.all([
    import('@fontsource-variable/noto-sans-tc/index.css'),
    import('@fontsource-variable/noto-serif-tc/index.css'),
  ]);
const simplified = () =>
  Promise.all([
    import('@fontsource-variable/noto-sans-sc/index.css'),
    import('@fontsource-variable/noto-serif-sc/index.css'),
  ]);

/** Loads the rules only; the browser fetches those slices of a font whose characters stand on the page. */
export async function loadFonts(language: StaffLanguage): Promise<void> {
  await (language === 'zh-Hans' ? simplified() : traditional());
  await (language === 'zh-Hans' ? traditional() : simplified());
}

/** For names that visitors read in Japanese and Korean: asked for by the forms that show them. */
export async function loadVisitorFonts(): Promise<void> {
  await Promise.all([
    import('@fontsource-variable/noto-sans-jp/index.css'),
    import('@fontsource-variable/noto-sans-kr/index.css'),
  ]);
}
