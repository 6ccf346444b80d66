// The screen's state as the reducer keeps it. Times are the machine's monotonic ms.
import type { ReasonIntent, TapIntent } from '../../shared/glass.ts';
import type { Language } from '../../shared/language.ts';
import type { Level } from '../../shared/level.ts';
import { type TerminalPolicy, THANKS_MS, THANKS_WITH_QR_MS } from '../../shared/policy.ts';
import type { Instant } from '../../shared/site-time.ts';
import type { Schedule } from './schedule.ts';

/** With speech on nothing times out; after this long without a touch nobody is taken to be there any more. */
export const ABANDONED_MS = 600_000;
/** Taps that may still lock a later one; older ones cannot, whatever order they are delivered in. */
export const RECENT_TAPS = 8;

/** The moment of an event: both clocks of the machine, and the hub's time as far as it is known (`at`). */
export interface Now {
  readonly wall: number;
  readonly mono: number;
  readonly at: Instant;
}

export type Phase =
  | { readonly name: 'ask'; readonly since: number }
  | {
      readonly name: 'reasons';
      readonly since: number;
      readonly code: string;
      readonly chosen: readonly string[];
      /** Null while speech is on. */
      readonly until: number | null;
    }
  | {
      readonly name: 'thanks';
      readonly since: number;
      readonly code: string;
      readonly level: Level;
      readonly until: number;
    };

/** What the hub set, and what is reckoned from it once. */
export interface Place {
  readonly policy: TerminalPolicy;
  readonly schedule: Schedule;
}

export interface SessionState {
  readonly place: Place | null;
  readonly phase: Phase;
  /** Null: the site's own. */
  readonly language: Language | null;
  readonly lower: boolean;
  readonly listening: boolean;
  readonly touchedAt: number;
  /** Times of the last taps that were not locked, as they came. */
  readonly recentTaps: readonly number[];
  /** The store takes nothing now. */
  readonly storageFailed: boolean;
}

export type SessionEvent =
  | { readonly type: 'tap'; readonly tap: TapIntent; readonly ratingId: string }
  | {
      readonly type: 'reason';
      readonly reason: ReasonIntent;
      readonly ratingId: string;
    }
  | { readonly type: 'done' }
  | { readonly type: 'language'; readonly language: Language }
  | { readonly type: 'lower'; readonly lower: boolean }
  | { readonly type: 'listen'; readonly listening: boolean }
  | { readonly type: 'touch' }
  | { readonly type: 'policy'; readonly place: Place; readonly factId: string }
  | { readonly type: 'storage'; readonly failed: boolean }
  | { readonly type: 'tick' };

export const newSession = (now: Now): SessionState => ({
  place: null,
  // A tap made just before this process started is thanked as well.
  phase: { name: 'ask', since: Number.NEGATIVE_INFINITY },
  language: null,
  lower: false,
  listening: false,
  touchedAt: now.mono - ABANDONED_MS,
  recentTaps: [],
  storageFailed: false,
});

/** How long thanks stands, ms. */
export const thanksMs = (policy: TerminalPolicy | undefined): number =>
  policy?.publicUrl ? THANKS_WITH_QR_MS : THANKS_MS;
