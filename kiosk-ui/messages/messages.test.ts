// Beside the catalogues: that each language says everything, with its own words.
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../shared/language.ts';
import { DAY_AND_NIGHT, MUSEUM_HOURS } from '../../shared/opening-hours.ts';
import { CATALOGUES, clockTime, weekdayName, weekInWords } from './index.ts';

describe('the catalogues', () => {
  it('leave no text empty in any language', () => {
    for (const language of LANGUAGES)
      for (const text of Object.values(CATALOGUES[language]).flat())
        if (typeof text === 'string') expect(text).not.toBe('');
  });

  it('name the four levels by four different words in every language', () => {
    for (const language of LANGUAGES) expect(new Set(Object.values(CATALOGUES[language].words)).size).toBe(4);
  });

  it('use no curly apostrophe in English, because CJK fonts draw it full-width', () => {
    const english = Object.values(CATALOGUES.en).map((text) =>
      typeof text === 'function' ? '' : JSON.stringify(text),
    );
    expect(english.join()).not.toMatch(/[‘’“”]/);
  });

  it('say the week in one line where it fits one', () => {
    expect(weekInWords(MUSEUM_HOURS, 'zh-Hant')).toBe('開放時間 09:00 – 17:00，週一閉館。');
    expect(weekInWords(MUSEUM_HOURS, 'en')).toBe('Open 09:00 – 17:00, closed on Mondays.');
    expect(weekInWords(MUSEUM_HOURS, 'ja')).toBe('開館時間 09:00 – 17:00、月曜日休館。');
    expect(weekInWords(DAY_AND_NIGHT, 'en')).toBeUndefined();
    const uneven = { ...MUSEUM_HOURS, week: [{ opens: 600, closes: 700 }, ...MUSEUM_HOURS.week.slice(1)] };
    expect(weekInWords(uneven, 'en')).toBeUndefined();
  });

  it('print times and weekdays as a notice at the door does', () => {
    expect(clockTime(540)).toBe('09:00');
    expect(clockTime(1440)).toBe('24:00');
    expect(weekdayName('zh-Hans', 1)).toBe('周一');
    expect(weekdayName('ko', 0)).toBe('일요일');
  });
});
