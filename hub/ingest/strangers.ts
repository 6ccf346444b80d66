// At the terminals' door: who failed too often waits, so that signatures are not computed for a flood.
const WINDOW_MS = 60_000;
const MAX_FAILURES = 30;
const MAX_KEPT = 10_000;

export interface Strangers {
  failed(key: string, now: number): void;
  mayTry(key: string, now: number): boolean;
}

/** Counts failures per key (an address, or an address with the terminal that it names) in minutes. */
export function newStrangers(): Strangers {
  const failures = new Map<string, { count: number; since: number }>();
  return {
    failed(key, now) {
      const known = failures.get(key);
      if (known && now - known.since < WINDOW_MS) {
        known.count += 1;
        return;
      }
      failures.delete(key);
      failures.set(key, { count: 1, since: now });
      const [oldest] = failures.keys();
      if (failures.size > MAX_KEPT && oldest !== undefined) failures.delete(oldest);
    },
    mayTry(key, now) {
      const known = failures.get(key);
      return !known || now - known.since >= WINDOW_MS || known.count < MAX_FAILURES;
    },
  };
}
