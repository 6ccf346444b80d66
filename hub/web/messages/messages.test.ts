import { describe, expect, it } from 'vitest';
import { STAFF_LANGUAGES } from '../../../shared/language.ts';
import { CATALOGUES } from '../words.ts';
import { en } from './en.ts';

const places = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)(?:\||\})/g)].map(([, name]) => name ?? ''))].sort();

describe.each(STAFF_LANGUAGES)('the catalogue of %s', (language) => {
  const catalogue: Readonly<Record<string, string>> = CATALOGUES[language];

  it('has exactly the keys of the others', () => {
    expect(Object.keys(catalogue)).toEqual(Object.keys(en));
  });

  it('leaves no text empty', () => {
    expect(Object.entries(catalogue).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('fills the same values as the English text', () => {
    const values: Readonly<Record<string, string>> = en;
    // A word that English alone bends by number has no value of its own elsewhere.
    const needed = (key: string) => places((values[key] ?? '').replace(/\{\w+\|[^}]*\}/g, ''));
    for (const [key, text] of Object.entries(catalogue)) {
      expect(places(text.replace(/\{\w+\|[^}]*\}/g, '')), key).toEqual(needed(key));
    }
  });

  it('carries no curly apostrophe, which CJK fonts draw full-width', () => {
    expect(Object.values(catalogue).filter((text) => text.includes('\u2019'))).toEqual([]);
  });
});

it('writes the two Chinese scripts apart', () => {
  const simplifiedOnly = /[们这说见时间评价区览设录户单开馆权订]/;
  const traditionalOnly = /[們這說見時間評價區覽設錄戶單開館權訂]/;
  expect(Object.values(CATALOGUES['zh-Hant']).filter((text) => simplifiedOnly.test(text))).toEqual([]);
  expect(Object.values(CATALOGUES['zh-Hans']).filter((text) => traditionalOnly.test(text))).toEqual([]);
});
