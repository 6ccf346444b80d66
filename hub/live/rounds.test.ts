// When rounds begin, with a clock moved by hand.
import { describe, expect, it } from 'vitest';
import { ROUND_GAP_MS, Rounds } from './rounds.ts';

/** A clock whose timers fire when it is moved past them. */
function handClock() {
  let now = 1_000_000;
  let waiting: { at: number; work: () => void }[] = [];
  const settle = async () => {
    for (let i = 0; i < 50; i++) await Promise.resolve();
  };
  return {
    now: () => now,
    timers: {
      after(ms: number, work: () => void) {
        const timer = { at: now + ms, work };
        waiting.push(timer);
        return () => {
          waiting = waiting.filter((each) => each !== timer);
        };
      },
    },
    settle,
    async move(ms: number) {
      now += ms;
      const due = waiting.filter(({ at }) => at <= now);
      waiting = waiting.filter(({ at }) => at > now);
      for (const { work } of due) work();
      await settle();
    },
  };
}

function rounds(work: (clock: ReturnType<typeof handClock>) => Promise<void> = async () => undefined) {
  const clock = handClock();
  const began: number[] = [];
  const errors: unknown[] = [];
  const made = new Rounds(
    () => {
      began.push(clock.now() - 1_000_000);
      return work(clock);
    },
    clock.now,
    clock.timers,
    (error) => errors.push(error),
  );
  return { clock, began, errors, rounds: made };
}

describe('Rounds', () => {
  it('answers the first change at once', () => {
    const { rounds: made, began } = rounds();
    made.request();
    expect(began).toEqual([0]);
  });

  it('makes at most four rounds a second of any number of changes, and misses none', async () => {
    const { rounds: made, began, clock } = rounds();
    for (let ms = 0; ms < 1000; ms += 10) {
      made.request();
      await clock.move(10);
    }
    expect(began).toEqual([0, 250, 500, 750, 1000]);
    await clock.move(1000);
    expect(began).toHaveLength(5);
  });

  it('never runs two rounds at once and looks again for what came meanwhile', async () => {
    let finish = (): void => undefined;
    const {
      rounds: made,
      began,
      clock,
    } = rounds(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    made.request();
    await clock.move(1000);
    made.request();
    await clock.move(1000);
    expect(began).toEqual([0]);
    finish();
    await clock.settle();
    await clock.move(5000);
    expect(began).toHaveLength(2);
  });

  it('rests after a slow round, so that reading takes at most a quarter of the time', async () => {
    const { rounds: made, began, clock } = rounds(async (hand) => void hand.move(400));
    made.request();
    await clock.settle();
    made.request();
    for (let i = 0; i < 40; i++) await clock.move(50);
    expect(began).toEqual([0, 1600]);
  });

  it('tries again after a failure and says so', async () => {
    let fails = true;
    const {
      rounds: made,
      began,
      errors,
      clock,
    } = rounds(async () => {
      if (fails) throw new Error('busy');
    });
    made.request();
    await clock.settle();
    fails = false;
    await clock.move(ROUND_GAP_MS);
    expect(began).toHaveLength(1);
    await clock.move(1000);
    expect([began.length, errors.length]).toEqual([2, 1]);
  });

  it('begins nothing once stopped', async () => {
    const { rounds: made, began, clock } = rounds();
    made.request();
    await clock.settle();
    made.request();
    await made.stop();
    await clock.move(1000);
    made.request();
    expect(began).toHaveLength(1);
  });
});
