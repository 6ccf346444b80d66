// The projections' promise: any order and any split of arrival of different outboxes gives the same figures.
import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newLog } from '../../shared/server/log.ts';
import { journalKit } from '../journal/journal-kit.ts';
import {
  batchOf,
  HALL,
  open,
  RESTROOM,
  type SampleOutbox,
  sampleOutbox,
  seal,
  tap,
  write,
} from '../journal/sample.ts';
import { replayJournal } from '../records/replay.ts';
import { riverDatabase, tempFolder } from '../river-kit.ts';

const act = fc.record({
  what: fc.constantFrom(
    'tap',
    'tap',
    'tap',
    'poor',
    'reason',
    'unreason',
    'glass',
    'noGlass',
    'placed',
    'seal',
  ),
  after: fc.constantFrom(100, 700, 1_500, 3_000, 9_000, 70_000),
  level: fc.constantFrom(1, 2, 3, 4),
  marks: fc.subarray(['locked', 'multi', 'staffPresent', 'outOfHours'] as const),
  target: fc.nat(20),
});
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

/** Three outboxes of two terminals; reasons may speak of ratings in any of them. */
function writeAll(lives: readonly (readonly Act[])[]): SampleOutbox[] {
  const ratings: string[] = [];
  let previous: SampleOutbox | undefined;
  return lives.map((acts, index) => {
    const outbox = index === 1 && previous ? sampleOutbox(previous.terminal) : sampleOutbox();
    open(outbox, index === 1 ? previous : undefined);
    for (const each of acts) one(outbox, each, ratings);
    previous = outbox;
    return outbox;
  });
}

function one(outbox: SampleOutbox, { what, after, level, marks, target }: Act, ratings: string[]): void {
  const rating = ratings[target % Math.max(1, ratings.length)];
  if (what === 'tap') tap(outbox, { level, marks, area: target % 2 ? HALL : RESTROOM }, after);
  else if (what === 'poor') ratings.push(tap(outbox, { level: 1 }, after).id);
  else if (what === 'glass' || what === 'noGlass') {
    write(
      outbox,
      'glassChanged',
      { area: HALL, on: what === 'glass', since: Math.max(0, outbox.mono - 20_000) },
      after,
    );
  } else if (what === 'placed') write(outbox, 'placed', { area: target % 2 ? HALL : RESTROOM }, after);
  else if (what === 'seal') seal(outbox);
  else if (rating) {
    write(
      outbox,
      'reasonGiven',
      { area: HALL, rating, reason: target % 2 ? 'smell' : 'floor', given: what === 'reason' },
      after,
    );
  }
}

/** Sends everything, choosing outbox and length of each batch by `choices`; returns the figures. */
async function arrive(outboxes: readonly SampleOutbox[], choices: readonly number[], restartEvery: number) {
  const folder = tempFolder();
  const path = `${folder}/hub.sqlite`;
  const database = await riverDatabase(path);
  let kit = await journalKit(database);
  const sent = outboxes.map(() => 0);
  for (let turn = 0; ; turn++) {
    const unsent = outboxes.flatMap((outbox, index) =>
      (sent[index] ?? 0) < outbox.facts.length ? [index] : [],
    );
    const choice = choices[turn % choices.length] ?? 0;
    const index = unsent[choice % Math.max(1, unsent.length)];
    const outbox = index === undefined ? undefined : outboxes[index];
    if (index === undefined || !outbox) break;
    const from = (sent[index] ?? 0) + 1;
    const through = Math.min(outbox.facts.length, from + (choice % 7));
    const { durable } = await kit.send(outbox.terminal, batchOf(outbox, from, through));
    if (choice % 3 === 0) await durable;
    sent[index] = through;
    if (turn % restartEvery === restartEvery - 1) {
      await kit.journal.settled();
      kit = await journalKit(database);
    }
  }
  await kit.journal.settled();
  const figures = {
    tally: await database.all('SELECT * FROM tally ORDER BY area, slot, estimated'),
    reasons: await database.all('SELECT * FROM reason_tally WHERE count <> 0 ORDER BY area, slot, reason'),
    listening: await database.all('SELECT * FROM listening WHERE millis <> 0 ORDER BY area, slot, terminal'),
    verdicts: await database.all(
      'SELECT hex(f.id) AS id, v.why FROM verdict v JOIN fact f USING (site, position) ORDER BY 1',
    ),
  };
  const replay = await replayJournal({ path, log: newLog('test', 'silent'), now: () => 0 });
  await database.close();
  rmSync(folder, { recursive: true });
  return { figures, replay };
}

describe('the projections', () => {
  it('do not depend on order, split or restarts of the hub, and equal a replay', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(act, { maxLength: 30 }), { minLength: 3, maxLength: 3 }),
        fc.array(fc.nat(100), { minLength: 5, maxLength: 20 }),
        fc.integer({ min: 2, max: 9 }),
        async (lives, choices, restartEvery) => {
          const outboxes = writeAll(lives);
          const straight = await arrive(outboxes, [0], 1_000);
          const mixed = await arrive([...outboxes].reverse(), choices, restartEvery);
          expect(mixed.figures).toEqual(straight.figures);
          expect(mixed.replay).toMatchObject({ equal: true, differences: [] });
          const taps = outboxes.flatMap(({ facts }) => facts).filter(({ kind }) => kind === 'rated').length;
          const columns = Object.entries(
            straight.figures.tally.reduce<Record<string, number>>((sums, row) => {
              for (const [name, value] of Object.entries(row)) sums[name] = (sums[name] ?? 0) + Number(value);
              return sums;
            }, {}),
          ).filter(([name]) => !['site', 'area', 'slot', 'estimated'].includes(name));
          expect(columns.reduce((sum, [, value]) => sum + value, 0)).toBe(taps);
        },
      ),
      { numRuns: 25 },
    );
  });
});
