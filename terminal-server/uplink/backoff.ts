// How long the uplink waits before it tries again [D5].
import type { Refusal } from '../../shared/wire.ts';

export const FIRST_WAIT_MS = 500;
export const LONGEST_WAIT_MS = 30_000;
/** After a refusal that a person must mend, or a hub with another key. */
export const REFUSED_WAIT_MS = 60_000;
/** Two machines with one key would otherwise throw each other out without end, and neither would deliver. */
export const REPLACED_WAIT_MS = 10_000;

export type Ending = Refusal | 'wrongHubKey' | 'lost';

/** `attempt` counts failures in a row from 0; `random` is in [0, 1). Half of the wait is random. */
export function waitMs(attempt: number, ending: Ending, random: number): number {
  switch (ending) {
    case 'retired':
    case 'unknownTerminal':
    case 'wrongSignature':
    case 'wrongHubKey':
      return REFUSED_WAIT_MS;
    case 'replaced':
      return REPLACED_WAIT_MS / 2 + (random * REPLACED_WAIT_MS) / 2;
    default: {
      const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 16));
      return whole / 2 + (random * whole) / 2;
    }
  }
}
