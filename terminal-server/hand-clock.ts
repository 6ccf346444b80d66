// For tests: a machine's two clocks and its timers, all moved by hand together.
import type { Clock } from '../shared/server/clock.ts';
import type { Timers } from './timers.ts';

export interface HandClock {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Moves both clocks and runs what falls due, in order. */
  advance(ms: number): void;
  /** Only the wall clock jumps. */
  setWall(wall: number): void;
}

export function handClock(
  start: { readonly wall?: number; readonly mono?: number; readonly boot?: string } = {},
): HandClock {
  let wall = start.wall ?? Date.UTC(2026, 2, 17, 2, 0);
  let mono = start.mono ?? 1_000_000;
  let waiting: { readonly due: number; readonly work: () => void }[] = [];
  const moveTo = (due: number): void => {
    wall += due - mono;
    mono = due;
  };
  return {
    clock: { wall: () => wall, mono: () => mono, boot: start.boot ?? 'boot-1' },
    timers: {
      after(ms, work) {
        const timer = { due: mono + ms, work };
        waiting.push(timer);
        return () => {
          waiting = waiting.filter((each) => each !== timer);
        };
      },
    },
    advance(ms) {
      const end = mono + ms;
      for (;;) {
        const [next] = [...waiting].sort((a, b) => a.due - b.due);
        if (!next || next.due > end) break;
        waiting = waiting.filter((each) => each !== next);
        moveTo(Math.max(mono, next.due));
        next.work();
      }
      moveTo(end);
    },
    setWall(value) {
      wall = value;
    },
  };
}
