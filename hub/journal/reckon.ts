// Between the wire and the journal: when a fact happened, from the clock facts that its terminal recorded.
import type { BatchClock } from '../../shared/wire.ts';

export interface Reckoned {
  readonly at: number;
  readonly estimated: boolean;
}

/**
 * [T2][T3][T4] `at` in ms since 1970, an integer from 0 to `receivedAt`. Depends on recorded facts only, apart from the
 * clamp to the moment of receipt.
 */
export function reckon(clock: BatchClock, wall: number, mono: number, receivedAt: number): Reckoned {
  const estimated = clock.how === 'estimated';
  const at = estimated
    ? Math.min(Math.max(clock.hub + (wall - clock.wall), clock.notBefore), clock.notAfter)
    : clock.hub + (mono - clock.mono);
  return { at: Math.max(0, Math.min(at, receivedAt)), estimated };
}
