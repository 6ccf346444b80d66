// The journal's promises: nothing acknowledged before it is durable, nothing twice, nothing lost to a full disk.
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newName } from '../../shared/server/keys.ts';
import { type Database, StoreError } from '../../shared/server/sqlite.ts';
import { riverDatabase, tempFolder } from '../river-kit.ts';
import { readQuarantine } from '../store/journal-reads.ts';
import { journalKit } from './journal-kit.ts';
import { BROKEN_CHAIN, CLONED } from './outbox.ts';
import { batchOf, headOf, open, sampleOutbox, tap, write } from './sample.ts';

describe('the journal', () => {
  let folder: string;
  let database: Database;
  beforeEach(async () => {
    folder = tempFolder();
    database = await riverDatabase(`${folder}/hub.sqlite`);
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const count = async (table: string): Promise<number> =>
    Number((await database.get(`SELECT count(*) AS n FROM ${table}`))?.['n']);

  it('[W11] takes facts from mark + 1 and lets those at or below it fall away', async () => {
    const kit = await journalKit(database);
    const outbox = sampleOutbox();
    open(outbox);
    for (let n = 0; n < 5; n++) tap(outbox);
    expect(await (await kit.send(outbox.terminal, batchOf(outbox, 1, 4))).durable).toBe(4);
    expect(await (await kit.send(outbox.terminal, batchOf(outbox, 2, 6))).durable).toBe(6);
    expect((await kit.send(outbox.terminal, batchOf(outbox, 1, 6))).how).toBe('nothingNew');
    expect(await count('fact')).toBe(6);
  });

  it('[W11] answers a batch that begins behind mark + 1 with the mark and takes nothing', async () => {
    const kit = await journalKit(database);
    const outbox = sampleOutbox();
    open(outbox);
    tap(outbox);
    const sent = await kit.send(outbox.terminal, batchOf(outbox, 2, 2));
    expect(sent.how).toBe('ahead');
    expect(await sent.durable).toBe(0);
    expect(await count('fact')).toBe(0);
  });

  it('[W12] refuses a batch whose sequences do not rise by one', async () => {
    const kit = await journalKit(database);
    const outbox = sampleOutbox();
    open(outbox);
    tap(outbox);
    tap(outbox);
    const whole = batchOf(outbox);
    const facts = whole.facts.filter(({ sequence }) => sequence !== 2);
    expect((await kit.send(outbox.terminal, { ...whole, facts })).how).toBe('gapInBatch');
  });

  it('[W13] takes nothing of a batch with a forged hash or a changed fact, and flags the outbox', async () => {
    const kit = await journalKit(database);
    const outbox = sampleOutbox();
    open(outbox);
    tap(outbox);
    const whole = batchOf(outbox);
    const hash = headOf(outbox, 1).toString('base64url');
    expect((await kit.send(outbox.terminal, { ...whole, hash })).how).toBe('brokenChain');
    const [first] = whole.facts;
    const other = { ...outbox.facts[1], wall: 1, sequence: 2 };
    expect((await kit.send(outbox.terminal, { ...whole, facts: first ? [first, other] : [] })).how).toBe(
      'brokenChain',
    );
    expect(kit.flags.get(outbox.terminal)).toBe(BROKEN_CHAIN);
    expect(await count('fact')).toBe(0);
  });

  it('[W14] keeps a malformed fact in quarantine, in its place in the chain, and goes on', async () => {
    const kit = await journalKit(database);
    const outbox = sampleOutbox();
    open(outbox);
    tap(outbox, { area: 99 });
    write(outbox, 'rated', { nonsense: '<b>' });
    write(outbox, 'somethingNew', { a: 1 });
    tap(outbox);
    expect(await (await kit.send(outbox.terminal, batchOf(outbox))).durable).toBe(5);
    expect((await readQuarantine(database, 1_000, 10)).map(({ sequence, path }) => [sequence, path])).toEqual(
      [
        [3, expect.any(String)],
        [2, '/body/area'],
      ],
    );
    const kinds = await database.all('SELECT kind FROM fact ORDER BY position');
    expect(kinds.map(({ kind }) => kind)).toEqual(['outboxOpened', 'somethingNew', 'rated']);
  });

  it('[W15] gives an outbox to the terminal that first sent it', async () => {
    const kit = await journalKit(database);
    const outbox = sampleOutbox();
    open(outbox);
    await (await kit.send(outbox.terminal, batchOf(outbox))).durable;
    expect((await kit.send(newName(), batchOf(outbox))).how).toBe('foreignOutbox');
  });

  it('[F7] flags two outboxes that name the same predecessor, and keeps both', async () => {
    const kit = await journalKit(database);
    const first = sampleOutbox();
    open(first);
    const [one, two] = [1, 2].map(() => sampleOutbox(first.terminal, newName(), first.signer));
    if (!one || !two) throw new Error('two');
    open(one, first);
    open(two, first);
    for (const each of [first, one]) await (await kit.send(first.terminal, batchOf(each))).durable;
    expect(kit.flags.get(first.terminal)).toBe(undefined);
    await (await kit.send(first.terminal, batchOf(two))).durable;
    expect(kit.flags.get(first.terminal)).toBe(CLONED);
    expect(await count('fact')).toBe(3);
  });

  it('[F7] flags an outbox that grows after its successor opened, whichever arrives first', async () => {
    for (const lateFirst of [true, false]) {
      const kit = await journalKit(database);
      const first = sampleOutbox();
      open(first);
      const next = sampleOutbox(first.terminal, newName(), first.signer);
      open(next, first);
      tap(first);
      for (const each of lateFirst ? [next, first] : [first, next]) {
        await (await kit.send(first.terminal, batchOf(each))).durable;
      }
      expect(kit.flags.get(first.terminal)).toBe(CLONED);
    }
  });

  it('[W10] acknowledges nothing while commits fail, presses the sockets, and resumes by itself', async () => {
    let full = false;
    let tries = 0;
    const flaky: Database = {
      ...database,
      run: (sql, params) => {
        if (full && sql.includes('append_group')) {
          tries += 1;
          return Promise.reject(new StoreError('disk is full', 'SQLITE_FULL'));
        }
        return database.run(sql, params);
      },
    };
    const kit = await journalKit(flaky);
    const outbox = sampleOutbox();
    open(outbox);
    tap(outbox);
    await (await kit.send(outbox.terminal, batchOf(outbox, 1, 1))).durable;
    full = true;
    let acknowledged = 0;
    const { durable } = await kit.send(outbox.terminal, batchOf(outbox, 2, 2));
    void durable.then((through) => {
      acknowledged = through;
    });
    while (tries === 0) await new Promise((resolve) => setImmediate(resolve));
    expect([acknowledged, kit.journal.healthy(), kit.pressure.at(-1)]).toEqual([0, false, true]);
    full = false;
    while (acknowledged === 0) {
      kit.retry();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect([acknowledged, kit.journal.healthy(), kit.pressure.at(-1)]).toEqual([2, true, false]);
    expect(await count('fact')).toBe(2);
  });

  it('[W11] forgets what it took when another writer moved the journal, so that terminals rewind', async () => {
    const kit = await journalKit(database);
    const outbox = sampleOutbox();
    open(outbox);
    tap(outbox);
    await (await kit.send(outbox.terminal, batchOf(outbox, 1, 1))).durable;
    await database.run('UPDATE journal_head SET position = position + 1');
    await kit.send(outbox.terminal, batchOf(outbox, 2, 2));
    await kit.journal.settled();
    expect(kit.lost()).toBe(1);
    expect(await count('fact')).toBe(1);
    expect((await kit.journal.outbox(outbox.name, outbox.terminal)).mark).toBe(1);
  });

  it('[T2][T4] reckons the time from clock facts alone, clamped to the moment of receipt', async () => {
    const kit = await journalKit(database);
    const outbox = sampleOutbox();
    open(outbox);
    tap(outbox);
    write(outbox, 'clockMeasured', { hub: outbox.origin + 500_000, roundTrip: 3 });
    tap(outbox, {}, 1_000);
    tap(outbox, {}, 900_000_000);
    await (await kit.send(outbox.terminal, batchOf(outbox))).durable;
    const rows = await database.all('SELECT at - ? AS at FROM fact ORDER BY position', [outbox.origin]);
    expect(rows.map(({ at }) => at)).toEqual([10_000, 20_000, 500_000, 501_000, 86_400_000]);
  });

  it('[T3] marks estimated times and keeps them within their bounds', async () => {
    const kit = await journalKit(database);
    const outbox = sampleOutbox();
    open(outbox);
    tap(outbox);
    const { origin } = outbox;
    const clock = {
      how: 'estimated',
      wall: origin,
      hub: origin - 7_000,
      notBefore: origin + 4_000,
      notAfter: origin + 12_000,
    } as const;
    await (await kit.send(outbox.terminal, batchOf(outbox, 1, 2, clock))).durable;
    const rows = await database.all('SELECT at - ? AS at, estimated FROM fact ORDER BY position', [origin]);
    expect(rows).toEqual([
      { at: 4_000, estimated: 1 },
      { at: 12_000, estimated: 1 },
    ]);
  });
});
