import { describe, expect, it } from 'vitest';
import { words } from '../words.ts';
import { draftOf, fieldErrors, refusalText, textOf } from './fields.ts';

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
