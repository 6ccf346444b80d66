// Between glass and outbox: what the visitor sees waits for what is durable, and nothing is answered that is not.
import { describe, expect, it } from 'vitest';
import type { GlassState } from '../../shared/glass.ts';
import type { Level } from '../../shared/level.ts';
import { MUSEUM_HOURS } from '../../shared/opening-hours.ts';
import { THANKS_MS } from '../../shared/policy.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { handClock } from '../hand-clock.ts';
import { samplePolicy } from '../sample-policy.ts';
import type { Draft } from '../store/outbox.ts';
import type { AppendRefusal } from '../store/writer.ts';
import { newCode, tapOf } from '../test-terminal.ts';
import { ABSENT, isPageThere, pageSeen, pageWaited } from './presence.ts';
import { Session } from './session.ts';

/** A sink whose disk answers when it is told to. */
class SlowSink {
  readonly drafts: Draft[] = [];
  readonly #waiting: ((result: Result<void, AppendRefusal>) => void)[] = [];
  append(drafts: readonly Draft[]): Promise<Result<void, AppendRefusal>> {
    this.drafts.push(...drafts);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
  has(): Promise<boolean> {
    return Promise.resolve(false);
  }
  ratingLevel(): Promise<Level | undefined> {
    return Promise.resolve(undefined);
  }
  async answer(result: Result<void, AppendRefusal> = ok(undefined)): Promise<void> {
    for (const resolve of this.#waiting.splice(0)) resolve(result);
    await settled();
  }
}
/** Lets promises that are ready run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function begin(changes: Parameters<typeof samplePolicy>[0] = {}, wall?: number) {
  const hand = handClock(wall === undefined ? {} : { wall });
  const sink = new SlowSink();
  const shown: GlassState[] = [];
  let dropped = 0;
  const session = new Session({
    clock: hand.clock,
    timers: hand.timers,
    at: hand.clock.wall,
    onState: (state) => shown.push(state),
    onDropped: () => {
      dropped += 1;
    },
  });
  session.attach(sink);
  await session.usePolicy(samplePolicy(changes));
  return { hand, sink, shown, session, dropped: () => dropped };
}

describe('durability', () => {
  it('[G4] neither recorded nor thanks before the disk has answered', async () => {
    const { sink, session, shown } = await begin();
    const tap = tapOf(4);
    const answer = session.handle(tap);
    await settled();
    expect(session.state().screen.name).toBe('ask');
    await session.handle({ type: 'language', language: 'ja' });
    expect(shown.at(-1)).toMatchObject({ screen: { name: 'ask' }, language: 'ja' });
    await sink.answer();
    expect(await answer).toEqual({ type: 'recorded', key: tap.code });
    expect(shown.at(-1)).toMatchObject({ screen: { name: 'thanks', code: tap.code }, language: 'ja' });
  });

  it('[G3] a resend while the first is on its way is one fact and answered with it', async () => {
    const { sink, session } = await begin();
    const tap = tapOf(3);
    const both = [session.handle(tap), session.handle({ ...tap, ago: 40 })];
    await settled();
    await sink.answer();
    expect(await Promise.all(both)).toEqual(Array(2).fill({ type: 'recorded', key: tap.code }));
    expect(sink.drafts).toHaveLength(1);
  });

  it('a tap that the outbox did not take is not answered, and the page is told to come again', async () => {
    const { sink, session, dropped } = await begin();
    const tap = tapOf(3);
    const answer = session.handle(tap);
    await settled();
    await sink.answer(fail('tooMany'));
    expect(await answer).toBeUndefined();
    expect(dropped()).toBe(1);
    const again = session.handle({ ...tap, ago: 1_000 });
    await settled();
    await sink.answer();
    expect(await again).toEqual({ type: 'recorded', key: tap.code });
  });

  it('a store in trouble shows the calm page at once, over an answer that waits', async () => {
    const { sink, session } = await begin();
    void session.handle(tapOf(4));
    await settled();
    session.storage(true);
    expect(session.state().screen).toEqual({ name: 'outOfService', why: 'storage' });
    session.storage(false);
    expect(session.state().screen.name).toBe('ask');
    await sink.answer();
    expect(session.state().screen.name).toBe('thanks');
  });
});

describe('time', () => {
  it('thanks ends by itself and is told once', async () => {
    const { hand, sink, session, shown } = await begin();
    void session.handle(tapOf(4));
    await settled();
    await sink.answer();
    const before = shown.length;
    hand.advance(THANKS_MS - 1);
    expect(shown.length).toBe(before);
    hand.advance(1);
    expect(shown.at(-1)?.screen).toEqual({ name: 'ask', night: false });
    hand.advance(10_000);
    expect(shown.length).toBe(before + 1);
  });

  it('night falls and morning comes without anybody touching the glass', async () => {
    const tenToFive = Date.UTC(2026, 2, 17, 8, 50);
    const { hand, shown } = await begin({ openingHours: MUSEUM_HOURS }, tenToFive);
    hand.advance(11 * 60_000);
    expect(shown.at(-1)).toMatchObject({
      screen: { night: true },
      opening: { day: 'tomorrow', minutes: 540 },
    });
    hand.advance(16 * 3_600_000);
    expect(shown.at(-1)).toMatchObject({ screen: { night: false }, opening: null });
  });

  it('after stop nothing is told any more', async () => {
    const { hand, session, shown } = await begin();
    session.stop();
    const before = shown.length;
    hand.advance(3_600_000);
    session.storage(true);
    expect(shown.length).toBe(before);
  });
});

describe('before enrolment', () => {
  it('[G3] a tap is not answered, so that the page keeps it: afterwards the same tap is taken', async () => {
    const hand = handClock();
    const session = new Session({
      clock: hand.clock,
      timers: hand.timers,
      at: hand.clock.wall,
      onState: () => undefined,
      onDropped: () => undefined,
    });
    const tap = tapOf(4, newCode());
    expect(await session.handle(tap)).toBeUndefined();
    const sink = new SlowSink();
    session.attach(sink);
    await session.usePolicy(samplePolicy());
    void session.handle({ ...tap, ago: 5 });
    await settled();
    expect(sink.drafts).toHaveLength(1);
    session.stop();
  });
});

describe('presence', () => {
  it('comes at once, goes after 30 s counted from the last sign of life', () => {
    const came = pageSeen(ABSENT, 1_000);
    expect(came.changed).toEqual({ on: true, since: 1_000 });
    const beat = pageSeen(came.presence, 9_000);
    expect(beat.changed).toBeUndefined();
    expect(pageWaited(beat.presence, 38_999).changed).toBeUndefined();
    const gone = pageWaited(beat.presence, 39_000);
    expect(gone.changed).toEqual({ on: false, since: 9_000 });
    expect(pageWaited(gone.presence, 99_000).changed).toBeUndefined();
    expect([isPageThere(beat.presence, 38_999), isPageThere(beat.presence, 39_000)]).toEqual([true, false]);
  });
});
