// Beside view.ts: what stands on the glass while the terminal is there, and while it is not.
import { describe, expect, it } from 'vitest';
import type { GlassState, Screen } from '../shared/glass.ts';
import { IDLE_MS } from '../shared/policy.ts';
import { samplePolicy } from './fake-terminal.ts';
import { AWAY_MS, type Known, settingsOf, viewOf } from './view.ts';

const CODE = '7K3QM9TD2FHW';
const stateWith = (screen: Screen): GlassState => ({
  type: 'state',
  screen,
  language: 'ja',
  lower: true,
  listening: true,
  policy: samplePolicy,
  opening: null,
});
const known = (change: Partial<Known>): Known => ({
  state: stateWith({ name: 'ask', night: false }),
  stateAt: 0,
  awaySince: undefined,
  noted: undefined,
  touchedAt: Number.NEGATIVE_INFINITY,
  full: false,
  ...change,
});
const reasons: Screen = { name: 'reasons', code: CODE, chosen: ['bin'], left: 9_000, whole: 12_000 };

describe('the screen on the glass', () => {
  it('[G2] is what the terminal says while it is there', () => {
    expect(viewOf(known({ state: stateWith(reasons) }), 1e9)).toMatchObject({
      name: 'reasons',
      chosen: ['bin'],
    });
  });

  it('goes back to the question by itself when the terminal left in the middle of an answer', () => {
    const away = known({ state: stateWith(reasons), awaySince: 10 });
    expect(viewOf(away, 8_999).name).toBe('reasons');
    expect(viewOf(away, 9_001).name).toBe('ask');
  });

  it('keeps asking however long the terminal is away', () => {
    expect(viewOf(known({ awaySince: 0 }), 86_400_000).name).toBe('ask');
  });

  it('shows the calm page only where no policy was ever heard for a minute', () => {
    const never = known({ state: undefined, awaySince: 0 });
    expect(viewOf(never, AWAY_MS).name).toBe('blank');
    expect(viewOf(never, AWAY_MS + 1)).toEqual({ name: 'outOfService', why: 'setUp' });
  });

  it('says so calmly when no further tap can be kept', () => {
    expect(viewOf(known({ full: true }), 0)).toEqual({ name: 'outOfService', why: 'storage' });
  });

  it('answers a tap that waits for the terminal, for its time', () => {
    const waiting = known({ noted: { level: 3, until: 4_000 } });
    expect(viewOf(waiting, 3_999)).toEqual({ name: 'noted', level: 3 });
    expect(viewOf(waiting, 4_000).name).toBe('ask');
  });

  it('wakes at a touch after hours without waiting for the terminal', () => {
    const night = known({ state: stateWith({ name: 'ask', night: true }), touchedAt: 1_000 });
    expect(viewOf(night, 1_001).name).toBe('ask');
    expect(viewOf(night, 1_001 + IDLE_MS).name).toBe('night');
  });
});

describe('language and reach', () => {
  it('show at once what the visitor chose, before the terminal answered', () => {
    expect(settingsOf(known({}), { language: 'ko' }, 0)).toEqual({
      language: 'ko',
      lower: true,
      listening: true,
    });
  });

  it('return to the house’s own when the terminal is away and nobody touches', () => {
    const away = known({ awaySince: 0, touchedAt: 0 });
    expect(settingsOf(away, { language: 'ko' }, IDLE_MS).language).toBe('ko');
    expect(settingsOf(away, { language: 'ko' }, IDLE_MS + 1)).toEqual({
      language: 'zh-Hant',
      lower: false,
      listening: false,
    });
  });
});
