// Timers as a dependency, so that tests move time by hand.

export type Cancel = () => void;

export interface Timers {
  /** Calls `work` once after `ms`. */
  after(ms: number, work: () => void): Cancel;
}

export const machineTimers: Timers = {
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

/** Calls `work` every `ms` until cancelled; the next wait begins when `work` has returned. */
export function every(timers: Timers, ms: number, work: () => void): Cancel {
  let cancelled = false;
  let cancel: Cancel = () => undefined;
  const again = (): void => {
    cancel = timers.after(ms, () => {
      work();
      if (!cancelled) again();
    });
  };
  again();
  return () => {
    cancelled = true;
    cancel();
  };
}
