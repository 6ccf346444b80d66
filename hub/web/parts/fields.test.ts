import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { words } from '../words.ts';
import { draftOf, fieldErrors, refusalText, textOf } from './fields.ts';
import { TOLD_REFUSALS } from './refusals.ts';

const en = words('en');
const invalid = (path: string, message = 'must not be so') => ({ reason: 'invalid', path, message }) as const;

describe('a refusal in a form', () => {
  it('stands at the field that it names', () => {
    const errors = fieldErrors(en, invalid('/name/en'), ['/name', '/name/en'], { name: { en: 'x' } });
    expect(errors.at('/name/en')).toContain('must not be so');
    expect([errors.at('/name'), errors.whole]).toEqual([undefined, undefined]);
  });
  it('stands at the nearest field that holds it', () => {
    expect(fieldErrors(en, invalid('/roles/0'), ['/roles'], { roles: ['x'] }).at('/roles')).toBeDefined();
  });
  it('stands at the head when no field holds it', () => {
    expect(fieldErrors(en, invalid(''), ['/name']).whole).toBeDefined();
    expect(fieldErrors(en, invalid('/namesake'), ['/name']).whole).toBeDefined();
  });
  it('asks to fill in what was left empty', () => {
    expect(refusalText(en, invalid('/name/en'), { name: { en: '' } })).toBe(en.t('error.required'));
    expect(refusalText(en, invalid('/roles'), { roles: [] })).toBe(en.t('error.required'));
  });
  it("is told in the reader's language where a person at work can cause it", () => {
    const refused = {
      reason: 'conflict',
      path: '/retired',
      message: 'a terminal still stands there',
    } as const;
    expect(refusalText(words('zh-Hant'), refused)).toBe('那裡還有評價終端，請先移走或停用。');
  });
  it('is known by the sentence that the hub really says', () => {
    const folders = ['../../office/', '../../access/'].map((folder) => new URL(folder, import.meta.url));
    const said = folders
      .flatMap((folder) => readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8')))
      .join('');
    for (const sentence of TOLD_REFUSALS.keys()) expect(said).toContain(`'${sentence}'`);
  });
});

describe('a name in a form', () => {
  it('leaves out the languages that were not written', () => {
    expect(textOf({ ...draftOf(), 'zh-Hant': ' 廳 ', 'zh-Hans': '厅', en: 'Hall', ja: ' ' })).toEqual({
      'zh-Hant': '廳',
      'zh-Hans': '厅',
      en: 'Hall',
    });
  });
});
