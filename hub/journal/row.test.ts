// A fact in columns is still the fact: its canonical text can be written again, byte for byte.
import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../shared/canonical.ts';
import { INPUTS, TAP_MARKS } from '../../shared/fact.ts';
import { LANGUAGES } from '../../shared/language.ts';
import { chainNext } from '../../shared/server/chain.ts';
import type { Database } from '../../shared/server/sqlite.ts';
import { riverDatabase, tempFolder } from '../river-kit.ts';
import { appendGroup, prepareCommits } from '../store/group-commit.ts';
import { readFacts } from '../store/journal-reads.ts';
import { chainFollower, chainState } from './chain-run.ts';
import { decodeFact } from './decode-fact.ts';
import { buildGroup } from './group.ts';
import { newOutbox } from './outbox.ts';
import { factText } from './row.ts';

const safe = fc.integer({ min: 0, max: 9_007_199_254_740 });
const mono = fc.integer({ min: -604_800_000, max: 9_007_199_254_740 });
const id = fc.stringMatching(/^[A-Za-z0-9_-]{22}$/);
const rated = fc.record({
  sequence: fc.integer({ min: 1, max: 9_007_199_254_740 }),
  id,
  kind: fc.constant('rated'),
  wall: safe,
  mono,
  body: fc.record({
    area: fc.constantFrom(1, 2, 2_147_483_647),
    level: fc.constantFrom(1, 2, 3, 4),
    language: fc.constantFrom(...LANGUAGES),
    input: fc.constantFrom(...INPUTS),
    marks: fc.subarray([...TAP_MARKS]),
  }),
});
const unknown = fc.record({
  sequence: fc.integer({ min: 1, max: 9_007_199_254_740 }),
  id,
  kind: fc.stringMatching(/^x[A-Za-z]{0,20}$/),
  wall: safe,
  mono,
  body: fc.dictionary(fc.string({ maxLength: 20 }), fc.jsonValue(), { maxKeys: 5 }),
});

describe('a fact as a row', () => {
  it('has the same canonical text as the fact that was sent, whatever it says', () => {
    fc.assert(
      fc.property(fc.oneof(rated, unknown), (sent) => {
        const wire: unknown = JSON.parse(JSON.stringify(sent));
        const decoded = decodeFact(wire, () => true);
        if (!decoded.ok) throw new Error(decoded.error.message);
        expect(decoded.value.text).toBe(canonicalJson(wire));
        expect(factText(decoded.value)).toBe(canonicalJson(wire));
      }),
    );
  });

  it('comes back from the database with the text that went in', async () => {
    const folder = tempFolder();
    const database: Database = await riverDatabase(`${folder}/hub.sqlite`);
    await prepareCommits(database);
    const entry = newOutbox(1, 'abcdefghijklmnop', 'ponmlkjihgfedcba');
    let head = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(rated, unknown), { minLength: 1, maxLength: 20 }), async (sent) => {
        const texts: string[] = [];
        const facts = sent.map((each) => {
          const decoded = decodeFact(JSON.parse(JSON.stringify(each)), () => true);
          if (!decoded.ok) throw new Error(decoded.error.message);
          const { text, ...fact } = decoded.value;
          texts.push(text);
          const times = { at: each.wall, estimated: each.mono % 2 === 0, receivedAt: 5 };
          return { ...fact, ...times, origin: entry, position: 0, previous: 0 };
        });
        const batch = {
          facts,
          flaws: [],
          receivedAt: 5,
          through: head + facts.length,
          hash: entry.takenHash,
          openedAt: undefined,
          predecessor: undefined,
        };
        entry.mark = head;
        const group = buildGroup([{ entry, batch, done: () => undefined }], [], head);
        await appendGroup(database, group.payload, undefined);
        const rows = await readFacts(database, head, head + facts.length, 100);
        expect(rows.map(factText)).toEqual(texts);
        expect(rows.map(({ at, estimated }) => [at, estimated])).toEqual(
          facts.map(({ at, estimated }) => [at, estimated]),
        );
        head += facts.length;
      }),
      { numRuns: 60 },
    );
    await database.close();
    rmSync(folder, { recursive: true });
  });

  it('[F4] is followed by the same chain, many at once or one by one', () => {
    const follow = chainFollower();
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constant('界'.repeat(40_000))), { maxLength: 5 }),
        (texts) => {
          let one = Buffer.alloc(32);
          let many = chainState(one);
          for (const text of texts) {
            one = Buffer.from(chainNext(one, text));
            many = follow(many, text);
          }
          expect(many).toBe(chainState(one));
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('[W14] a malformed fact', () => {
  const good = {
    sequence: 1,
    id: 'AAAAAAAAAAAAAAAAAAAAAA',
    kind: 'rated',
    wall: 1,
    mono: 1,
    body: { area: 2, level: 4, language: 'en', input: 'touch', marks: [] as string[] },
  };
  const knows = (area: number): boolean => area === 2;
  it.each([
    ['an envelope with more in it', { ...good, more: 1 }, '/more'],
    ['a level out of range', { ...good, body: { ...good.body, level: 5 } }, '/body/level'],
    ['an area that the house does not have', { ...good, body: { ...good.body, area: 9 } }, '/body/area'],
    ['marks out of order', { ...good, body: { ...good.body, marks: ['multi', 'locked'] } }, '/body/marks'],
    ['a mark twice', { ...good, body: { ...good.body, marks: ['multi', 'multi'] } }, '/body/marks'],
    ['a text of 10,000 characters', { ...good, kind: 'xLong', body: { text: 'x'.repeat(10_000) } }, ''],
    ['a monotonic time of more than a week before the boot', { ...good, mono: -604_800_001 }, '/mono'],
  ])('with %s is told by its path', (_what, fact, path) => {
    const decoded = decodeFact(fact, knows);
    expect(decoded).toMatchObject({ ok: false, error: { path } });
  });
});
