// An independent reading of the misuse filter (what the hub's projector must agree with), written for clarity, not speed.

export type Verdict = 'counted' | 'mash' | 'double' | 'locked' | 'multi';

export interface TimedTap {
  /** Monotonic ms of the terminal that took it. */
  readonly mono: number;
  /** Its place in the outbox. */
  readonly sequence: number;
  readonly marks: readonly string[];
}

const SAME_RUN_MS = 6_000;
const QUICK_MS = 2_000;
const QUICK_GAPS = 3;

/** The filter's first version looks at 2,048 facts of an outbox at a time; a run does not reach over that border. */
const BLOCK = 2_048;

/**
 * Runs of one start of a terminal, in the order in which it recorded them: a gap of more than six seconds begins a new
 * one, and so does a tap that was kept by the page and is told to be older than the one before.
 */
function runsOf<T extends TimedTap>(taps: readonly T[]): T[][] {
  const runs: T[][] = [];
  for (const tap of [...taps].sort((a, b) => a.sequence - b.sequence)) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const gap = before ? tap.mono - before.mono : Number.POSITIVE_INFINITY;
    const sameBlock = before && Math.trunc(before.sequence / BLOCK) === Math.trunc(tap.sequence / BLOCK);
    if (run && sameBlock && gap >= 0 && gap <= SAME_RUN_MS) run.push(tap);
    else runs.push([tap]);
  }
  return runs;
}

/** At least three gaps under two seconds, and these at least half of the gaps: a school class in a row is none. */
function isMash(run: readonly TimedTap[]): boolean {
  const gaps = run.slice(1).map((tap, index) => tap.mono - (run[index]?.mono ?? 0));
  const quick = gaps.filter((gap) => gap < QUICK_MS).length;
  return quick >= QUICK_GAPS && quick * 2 >= gaps.length;
}

/** The verdict on every tap of one outbox. Outside of mashing, a tap counts that is two seconds behind the last that did. */
export function verdicts<T extends TimedTap>(taps: readonly T[]): Map<T, Verdict> {
  const found = new Map<T, Verdict>();
  for (const run of runsOf(taps)) {
    const mash = isMash(run);
    let countedAt: number | undefined;
    for (const tap of run) {
      if (mash) found.set(tap, 'mash');
      else if (tap.marks.includes('locked')) found.set(tap, 'locked');
      else if (tap.marks.includes('multi')) found.set(tap, 'multi');
      else if (countedAt !== undefined && tap.mono - countedAt < QUICK_MS) found.set(tap, 'double');
      else {
        found.set(tap, 'counted');
        countedAt = tap.mono;
      }
    }
  }
  return found;
}
