// Beside speech.ts: every prompt that the page may ask for is a file that ships.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../shared/language.ts';
import { LEVELS } from '../shared/level.ts';
import { STANDARD_REASONS } from '../shared/reason.ts';
import { promptOf, promptOfReason, promptUrl } from './speech.ts';
import type { View } from './view.ts';

const publicFolder = new URL('public/', import.meta.url).pathname;
const time = { left: 1, whole: 1 };
const code = '7K3QM9TD2FHW';
const views: readonly View[] = [
  { name: 'ask' },
  { name: 'night' },
  { name: 'reasons', code, chosen: [], time },
  { name: 'thanks', level: 4, code, receiptUrl: null, time },
  { name: 'thanks', level: 4, code, receiptUrl: 'https://example.org', time },
  { name: 'noted', level: 4 },
  { name: 'outOfService', why: 'setUp' },
  { name: 'outOfService', why: 'resting' },
];

describe('spoken prompts', () => {
  it('ship for every screen, face and standard reason in every language', () => {
    for (const language of LANGUAGES) {
      const screens = views.flatMap((view) => promptOf(view) ?? []);
      const faces = LEVELS.map((level) => `level${level}`);
      const reasons = STANDARD_REASONS.flatMap((reason) => promptOfReason(reason, language) ?? []);
      expect(reasons).toHaveLength(STANDARD_REASONS.length);
      for (const key of [...screens, ...faces, ...reasons])
        expect(existsSync(publicFolder + promptUrl(language, key)), `${language} ${key}`).toBe(true);
    }
  });

  it('stay silent about a reason that an administrator renamed', () => {
    const [floor] = STANDARD_REASONS;
    if (!floor) throw new Error('no reasons');
    const renamed = { ...floor, name: { ...floor.name, en: 'Sticky floor' } };
    expect(promptOfReason(renamed, 'en')).toBeUndefined();
    expect(promptOfReason(renamed, 'ja')).toBe('floor');
  });

  it('take less than 1.5 MB', () => {
    const files = readdirSync(`${publicFolder}speech`, { recursive: true, encoding: 'utf8' });
    const bytes = files.reduce((sum, file) => sum + statSync(`${publicFolder}speech/${file}`).size, 0);
    expect(bytes).toBeLessThan(1_500_000);
  });
});
