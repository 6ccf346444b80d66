// When to look again: the first change at once, then at most four rounds a second, one at a time.
import type { Instant } from '../../shared/site-time.ts';

export const ROUND_GAP_MS = 250;
/** Reading takes at most a quarter of the reader's time: after a slow round the next waits longer. */
const REST = 4;
const MAX_GAP_MS = 5_000;
const RETRY_MS = 1_000;

export interface Timers {
  /** Calls `work` once after `ms`; the returned function calls it off. */
  after(ms: number, work: () => void): () => void;
}

export const machineTimers: Timers = {
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

export class Rounds {
  readonly #work: () => Promise<void>;
  readonly #now: () => Instant;
  readonly #timers: Timers;
  readonly #onError: (error: unknown) => void;
  #running: Promise<void> | undefined;
  #wanted = false;
  #notBefore = 0;
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(
    work: () => Promise<void>,
    now: () => Instant,
    timers: Timers,
    onError: (error: unknown) => void,
  ) {
    this.#work = work;
    this.#now = now;
    this.#timers = timers;
    this.#onError = onError;
  }

  /** Something changed: a round follows, at once when the last one is long enough ago. */
  request(): void {
    if (this.#stopped) return;
    this.#wanted = true;
    if (this.#running || this.#cancel) return;
    const wait = Math.min(MAX_GAP_MS, this.#notBefore - this.#now());
    if (wait > 0) {
      this.#cancel = this.#timers.after(wait, () => {
        this.#cancel = undefined;
        this.#run();
      });
    } else this.#run();
  }

  #run(): void {
    this.#wanted = false;
    const started = this.#now();
    let gap = ROUND_GAP_MS;
    this.#running = this.#work()
      .catch((error: unknown) => {
        this.#onError(error);
        gap = RETRY_MS;
        this.#wanted = true;
      })
      .then(() => {
        const spent = Math.max(0, this.#now() - started);
        this.#notBefore = started + Math.max(gap, Math.min(MAX_GAP_MS, spent * REST));
        this.#running = undefined;
        if (this.#wanted) this.request();
      });
  }

  /** No further round begins; resolves when the running one has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#running;
  }
}
