// In the projector: the misuse filter. Which taps of one outbox are mashing or doubled, by their monotonic times. Pure.
import type { Exclusion } from '../../shared/live.ts';
import { LOCKED, MULTI } from '../journal/row.ts';

/** Stored with every exclusion; raise it when the rules below change, and rebuild the projections. */
export const FILTER_VERSION = 1;
/** Taps further apart than this belong to different runs. */
export const RUN_GAP_MS = 6_000;
export const SHORT_GAP_MS = 2_000;
const SHORT_GAPS_OF_MASH = 3;
/**
 * A run ends where the sequence crosses a multiple of this, so that hours without a pause of six seconds do not have to be
 * remembered, and so that a restart finds the run's beginning by the sequence alone.
 */
export const RUN_BLOCK = 2_048;

export interface Tap {
  readonly sequence: number;
  readonly mono: number;
  /** Bits LOCKED, MULTI … */
  readonly marks: number;
}

export interface Judged<T extends Tap> {
  readonly tap: T;
  /** What it is when its run is not mashing. */
  readonly alone: Exclusion | null;
}

/** A run so far. */
export interface Run<T extends Tap> {
  readonly taps: Judged<T>[];
  shortGaps: number;
  lastCountedMono: number;
  mash: boolean;
}

export const noRun = <T extends Tap>(): Run<T> => ({
  taps: [],
  shortGaps: 0,
  lastCountedMono: Number.NEGATIVE_INFINITY,
  mash: false,
});

const continues = (last: Tap, tap: Tap): boolean =>
  tap.mono >= last.mono &&
  tap.mono - last.mono <= RUN_GAP_MS &&
  Math.floor(last.sequence / RUN_BLOCK) === Math.floor(tap.sequence / RUN_BLOCK);

export const verdictOf = <T extends Tap>(run: Run<T>, judged: Judged<T>): Exclusion | null =>
  run.mash ? 'mash' : judged.alone;

/**
 * The run after one more tap. The run given is changed and returned where the tap continues it. `flipped`: the whole run
 * became mashing, or ceased to be (later, slower taps made its short gaps the smaller part); each earlier tap then has
 * another verdict.
 */
export function addTap<T extends Tap>(
  before: Run<T>,
  tap: T,
): { run: Run<T>; judged: Judged<T>; flipped: boolean } {
  const last = before.taps.at(-1)?.tap;
  const run = last && continues(last, tap) ? before : noRun<T>();
  if (last && run === before && tap.mono - last.mono < SHORT_GAP_MS) run.shortGaps += 1;
  const judged: Judged<T> = { tap, alone: alone(run, tap) };
  if (judged.alone === null) run.lastCountedMono = tap.mono;
  run.taps.push(judged);
  const gaps = run.taps.length - 1;
  const mash = run.shortGaps >= SHORT_GAPS_OF_MASH && run.shortGaps * 2 >= gaps;
  const flipped = mash !== run.mash;
  run.mash = mash;
  return { run, judged, flipped };
}

function alone<T extends Tap>(run: Run<T>, tap: T): Exclusion | null {
  if (tap.marks & LOCKED) return 'locked';
  if (tap.marks & MULTI) return 'multi';
  return tap.mono - run.lastCountedMono < SHORT_GAP_MS ? 'double' : null;
}
