// Beside intent-queue.ts: no tap is lost, none is sent twice as another.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_KEPT_INTENTS } from '../shared/glass.ts';
import {
  ageOf,
  chosenReasons,
  disconnected,
  EMPTY_QUEUE,
  isFull,
  type Kept,
  keep,
  keyOf,
  MAX_IN_FLIGHT,
  nextToSend,
  type Queue,
  RESEND_MS,
  recorded,
  refused,
} from './intent-queue.ts';

const codeOf = (n: number): string => String(n).padStart(12, '0');
const at = (ms: number) => ({ wall: 1_800_000_000_000 + ms, mono: ms });
const tap = (n: number, ms = 0): Kept => ({
  intent: { type: 'tap', code: codeOf(n), level: 4, input: 'touch', language: 'en' },
  madeAt: at(ms),
  inherited: false,
});
const reason = (n: number, code: string, name: string, given: boolean): Kept => ({
  intent: { type: 'reason', id: `id${n}`.padEnd(22, '0'), code, reason: name, given },
  madeAt: at(0),
  inherited: false,
});
const filled = (count: number): Queue =>
  Array.from({ length: count }, (_, n) => tap(n)).reduce(keep, EMPTY_QUEUE);

describe('the queue of kept intents', () => {
  it('[G3] sends again after a break, with the same key and its age', () => {
    const first = nextToSend(filled(2), at(5));
    expect(first.intents.map((each) => each.ago)).toEqual([5, 5]);
    const again = nextToSend(disconnected(first.queue), at(90_000));
    expect(again.intents.map(keyOf)).toEqual(first.intents.map(keyOf));
    expect(again.intents.map((each) => each.ago)).toEqual([90_000, 90_000]);
  });

  it('[G3] keeps an intent until it is recorded, and then forgets it', () => {
    const sent = nextToSend(filled(1), at(0)).queue;
    expect(nextToSend(sent, at(1)).intents).toEqual([]);
    expect(recorded(sent, codeOf(0)).kept).toEqual([]);
  });

  it('has at most twenty on their way, and sends the next when one is recorded', () => {
    const { queue, intents } = nextToSend(filled(50), at(0));
    expect(intents).toHaveLength(MAX_IN_FLIGHT);
    expect(nextToSend(recorded(queue, codeOf(0)), at(1)).intents.map(keyOf)).toEqual([codeOf(20)]);
  });

  it('sends again what an open socket leaves unanswered', () => {
    const { queue } = nextToSend(filled(1), at(0));
    expect(nextToSend(queue, at(RESEND_MS - 1)).intents).toEqual([]);
    expect(nextToSend(queue, at(RESEND_MS)).intents).toHaveLength(1);
  });

  it('takes no more than the limit', () => {
    const full = { ...EMPTY_QUEUE, kept: Array.from({ length: MAX_KEPT_INTENTS }, (_, n) => tap(n)) };
    expect(isFull(full)).toBe(true);
    expect(keep(full, tap(MAX_KEPT_INTENTS))).toBe(full);
  });

  it('reckons age by the page clock, across a reload by the wall clock, and never negative', () => {
    expect(ageOf(tap(0, 100), { wall: 0, mono: 350 })).toBe(250);
    const inherited = { ...tap(0, 100), inherited: true };
    expect(ageOf(inherited, at(4_100))).toBe(4_000);
    expect(ageOf(inherited, { wall: 0, mono: 9_000 })).toBe(0);
  });

  it('lets go of the one intent that is refused, and of no other', () => {
    let queue = nextToSend(filled(3), at(0)).queue;
    queue = refused(queue).queue;
    queue = nextToSend(queue, at(1)).queue;
    expect([...queue.inFlight.keys()]).toEqual([codeOf(0)]);
    const after = refused(queue);
    expect(after.dropped).toBe(codeOf(0));
    expect(after.queue.kept.map((each) => keyOf(each.intent))).toEqual([codeOf(1), codeOf(2)]);
  });

  it('shows chips as the visitor left them, also those that are still on their way', () => {
    const queue = [
      reason(1, codeOf(1), 'floor', true),
      reason(2, codeOf(1), 'smell', false),
      reason(3, codeOf(2), 'bin', true),
    ].reduce(keep, EMPTY_QUEUE);
    expect(chosenReasons(queue, codeOf(1), ['smell', 'soap'])).toEqual(['soap', 'floor']);
  });

  it('[G3] delivers every tap at least once whatever breaks in between', () => {
    const step = fc.oneof(
      fc.constant('send' as const),
      fc.constant('break' as const),
      fc.constant('record' as const),
      fc.constant('tap' as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        let queue: Queue = EMPTY_QUEUE;
        let made = 0;
        const arrived = new Set<string>();
        const answers: string[] = [];
        const send = (): void => {
          const next = nextToSend(queue, at(made));
          queue = next.queue;
          for (const intent of next.intents) {
            arrived.add(keyOf(intent));
            answers.push(keyOf(intent));
          }
        };
        for (const each of steps) {
          if (each === 'tap') queue = keep(queue, tap(made++));
          if (each === 'send') send();
          if (each === 'break') {
            queue = disconnected(queue);
            answers.length = 0;
          }
          const key = each === 'record' ? answers.shift() : undefined;
          if (key !== undefined) queue = recorded(queue, key);
        }
        while (queue.kept.length > 0) {
          send();
          for (const key of answers.splice(0)) queue = recorded(queue, key);
        }
        expect(arrived.size).toBe(made);
      }),
    );
  });
});
