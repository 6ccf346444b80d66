// The one place that moves the screen: (state, event, now) → state and facts. Touch, key and button come the same way.
import type { TapMark } from '../../shared/fact.ts';
import type { ReasonIntent, TapIntent } from '../../shared/glass.ts';
import { DISSATISFIED, type Level } from '../../shared/level.ts';
import { IDLE_MS, LOCK_MS, REASONS_MS } from '../../shared/policy.ts';
import { MAX_REASONS_ON_GLASS } from '../../shared/reason.ts';
import type { Draft } from '../store/outbox.ts';
import {
  ABANDONED_MS,
  type Now,
  type Phase,
  RECENT_TAPS,
  type SessionEvent,
  type SessionState,
  thanksMs,
} from './state.ts';

export interface Step {
  readonly state: SessionState;
  readonly drafts: readonly Draft[];
}

const still = (state: SessionState): Step => ({ state, drafts: [] });

export function reduce(before: SessionState, event: SessionEvent, now: Now): Step {
  const state = settle(before, now);
  switch (event.type) {
    case 'tap':
      return tapped(state, event.tap, event.ratingId, now);
    case 'reason':
      return reasoned(state, event.reason, event.ratingId, now);
    case 'policy':
      return placed(state, event, now);
    case 'storage':
      return still({ ...state, storageFailed: event.failed });
    case 'tick':
      return still(state);
    default:
      return still(settle(adjusted(touched(state, now), event, now), now));
  }
}

/** What of time alone: screens that ran out, the return to the defaults at idle. */
function settle(state: SessionState, now: Now): SessionState {
  const idleMs = now.mono - state.touchedAt;
  if (state.listening && idleMs >= ABANDONED_MS) return asking(state, now.mono);
  const { phase } = state;
  if (phase.name === 'reasons' && phase.until !== null && now.mono >= phase.until) {
    const until = phase.until + thanksMs(state.place?.policy);
    const { code } = phase;
    const thanks: Phase = { name: 'thanks', since: phase.until, code, level: DISSATISFIED, until };
    return settle({ ...state, phase: thanks }, now);
  }
  if (phase.name === 'thanks' && now.mono >= phase.until) {
    return settle({ ...state, phase: { name: 'ask', since: phase.until } }, now);
  }
  if (phase.name === 'ask' && idleMs >= IDLE_MS) return asking(state, phase.since);
  return state;
}

function asking(state: SessionState, since: number): SessionState {
  const phase: Phase = state.phase.name === 'ask' ? state.phase : { name: 'ask', since };
  return { ...state, phase, language: null, lower: false, listening: false };
}

function touched(state: SessionState, now: Now): SessionState {
  const { phase } = state;
  const next: Phase =
    phase.name === 'reasons' && phase.until !== null
      ? { ...phase, until: Math.max(phase.until, now.mono + REASONS_MS) }
      : phase;
  return { ...state, phase: next, touchedAt: now.mono };
}

type Adjustment = Extract<SessionEvent, { type: 'done' | 'language' | 'lower' | 'listen' | 'touch' }>;

function adjusted(state: SessionState, event: Adjustment, now: Now): SessionState {
  switch (event.type) {
    case 'done': {
      if (state.phase.name !== 'reasons') return state;
      const { code } = state.phase;
      const until = now.mono + thanksMs(state.place?.policy);
      return { ...state, phase: { name: 'thanks', since: now.mono, code, level: DISSATISFIED, until } };
    }
    case 'language':
      return { ...state, language: event.language };
    case 'lower':
      return { ...state, lower: event.lower };
    case 'listen': {
      const { listening } = event;
      const { phase } = state;
      if (phase.name !== 'reasons') return { ...state, listening };
      return {
        ...state,
        listening,
        phase: { ...phase, until: listening ? null : now.mono + REASONS_MS },
      };
    }
    case 'touch':
      return state;
  }
}

/** `mono` goes below zero for what was tapped before the machine booted. */
const pastTime = (now: Now, ago: number) => ({
  wall: Math.max(0, now.wall - ago),
  mono: now.mono - ago,
  at: Math.max(0, now.at - ago),
});

/** Every tap is one rated fact, also inside the lock and after hours; only the mark tells. */
function tapped(state: SessionState, tap: TapIntent, ratingId: string, now: Now): Step {
  const { place } = state;
  if (!place) return still(state);
  const { wall, mono, at } = pastTime(now, tap.ago);
  const locked = state.recentTaps.some((earlier) => mono >= earlier && mono - earlier < LOCK_MS);
  const marks: TapMark[] = [];
  if (locked) marks.push('locked');
  if (!place.schedule.isOpen(at)) marks.push('outOfHours');
  const draft: Draft = {
    id: ratingId,
    kind: 'rated',
    wall,
    mono,
    body: { area: place.policy.area, level: tap.level, language: tap.language, input: tap.input, marks },
  };
  const recentTaps = locked ? state.recentTaps : [...state.recentTaps, mono].slice(-RECENT_TAPS);
  const isOfNow = tap.ago <= thanksMs(place.policy);
  const touchedAt = isOfNow ? Math.max(state.touchedAt, mono) : state.touchedAt;
  const moves = isOfNow && !locked && mono >= state.phase.since;
  const phase = moves ? answered(state, tap.code, tap.level, mono) : state.phase;
  return { state: settle({ ...state, recentTaps, touchedAt, phase }, now), drafts: [draft] };
}

function answered(state: SessionState, code: string, level: Level, mono: number): Phase {
  if (level === DISSATISFIED && hasReasons(state)) {
    const until = state.listening ? null : mono + REASONS_MS;
    return { name: 'reasons', since: mono, code, chosen: [], until };
  }
  return { name: 'thanks', since: mono, code, level, until: mono + thanksMs(state.place?.policy) };
}

const hasReasons = (state: SessionState): boolean =>
  state.place?.policy.reasons.some(({ retired }) => !retired) ?? false;

function reasoned(state: SessionState, reason: ReasonIntent, ratingId: string, now: Now): Step {
  const { place } = state;
  if (!place) return still(state);
  const { wall, mono } = pastTime(now, reason.ago);
  const draft: Draft = {
    id: reason.id,
    kind: 'reasonGiven',
    wall,
    mono,
    body: { area: place.policy.area, rating: ratingId, reason: reason.reason, given: reason.given },
  };
  const { phase } = state;
  if (phase.name !== 'reasons' || phase.code !== reason.code) return { state, drafts: [draft] };
  const others = phase.chosen.filter((each) => each !== reason.reason);
  const chosen = reason.given ? [...others, reason.reason].slice(-MAX_REASONS_ON_GLASS) : others;
  return { state: touched({ ...state, phase: { ...phase, chosen } }, now), drafts: [draft] };
}

function placed(state: SessionState, event: Extract<SessionEvent, { type: 'policy' }>, now: Now): Step {
  const { place, factId: id } = event;
  const { area } = place.policy;
  const moved = state.place !== null && state.place.policy.area !== area;
  const draft: Draft = { id, kind: 'placed', wall: now.wall, mono: now.mono, body: { area } };
  return { state: { ...state, place }, drafts: moved ? [draft] : [] };
}
