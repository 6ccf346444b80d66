// The screen as a pure machine: what a visitor meets, by tables and by any order of events.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decoder } from '../../shared/decode.ts';
import { MonotonicSchema, RatedBody, TAP_MARKS } from '../../shared/fact.ts';
import { GlassStateSchema, type Screen } from '../../shared/glass.ts';
import type { Language } from '../../shared/language.ts';
import { LEVELS, type Level } from '../../shared/level.ts';
import { MUSEUM_HOURS } from '../../shared/opening-hours.ts';
import { AWAKE_MS, IDLE_MS, REASONS_MS, THANKS_MS, THANKS_WITH_QR_MS } from '../../shared/policy.ts';
import { samplePolicy } from '../sample-policy.ts';
import type { Draft } from '../store/outbox.ts';
import { reduce } from './reducer.ts';
import { scheduleOf } from './schedule.ts';
import { ABANDONED_MS, type Now, newSession, type SessionEvent, type SessionState } from './state.ts';
import { msToNextChange, view } from './view.ts';

const isGlassState = decoder(GlassStateSchema);
const isRated = decoder(RatedBody);
const isMonotonic = decoder(MonotonicSchema);

/** 2026-03-17, a Tuesday, 10:00 in Shanghai. */
const TEN = Date.UTC(2026, 2, 17, 2, 0);
/** A glass in the hand: events in, time by hand. */
class Glass {
  mono = 5_000_000;
  state: SessionState;
  readonly drafts: Draft[] = [];
  #codes = 0;

  constructor(changes: Parameters<typeof samplePolicy>[0] = {}, at = TEN) {
    this.wall = at;
    this.state = newSession(this.now());
    this.policy(changes);
  }

  wall: number;

  now(): Now {
    return { wall: this.wall, mono: this.mono, at: this.wall };
  }

  policy(changes: Parameters<typeof samplePolicy>[0]): void {
    const policy = samplePolicy(changes);
    this.on({ type: 'policy', place: { policy, schedule: scheduleOf(policy) }, factId: 'p'.repeat(22) });
  }

  on(event: SessionEvent): this {
    const { state, drafts } = reduce(this.state, event, this.now());
    this.state = state;
    this.drafts.push(...drafts);
    return this;
  }

  tap(level: Level, ago = 0): string {
    const code = String(this.#codes++).padStart(12, '0');
    this.on({
      type: 'tap',
      ratingId: code.padEnd(22, 'r'),
      tap: { type: 'tap', code, level, input: 'touch', language: 'en', ago },
    });
    return code;
  }

  reason(code: string, reason: string, given = true): this {
    return this.on({
      type: 'reason',
      ratingId: code.padEnd(22, 'r'),
      reason: { type: 'reason', id: `${reason}${given}`.padEnd(22, 'x'), code, reason, given, ago: 0 },
    });
  }

  wait(ms: number): this {
    this.mono += ms;
    this.wall += ms;
    return this.on({ type: 'tick' });
  }

  get screen(): Screen {
    return view(this.state, this.now()).screen;
  }

  get marks(): readonly (readonly string[])[] {
    return this.drafts.flatMap(({ kind, body }) =>
      kind === 'rated' && typeof body === 'object' && 'marks' in body ? [body.marks] : [],
    );
  }
}

describe('flow', () => {
  it.each([4, 3, 2] as const)('level %i is thanked at once and asked again after 4 s', (level) => {
    const glass = new Glass();
    const code = glass.tap(level);
    expect(glass.screen).toEqual({
      name: 'thanks',
      level,
      code,
      receiptUrl: null,
      left: THANKS_MS,
      whole: THANKS_MS,
    });
    expect(glass.wait(THANKS_MS - 1).screen.name).toBe('thanks');
    expect(glass.wait(1).screen).toEqual({ name: 'ask', night: false });
  });

  it('thanks stays 12 s when the QR stands on the glass, and the code is in the fragment', () => {
    const glass = new Glass({ publicUrl: 'https://museum.example/' });
    const code = glass.tap(4);
    expect(glass.screen).toMatchObject({
      receiptUrl: `https://museum.example/r#${code}`,
      whole: THANKS_WITH_QR_MS,
    });
    expect(glass.wait(THANKS_WITH_QR_MS - 1).screen.name).toBe('thanks');
    expect(glass.wait(1).screen.name).toBe('ask');
  });

  it('dissatisfied is asked for reasons, which return by themselves after 12 s and then thank', () => {
    const glass = new Glass();
    const code = glass.tap(1);
    expect(glass.screen).toMatchObject({ name: 'reasons', code, chosen: [], left: REASONS_MS });
    expect(glass.wait(REASONS_MS - 1).screen.name).toBe('reasons');
    expect(glass.wait(1).screen).toMatchObject({ name: 'thanks', level: 1, code });
    expect(glass.wait(THANKS_MS).screen.name).toBe('ask');
  });

  it('a long sleep of the machine passes reasons and thanks together', () => {
    const glass = new Glass();
    glass.tap(1);
    expect(glass.wait(3_600_000).screen.name).toBe('ask');
  });

  it('a site without reasons thanks at once also when dissatisfied', () => {
    const glass = new Glass({ reasons: [] });
    glass.tap(1);
    expect(glass.screen.name).toBe('thanks');
  });

  it('several reasons are chosen and taken back, each one a fact; a touch puts off the time-out', () => {
    const glass = new Glass();
    const code = glass.tap(1);
    glass.wait(10_000).reason(code, 'smell').reason(code, 'bin').wait(10_000).reason(code, 'smell', false);
    expect(glass.screen).toMatchObject({ name: 'reasons', chosen: ['bin'], left: REASONS_MS });
    glass.wait(10_000).on({ type: 'touch' });
    expect(glass.wait(10_000).screen.name).toBe('reasons');
    expect(glass.drafts.filter(({ kind }) => kind === 'reasonGiven')).toHaveLength(3);
    expect(glass.on({ type: 'done' }).screen).toMatchObject({ name: 'thanks', level: 1 });
  });

  it('a reason that comes after the screen went on is still a fact and moves nothing', () => {
    const glass = new Glass();
    const code = glass.tap(1);
    glass.on({ type: 'done' });
    expect(glass.reason(code, 'smell').screen.name).toBe('thanks');
    expect(glass.drafts.at(-1)).toMatchObject({
      kind: 'reasonGiven',
      body: { reason: 'smell', given: true },
    });
  });

  it('done moves nothing but reasons', () => {
    expect(new Glass().on({ type: 'done' }).screen.name).toBe('ask');
  });
});

describe('lock', () => {
  it('a second tap within 2 s is a fact, marked, and moves nothing', () => {
    const glass = new Glass();
    const first = glass.tap(4);
    glass.wait(1_999);
    glass.tap(1);
    expect(glass.marks).toEqual([[], ['locked']]);
    expect(glass.screen).toMatchObject({ name: 'thanks', code: first, level: 4 });
  });

  it('after the lock the faces are open again during thanks: the next visitor is thanked anew', () => {
    const glass = new Glass();
    glass.tap(4);
    glass.wait(2_000);
    const second = glass.tap(1);
    expect(glass.marks).toEqual([[], []]);
    expect(glass.screen).toMatchObject({ name: 'reasons', code: second });
  });

  it('a locked tap does not prolong the lock', () => {
    const glass = new Glass();
    glass.tap(4);
    glass.wait(1_500);
    glass.tap(4);
    glass.wait(500);
    glass.tap(4);
    expect(glass.marks).toEqual([[], ['locked'], []]);
  });
});

describe('taps made while the server was away', () => {
  it('have the times at which they were made, and lock by them', () => {
    const glass = new Glass();
    glass.tap(4, 60_000);
    glass.tap(3, 59_000);
    glass.tap(2, 50_000);
    expect(glass.drafts.map(({ mono }) => glass.mono - mono)).toEqual([60_000, 59_000, 50_000]);
    expect(glass.drafts.map(({ wall }) => glass.wall - wall)).toEqual([60_000, 59_000, 50_000]);
    expect(glass.marks).toEqual([[], ['locked'], []]);
  });

  it('move the screen only while their thanks would still stand', () => {
    const glass = new Glass();
    glass.tap(4, THANKS_MS + 1);
    expect(glass.screen.name).toBe('ask');
    glass.wait(2_000);
    glass.tap(1, 3_000);
    expect(glass.screen).toMatchObject({ name: 'reasons', left: REASONS_MS - 3_000 });
  });

  it('do not put an older answer over a newer one', () => {
    const glass = new Glass();
    const now = glass.tap(4);
    glass.tap(1, 3_000);
    expect(glass.screen).toMatchObject({ name: 'thanks', code: now });
  });

  it('are out of hours by the hour at which they were made', () => {
    const glass = new Glass({ openingHours: MUSEUM_HOURS }, Date.UTC(2026, 2, 17, 1, 0, 30));
    glass.tap(4, 60_000);
    glass.tap(4);
    expect(glass.marks).toEqual([['outOfHours'], []]);
  });
});

describe('idle, night and rest', () => {
  it('language and reach return to the site’s after 30 s without a touch', () => {
    const glass = new Glass();
    glass.on({ type: 'language', language: 'ko' }).on({ type: 'lower', lower: true });
    expect(view(glass.wait(IDLE_MS - 1).state, glass.now())).toMatchObject({ language: 'ko', lower: true });
    expect(view(glass.wait(1).state, glass.now())).toMatchObject({ language: 'zh-Hant', lower: false });
  });

  it('a language changed in mid-answer loses nothing', () => {
    const glass = new Glass();
    const code = glass.tap(1);
    glass.reason(code, 'soap').on({ type: 'language', language: 'ja' });
    expect(view(glass.state, glass.now())).toMatchObject({
      language: 'ja',
      screen: { name: 'reasons', code, chosen: ['soap'] },
    });
  });

  it('nothing times out while speech is on, until nobody has touched it for ten minutes', () => {
    const glass = new Glass();
    glass.on({ type: 'listen', listening: true });
    glass.tap(1);
    expect(glass.wait(ABANDONED_MS - 1).screen).toMatchObject({ name: 'reasons', left: null });
    expect(view(glass.wait(1).state, glass.now())).toMatchObject({
      screen: { name: 'ask' },
      listening: false,
    });
  });

  it('speech switched off starts the time-out', () => {
    const glass = new Glass();
    glass.on({ type: 'listen', listening: true });
    glass.tap(1);
    glass.wait(60_000).on({ type: 'listen', listening: false });
    expect(glass.screen).toMatchObject({ name: 'reasons', left: REASONS_MS });
  });

  it('after hours it is night; a touch wakes it; a rating counts, marked', () => {
    const glass = new Glass({ openingHours: MUSEUM_HOURS }, Date.UTC(2026, 2, 17, 14, 0));
    expect(glass.screen).toEqual({ name: 'ask', night: true });
    expect(view(glass.state, glass.now()).opening).toEqual({ minutes: 540, day: 'tomorrow', weekday: 3 });
    expect(glass.on({ type: 'touch' }).screen).toEqual({ name: 'ask', night: false });
    expect(glass.wait(AWAKE_MS - 1).screen).toEqual({ name: 'ask', night: false });
    expect(glass.wait(1).screen).toEqual({ name: 'ask', night: true });
    glass.tap(4);
    expect(glass.marks).toEqual([['outOfHours']]);
    expect(glass.screen.name).toBe('thanks');
  });

  it('out of service rests; a tap that comes all the same is a fact', () => {
    const glass = new Glass({ inService: false });
    expect(glass.screen).toEqual({ name: 'outOfService', why: 'resting' });
    glass.tap(4);
    expect(glass.screen).toEqual({ name: 'outOfService', why: 'resting' });
    expect(glass.drafts).toHaveLength(1);
  });

  it('a store that takes nothing shows the calm page until it does again', () => {
    const glass = new Glass();
    expect(glass.on({ type: 'storage', failed: true }).screen).toEqual({
      name: 'outOfService',
      why: 'storage',
    });
    expect(glass.on({ type: 'storage', failed: false }).screen.name).toBe('ask');
  });

  it('without a policy it is being set up', () => {
    const now: Now = { wall: TEN, mono: 1, at: TEN };
    expect(view(newSession(now), now)).toMatchObject({
      screen: { name: 'outOfService', why: 'setUp' },
      policy: null,
    });
  });

  it('a policy for another area is a fact, one for the same is none', () => {
    const glass = new Glass();
    glass.policy({ version: 2, number: 3 });
    glass.policy({ version: 3, area: 6 });
    expect(glass.drafts).toMatchObject([{ kind: 'placed', body: { area: 6 } }]);
  });
});

const anyEvent: fc.Arbitrary<(glass: Glass) => void> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(...LEVELS).map((level) => (glass: Glass) => void glass.tap(level)),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...LEVELS), fc.integer({ min: 1, max: 7 * 86_400_000 })).map(
      ([level, ago]) =>
        (glass: Glass) =>
          void glass.tap(level, ago),
    ),
  },
  fc.integer({ min: 0, max: 20_000 }).map((ms) => (glass: Glass) => void glass.wait(ms)),
  fc
    .constantFrom<Language>('en', 'ja')
    .map((language) => (glass: Glass) => void glass.on({ type: 'language', language })),
  fc.boolean().map((listening) => (glass: Glass) => void glass.on({ type: 'listen', listening })),
  fc.boolean().map((lower) => (glass: Glass) => void glass.on({ type: 'lower', lower })),
  fc.boolean().map((failed) => (glass: Glass) => void glass.on({ type: 'storage', failed })),
  fc.boolean().map((inService) => (glass: Glass) => void glass.policy({ inService })),
  fc
    .constantFrom('smell', 'bin')
    .map((reason) => (glass: Glass) => void glass.reason('000000000000', reason)),
  fc
    .constantFrom('done', 'touch')
    .map((type) => (glass: Glass) => void glass.on({ type: type === 'done' ? 'done' : 'touch' })),
);

it('taps that the page kept over a reboot of the machine keep their distance from each other', () => {
  const glass = new Glass();
  glass.tap(4, 3 * 3_600_000);
  glass.tap(4, 3 * 3_600_000 - 10_000);
  const [first, second] = glass.drafts;
  expect((second?.mono ?? 0) - (first?.mono ?? 0)).toBe(10_000);
  expect(first?.mono).toBeLessThan(0);
  expect(glass.drafts).toMatchObject([{ body: { marks: [] } }, { body: { marks: [] } }]);
});

describe('any intents in any order', () => {
  it('every tap is exactly one rated fact with sound marks; every state is one that the page understands', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        const glass = new Glass({ openingHours: MUSEUM_HOURS }, Date.UTC(2026, 2, 17, 8, 50));
        let taps = 0;
        for (const event of events) {
          const before = glass.drafts.length;
          event(glass);
          const added = glass.drafts.slice(before);
          expect(added.length).toBeLessThanOrEqual(1);
          taps += added.filter(({ kind }) => kind === 'rated').length;
          const state = view(glass.state, glass.now());
          const decoded = isGlassState.value(state);
          expect(decoded.ok ? '' : `${decoded.error.path} ${decoded.error.message}`).toBe('');
          expect(msToNextChange(glass.state, glass.now(), 20_000)).toBeGreaterThan(0);
        }
        const rated = glass.drafts.filter(({ kind }) => kind === 'rated');
        expect(new Set(rated.map(({ id }) => id)).size).toBe(taps);
        for (const { body, mono } of rated) {
          expect(isRated.value(body).ok).toBe(true);
          expect(isMonotonic.value(mono).ok).toBe(true);
        }
        for (const marks of glass.marks) {
          expect([...marks]).toEqual(TAP_MARKS.filter((mark) => marks.includes(mark)));
        }
      }),
    );
  });

  it('left alone, every screen but rest and speech returns to asking in the site’s language', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        const glass = new Glass();
        for (const event of events) event(glass);
        glass.policy({ version: 2 });
        glass.on({ type: 'storage', failed: false }).wait(ABANDONED_MS);
        expect(view(glass.state, glass.now())).toMatchObject({
          screen: { name: 'ask' },
          language: 'zh-Hant',
          lower: false,
          listening: false,
        });
      }),
    );
  });
});
