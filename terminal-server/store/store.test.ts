// The outbox file: chained, never twice, kept until acknowledged and old, and whole again after a full disk.

import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chainNext, chainStart } from '../../shared/server/chain.ts';
import { newFactId, newName } from '../../shared/server/keys.ts';
import { migrate } from '../../shared/server/migrate.ts';
import { type Database, openDatabase, StoreError } from '../../shared/server/sqlite.ts';
import { DAY } from '../../shared/site-time.ts';
import { type HandClock, handClock } from '../hand-clock.ts';
import { samplePolicy } from '../sample-policy.ts';
import { newFolder, removeFolder, until } from '../test-terminal.ts';
import { lockFolder } from './lock.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Draft } from './outbox.ts';
import { TerminalStore } from './store.ts';
import { MAX_WAITING } from './writer.ts';

const TERMINAL = newName();
let data: string;
let database: Database;
let hand: HandClock;
let troubles: (string | null)[];

beforeEach(async () => {
  data = newFolder();
  hand = handClock();
  troubles = [];
  database = await openDatabase(join(data, 'outbox.sqlite'));
  await migrate(database, MIGRATIONS);
});
afterEach(async () => {
  await database.close();
  removeFolder(data);
});

const open = (over: Database = database): Promise<TerminalStore> =>
  TerminalStore.open({
    database: over,
    terminal: TERMINAL,
    timers: hand.timers,
    onTrouble: (code) => troubles.push(code),
    onAppended: () => undefined,
  });

const opening = (boot = 'boot-1', id = newName()) => ({
  id,
  boot,
  first: (before: { outbox: string; last: number; hash: string } | null): Draft => ({
    id: newFactId(),
    kind: 'outboxOpened',
    wall: hand.clock.wall(),
    mono: hand.clock.mono(),
    body: {
      area: 5,
      boot,
      version: '0.1.0',
      previous: before && { outbox: before.outbox, length: before.last, hash: before.hash },
    },
  }),
});

const rated = (id = newFactId()): Draft => ({
  id,
  kind: 'rated',
  wall: hand.clock.wall(),
  mono: hand.clock.mono(),
  body: { area: 5, level: 1, language: 'en', input: 'touch', marks: [] },
});
const measured = (hub: number): Draft => ({
  id: newFactId(),
  kind: 'clockMeasured',
  wall: hand.clock.wall(),
  mono: hand.clock.mono(),
  body: { hub, roundTrip: 4 },
});

/** Every fact of an outbox, and whether its chain holds. */
async function chainOf(store: TerminalStore, outbox: string) {
  const facts: string[] = [];
  for (let from = 1; ; ) {
    const batch = await store.batch(outbox, from);
    if (!batch) break;
    facts.push(...batch.facts);
    from = batch.last + 1;
  }
  let hash = chainStart(TERMINAL, outbox);
  for (const fact of facts) hash = chainNext(hash, fact);
  const head = store.outboxes.find(({ id }) => id === outbox);
  return { facts, holds: head?.hash === hash.toString('base64url') && head.last === facts.length };
}

describe('append', () => {
  it('[F4] lays facts behind one another without a gap, whatever comes together', async () => {
    const store = await open();
    const { id } = opening();
    void store.openOutbox(opening('boot-1', id));
    await Promise.all(Array.from({ length: 700 }, () => store.append([rated()])));
    const { facts, holds } = await chainOf(store, id);
    expect(facts).toHaveLength(701);
    expect(holds).toBe(true);
    expect(facts.map((text) => Number(/"sequence":(\d+)/.exec(text)?.[1]))).toEqual(
      facts.map((_, index) => index + 1),
    );
    await store.stop();
  });

  it('[G3] the same id is one fact, at once, later and in another outbox', async () => {
    const store = await open();
    const box = opening();
    void store.openOutbox(box);
    const id = newFactId();
    const results = await Promise.all([store.append([rated(id)]), store.append([rated(id), rated(id)])]);
    await store.append([rated(id)]);
    void store.openOutbox(opening());
    results.push(await store.append([rated(id)]));
    expect(results.every(({ ok }) => ok)).toBe(true);
    const all = await Promise.all(store.outboxes.map((outbox) => chainOf(store, outbox.id)));
    expect(all.flatMap(({ facts }) => facts).filter((text) => text.includes(id))).toHaveLength(1);
    expect(all.every(({ holds }) => holds)).toBe(true);
    await store.stop();
  });

  it('[F3] what was written is there after a new start, and the next outbox names it', async () => {
    const store = await open();
    const box = opening();
    await store.openOutbox(box);
    await store.append([rated(), measured(1_000)]);
    const before = store.outboxes;
    await store.stop();
    const again = await open();
    expect(again.outboxes).toEqual(before);
    expect(again.marks).toMatchObject([{ sequence: 3, hub: 1_000 }]);
    const next = opening();
    await again.openOutbox(next);
    const { facts } = await chainOf(again, next.id);
    expect(facts[0]).toContain(`"previous":{"hash":"${before[0]?.hash}","length":3,"outbox":"${box.id}"}`);
    await again.stop();
  });

  it('any batches in any order of arrival give one chain that holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 12 }), async (sizes) => {
        const store = await open();
        const box = opening();
        void store.openOutbox(box);
        await Promise.all(sizes.map((size) => store.append(Array.from({ length: size }, () => rated()))));
        const { facts, holds } = await chainOf(store, box.id);
        expect(holds || sizes.length === 0).toBe(true);
        expect(sizes.length === 0 || facts.length === 1 + sizes.reduce((a, b) => a + b, 0)).toBe(true);
        await store.stop();
      }),
      { numRuns: 20 },
    );
  });

  it('the level of a rating is found again by its id', async () => {
    const store = await open();
    void store.openOutbox(opening());
    const id = newFactId();
    await store.append([rated(id)]);
    expect(await store.ratingLevel(id)).toBe(1);
    expect(await store.ratingLevel(newFactId())).toBeUndefined();
    expect([await store.has(id), await store.has(newFactId())]).toEqual([true, false]);
    await store.stop();
  });
});

/** A database whose commits fail while `full` is set, as on a full disk. */
function fillable(inner: Database): Database & { full: boolean } {
  const outer = {
    ...inner,
    full: false,
    transaction: <T>(work: Parameters<typeof inner.transaction<T>>[0]): Promise<T> =>
      inner.transaction(async (statements) => {
        const value = await work(statements);
        if (outer.full) throw new StoreError('database or disk is full', 'SQLITE_FULL');
        return value;
      }),
  };
  return outer;
}

describe('a full disk', () => {
  it('nothing is confirmed before it is written, nothing is lost, and room alone heals it', async () => {
    const disk = fillable(database);
    const store = await open(disk);
    const box = opening();
    await store.openOutbox(box);
    disk.full = true;
    const confirmed: string[] = [];
    const ids = Array.from({ length: 20 }, newFactId);
    for (const id of ids) void store.append([rated(id)]).then((result) => result.ok && confirmed.push(id));
    await until(() => troubles.includes('SQLITE_FULL'));
    hand.advance(1_000);
    await until(() => troubles.filter((code) => code === 'SQLITE_FULL').length === 2);
    expect(confirmed).toEqual([]);
    disk.full = false;
    hand.advance(1_000);
    await until(() => confirmed.length === ids.length);
    expect(troubles.at(-1)).toBeNull();
    const { facts, holds } = await chainOf(store, box.id);
    expect([facts.length, holds]).toEqual([21, true]);
    await store.stop();
  });

  it('beyond what memory should hold, appends are refused, so that the page keeps them', async () => {
    const disk = fillable(database);
    const store = await open(disk);
    await store.openOutbox(opening());
    disk.full = true;
    const many = Array.from({ length: MAX_WAITING }, () => rated());
    const waiting = store.append(many);
    expect(await store.append([rated()])).toEqual({ ok: false, error: 'tooMany' });
    await store.stop();
    expect(await waiting).toEqual({ ok: false, error: 'stopped' });
  });

  it('an outbox that could not be opened is opened before the first fact when there is room', async () => {
    const disk = fillable(database);
    disk.full = true;
    const store = await open(disk);
    const box = opening();
    void store.openOutbox(box);
    const kept = store.append([rated()]);
    await until(() => troubles.includes('SQLITE_FULL'));
    disk.full = false;
    hand.advance(1_000);
    expect((await kept).ok).toBe(true);
    expect((await chainOf(store, box.id)).facts.map((text) => /"kind":"(\w+)"/.exec(text)?.[1])).toEqual([
      'outboxOpened',
      'rated',
    ]);
    await store.stop();
  });
});

describe('trimming', () => {
  const grow = async (store: TerminalStore, hub: number) => {
    const box = opening();
    await store.openOutbox(box);
    await store.append([rated(), measured(hub), rated()]);
    return box.id;
  };

  it('[F6] only acknowledged facts that are surely older go; heads and the chain stay', async () => {
    const store = await open();
    const old = await grow(store, 100 * DAY);
    const newer = await grow(store, 500 * DAY);
    store.acknowledged(old, 4);
    store.acknowledged(newer, 4);
    expect(await store.trim(499 * DAY)).toBe(3);
    expect(store.outboxes.map(({ id, last, trimmed }) => [id, last, trimmed])).toEqual([
      [old, 4, 3],
      [newer, 4, 0],
    ]);
    expect((await store.batch(old, 1))?.first).toBe(4);
    expect(await store.trim(500 * DAY)).toBe(4);
    expect((await chainOf(store, newer)).facts).toHaveLength(1);
    await store.append([rated()]);
    expect((await store.batch(newer, 4))?.facts).toHaveLength(2);
    await store.stop();
  });

  it('[F6] facts that are not acknowledged are never trimmed', async () => {
    const store = await open();
    const box = await grow(store, 100 * DAY);
    store.acknowledged(box, 1);
    expect(await store.trim(1_000 * DAY)).toBe(1);
    expect((await store.batch(box, 2))?.facts).toHaveLength(3);
    await store.stop();
  });

  it('acknowledgements outlast a restart, and may go back [W5]', async () => {
    const store = await open();
    const box = await grow(store, 100 * DAY);
    store.acknowledged(box, 3);
    store.acknowledged(box, 2);
    await store.stop();
    const again = await open();
    expect(again.outboxes[0]?.acked).toBe(2);
    expect(again.waiting).toBe(2);
    await again.stop();
  });
});

describe('settings and lock', () => {
  it('[D1] the policy is kept; one that does not fit any more is none', async () => {
    const store = await open();
    expect(await store.policy()).toBeUndefined();
    await store.keepPolicy(samplePolicy({ version: 3 }));
    expect(await store.policy()).toEqual(samplePolicy({ version: 3 }));
    await database.run("UPDATE setting SET value = '{}' WHERE key LIKE 'policy %'");
    expect(await store.policy()).toBeUndefined();
    await store.stop();
  });

  it('a folder is locked once, until released', async () => {
    const path = join(data, 'lock.sqlite');
    const first = await lockFolder(path, 10);
    expect((await lockFolder(path, 10)).ok).toBe(false);
    if (first.ok) await first.value.release();
    const second = await lockFolder(path, 10);
    expect(second.ok).toBe(true);
    if (second.ok) await second.value.release();
  });

  it('outboxes, policy and epoch of another terminal in the same file are not offered', async () => {
    const store = await open();
    await store.openOutbox(opening());
    await store.keepPolicy(samplePolicy({ version: 9 }));
    await store.keepEpoch(3);
    await store.stop();
    const other = await TerminalStore.open({
      database,
      terminal: newName(),
      timers: hand.timers,
      onTrouble: () => undefined,
      onAppended: () => undefined,
    });
    expect(other.outboxes).toEqual([]);
    expect([await other.policy(), other.epoch]).toEqual([undefined, 0]);
    const box = opening();
    await other.openOutbox(box);
    expect(other.outboxes).toMatchObject([{ id: box.id, ord: 2 }]);
    await other.stop();
  });
});
