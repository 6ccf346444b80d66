// Wrong tries per name (a login): beside the limits per address, so that many addresses gain nothing. Pure but for its map.
import { type Instant, MINUTE } from '../../shared/site-time.ts';

export const MAX_WRONG_TRIES = 5;
export const WRONG_TRIES_WINDOW_MS = 10 * MINUTE;
const MAX_NAMES = 10_000;

export interface Attempts {
  /** Whether that name may be tried now. */
  mayTry(name: string, now: Instant): boolean;
  wrong(name: string, now: Instant): void;
  right(name: string): void;
}

export function newAttempts(): Attempts {
  const wrongAt = new Map<string, Instant[]>();
  const recent = (name: string, now: Instant): Instant[] =>
    (wrongAt.get(name) ?? []).filter((at) => now - at < WRONG_TRIES_WINDOW_MS);
  return {
    mayTry: (name, now) => recent(name, now).length < MAX_WRONG_TRIES,
    wrong(name, now) {
      const tries = [...recent(name, now), now];
      // Deleting first puts the name at the end, so that the oldest names are forgotten first.
      wrongAt.delete(name);
      wrongAt.set(name, tries);
      if (wrongAt.size <= MAX_NAMES) return;
      const [oldest] = wrongAt.keys();
      if (oldest !== undefined) wrongAt.delete(oldest);
    },
    right(name) {
      wrongAt.delete(name);
    },
  };
}
