// Waiting in tests of real processes: for a condition, never for a time alone.
import { setTimeout as delay } from 'node:timers/promises';

/** Resolves when `holds` is true, asked every 20 ms. @throws after `limitMs`, naming what did not come and the last state */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs = 20_000,
  state: () => string = () => '',
): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`after ${limitMs} ms still not: ${what}. ${state()}`);
    await delay(20);
  }
}

export const pause = (ms: number): Promise<void> => delay(ms);
