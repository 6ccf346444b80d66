// From the session's state to what the glass shows now, and to the moment at which that changes by itself.
import type { GlassState, Screen } from '../../shared/glass.ts';
import { AWAKE_MS, IDLE_MS, REASONS_MS } from '../../shared/policy.ts';
import { ABANDONED_MS, type Now, type SessionState, thanksMs } from './state.ts';

/** The language of a glass that was never told one. */
const FIRST_LANGUAGE = 'zh-Hant';

const left = (until: number, now: Now): number =>
  Math.min(600_000, Math.max(0, Math.round(until - now.mono)));

/** The page behind the QR; the code stands in the fragment, which no server's log ever sees. */
export const receiptUrl = (publicUrl: string, code: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/r#${code}`;

export function view(state: SessionState, now: Now): GlassState {
  const { place } = state;
  return {
    type: 'state',
    screen: screenOf(state, now),
    language: state.language ?? place?.policy.language ?? FIRST_LANGUAGE,
    lower: state.lower,
    listening: state.listening,
    policy: place?.policy ?? null,
    opening: place?.schedule.opening(now.at) ?? null,
  };
}

function screenOf(state: SessionState, now: Now): Screen {
  const { place, phase } = state;
  if (!place) return { name: 'outOfService', why: 'setUp' };
  if (state.storageFailed) return { name: 'outOfService', why: 'storage' };
  if (!place.policy.inService) return { name: 'outOfService', why: 'resting' };
  switch (phase.name) {
    case 'ask': {
      const awake = now.mono - state.touchedAt < AWAKE_MS;
      return { name: 'ask', night: !awake && !place.schedule.isOpen(now.at) };
    }
    case 'reasons': {
      const { code, chosen, until } = phase;
      const remaining = until === null ? null : left(until, now);
      return { name: 'reasons', code, chosen: [...chosen], left: remaining, whole: REASONS_MS };
    }
    case 'thanks': {
      const { publicUrl } = place.policy;
      const { level, code } = phase;
      return {
        name: 'thanks',
        level,
        code,
        receiptUrl: publicUrl === null ? null : receiptUrl(publicUrl, code),
        left: left(phase.until, now),
        whole: thanksMs(place.policy),
      };
    }
  }
}

/** Ms until time alone may change the screen; at most `atMost`, because the house also opens and closes by itself. */
export function msToNextChange(state: SessionState, now: Now, atMost: number): number {
  const moments = [
    now.mono + atMost,
    state.touchedAt + AWAKE_MS,
    state.touchedAt + IDLE_MS,
    ...(state.listening ? [state.touchedAt + ABANDONED_MS] : []),
    ...(state.phase.name !== 'ask' && state.phase.until !== null ? [state.phase.until] : []),
  ];
  return Math.min(...moments.filter((moment) => moment > now.mono)) - now.mono;
}
