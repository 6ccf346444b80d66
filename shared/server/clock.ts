// The two clocks of a machine, passed in everywhere so that tests move them by hand.
import { readFileSync } from 'node:fs';

export interface Clock {
  /** Wall clock, ms since 1970, right or wrong. */
  wall(): number;
  /** Monotonic ms since the machine booted (CLOCK_MONOTONIC): goes on over restarts of the process. */
  mono(): number;
  /** Names this boot of the machine. */
  readonly boot: string;
}

export function machineClock(): Clock {
  let boot: string;
  try {
    boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    // Elsewhere than on Linux a process counts as a boot of its own: times are then only more often estimated.
    boot = `process-${process.pid}-${Date.now()}`;
  }
  return {
    wall: () => Date.now(),
    mono: () => Number(process.hrtime.bigint() / 1_000_000n),
    boot,
  };
}
