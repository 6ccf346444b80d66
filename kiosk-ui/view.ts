// On the page: which screen stands on the glass. The terminal's word while it is there, a calm answer while it is away.
import type { GlassState } from '../shared/glass.ts';
import type { Language } from '../shared/language.ts';
import type { Level } from '../shared/level.ts';
import { IDLE_MS } from '../shared/policy.ts';
import type { TimeLeft } from './time-left.ts';

/** A tap that the terminal has not recorded by then is answered by the page itself. */
export const PATIENCE_MS = 1_500;
/** How long that answer stands. */
export const NOTED_MS = 4_000;
/** A page that never heard a terminal shows the calm page after this. */
export const AWAY_MS = 60_000;

export type View =
  | { readonly name: 'blank' }
  | { readonly name: 'ask' }
  | { readonly name: 'night' }
  | {
      readonly name: 'reasons';
      readonly code: string;
      readonly chosen: readonly string[];
      readonly time: TimeLeft | undefined;
    }
  | {
      readonly name: 'thanks';
      readonly level: Level;
      readonly code: string;
      readonly receiptUrl: string | null;
      readonly time: TimeLeft;
    }
  | { readonly name: 'noted'; readonly level: Level }
  | { readonly name: 'outOfService'; readonly why: 'setUp' | 'resting' | 'storage' };

/** What the page knows; every time is monotonic ms of the page. */
export interface Known {
  readonly state: GlassState | undefined;
  readonly stateAt: number;
  /** Since when the socket is gone, undefined while it is open. */
  readonly awaySince: number | undefined;
  /** A tap without answer from the terminal: shown until then. */
  readonly noted: { readonly level: Level; readonly until: number } | undefined;
  /** When somebody last touched the glass. */
  readonly touchedAt: number;
  /** No further tap can be kept. */
  readonly full: boolean;
}

export function viewOf(known: Known, now: number): View {
  const { state, noted } = known;
  if (known.full) return { name: 'outOfService', why: 'storage' };
  if (noted && now < noted.until) return { name: 'noted', level: noted.level };
  const awayLong = known.awaySince !== undefined && now - known.awaySince > AWAY_MS;
  if (!state?.policy && awayLong) return { name: 'outOfService', why: 'setUp' };
  if (!state) return { name: 'blank' };
  const { screen } = state;
  switch (screen.name) {
    case 'ask':
      return screen.night && now - known.touchedAt > IDLE_MS ? { name: 'night' } : { name: 'ask' };
    case 'outOfService':
      return screen;
    case 'reasons': {
      if (isOver(known, screen.left ?? screen.whole, now)) return { name: 'ask' };
      const time = screen.left === null ? undefined : { left: screen.left, whole: screen.whole };
      return { name: 'reasons', code: screen.code, chosen: screen.chosen, time };
    }
    case 'thanks': {
      if (isOver(known, screen.left, now)) return { name: 'ask' };
      const { level, code, receiptUrl, left, whole } = screen;
      return { name: 'thanks', level, code, receiptUrl, time: { left, whole } };
    }
  }
}

/** While the terminal is away nobody else ends a screen that has its time. */
const isOver = (known: Known, left: number, now: number): boolean =>
  known.awaySince !== undefined && now - known.stateAt > left;

/** What the visitor set; the terminal's word, overlaid by what it was told and has not answered yet. */
export interface Settings {
  readonly language: Language;
  readonly lower: boolean;
  readonly listening: boolean;
}

export function settingsOf(known: Known, wanted: Partial<Settings>, now: number): Settings {
  const { state } = known;
  const site = state?.policy?.language ?? state?.language ?? 'zh-Hant';
  const idle = known.awaySince !== undefined && now - known.touchedAt > IDLE_MS;
  if (idle || !state) return { language: site, lower: false, listening: false };
  return { language: state.language, lower: state.lower, listening: state.listening, ...wanted };
}

/** The same visit to the same screen; another rating's thanks is another. */
export const sameScreen = (a: View, b: View): boolean =>
  a.name === b.name && ('code' in a ? a.code : '') === ('code' in b ? b.code : '');

/** Screens that a waking visitor can act on, so that languages and listen stand beneath. */
export const hasControls = (view: View): boolean =>
  view.name === 'ask' || view.name === 'reasons' || view.name === 'thanks' || view.name === 'noted';
