// The wire's pure parts: window, waits and the table of the connection.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_IN_FLIGHT, type ToTerminal } from '../../shared/wire.ts';
import { LONGEST_WAIT_MS, waitMs } from './backoff.ts';
import { acknowledged, type Flight, newFlight, nextToSend, setAside, withSent } from './flight.ts';
import { type Link, type LinkEvent, step } from './link.ts';

const box = (id: string, last: number, acked = 0) => ({ id, last, acked });
const send = (flight: Flight, outbox: string, first: number, last: number): Flight =>
  withSent(flight, { outbox, first, last, at: 0 });

describe('window', () => {
  it('[W9] two batches fly, a third waits for an acknowledgement', () => {
    let flight = newFlight([{ id: 'a', through: 0 }]);
    flight = send(send(flight, 'a', 1, 500), 'a', 501, 1_000);
    expect(nextToSend(flight, [box('a', 2_000)])).toBeUndefined();
    flight = acknowledged(flight, 'a', 500);
    expect(nextToSend(flight, [box('a', 2_000)])).toEqual({ outbox: 'a', from: 1_001 });
  });

  it('the oldest outbox goes first', () => {
    const flight = newFlight([
      { id: 'a', through: 3 },
      { id: 'b', through: 0 },
    ]);
    expect(nextToSend(flight, [box('a', 5), box('b', 5)])).toEqual({ outbox: 'a', from: 4 });
    expect(nextToSend(flight, [box('a', 3), box('b', 5)])).toEqual({ outbox: 'b', from: 1 });
  });

  it('[W11] an acknowledgement before the batches in flight sends from there, once', () => {
    let flight = send(send(newFlight([{ id: 'a', through: 10 }]), 'a', 11, 20), 'a', 21, 30);
    flight = acknowledged(flight, 'a', 4);
    expect(nextToSend(flight, [box('a', 30)])).toEqual({ outbox: 'a', from: 5 });
    flight = acknowledged(send(flight, 'a', 5, 30), 'a', 4);
    expect(flight.sent).toHaveLength(1);
  });

  it('an acknowledgement for more than was sent, as after duplicates, is taken', () => {
    const flight = acknowledged(send(newFlight([{ id: 'a', through: 0 }]), 'a', 1, 5), 'a', 9);
    expect(flight.sent).toEqual([]);
    expect(nextToSend(flight, [box('a', 12)])).toEqual({ outbox: 'a', from: 10 });
  });

  it('[W13] an outbox set aside leaves the window and is not sent again', () => {
    const flight = setAside(send(newFlight([{ id: 'a', through: 0 }]), 'a', 1, 5), 'a', 'brokenChain');
    expect(flight.sent).toEqual([]);
    expect(nextToSend(flight, [box('a', 9), box('b', 2)])).toEqual({ outbox: 'b', from: 1 });
  });

  it('an outbox that the hello did not name goes on from the last word about it', () => {
    expect(nextToSend(newFlight([]), [box('a', 9, 9), box('b', 9, 4)])).toEqual({ outbox: 'b', from: 5 });
  });

  it('whatever the hub answers: never more than two in flight, never a gap within a connection', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 60 }), { maxLength: 40 }), (acks) => {
        let flight = newFlight([{ id: 'a', through: 0 }]);
        for (const through of acks) {
          for (
            let next = nextToSend(flight, [box('a', 50)]);
            next;
            next = nextToSend(flight, [box('a', 50)])
          ) {
            flight = send(flight, 'a', next.from, Math.min(50, next.from + 7));
          }
          expect(flight.sent.length).toBeLessThanOrEqual(MAX_IN_FLIGHT);
          const [first, second] = flight.sent;
          if (first && second) expect(second.first).toBe(first.last + 1);
          flight = acknowledged(flight, 'a', through);
        }
      }),
    );
  });
});

describe('waits', () => {
  it('[D5] 0.5 s doubling to 30 s, half of it random', () => {
    const longest = [0, 1, 2, 5, 6, 7, 100].map((attempt) => waitMs(attempt, 'lost', 1));
    expect(longest).toEqual([500, 1_000, 2_000, 16_000, 30_000, 30_000, LONGEST_WAIT_MS]);
    expect(waitMs(3, 'lost', 0)).toBe(2_000);
    expect(waitMs(0, 'retired', 0.3)).toBe(60_000);
  });
});

describe('connection', () => {
  const hash = 'h'.repeat(43);
  const challenge: ToTerminal = {
    type: 'challenge',
    nonce: 'n'.repeat(24),
    hub: hash,
    signature: 's'.repeat(86),
  };
  const welcome: ToTerminal = {
    type: 'welcome',
    outboxes: [{ id: 'a', through: 2 }],
    epoch: 1,
    policyVersion: 1,
    clock: 50_000,
  };
  const ack: ToTerminal = { type: 'ack', outbox: 'a', through: 1 };
  const context = (mono: number, isPinned = true) => ({ mono, isPinnedHub: () => isPinned });
  const hear = (link: Link, message: LinkEvent, mono = 0, isPinned = true) =>
    step(link, message, context(mono, isPinned));
  const waiting: Link = { at: 'awaitingChallenge', since: 0 };
  const greeted: Link = { at: 'awaitingWelcome', since: 100 };

  it('[W1] no hello is said to a hub that is not the pinned one', () => {
    expect(hear(waiting, { type: 'message', message: challenge }, 0, false)).toEqual({
      link: { at: 'away' },
      effects: [{ do: 'end', ending: 'wrongHubKey' }],
    });
    expect(hear(waiting, { type: 'message', message: challenge }).effects[0]?.do).toBe('greet');
  });

  it('[T1] a welcome measures the clock by the middle of its round trip; one over 2 s measures nothing', () => {
    const soon = hear(greeted, { type: 'message', message: welcome }, 140);
    expect(soon.effects).toContainEqual({ do: 'measure', mono: 140, hub: 50_020, roundTrip: 40 });
    const late = hear(greeted, { type: 'message', message: welcome }, 2_101);
    expect(late.effects.some((effect) => effect.do === 'measure')).toBe(false);
    expect(late.link.at).toBe('open');
  });

  it.each([
    ['a welcome before the hello', waiting, welcome],
    ['an acknowledgement before the welcome', greeted, ack],
    ['a second challenge', greeted, challenge],
  ])('%s ends the connection', (_what, link, message) => {
    expect(hear(link, { type: 'message', message }).effects).toEqual([{ do: 'end', ending: 'outOfTurn' }]);
  });

  it('what comes after the end changes nothing', () => {
    const events: LinkEvent[] = [{ type: 'closed' }, { type: 'message', message: welcome }];
    for (const event of events) {
      expect(hear({ at: 'away' }, event)).toEqual({ link: { at: 'away' }, effects: [] });
    }
  });
});
