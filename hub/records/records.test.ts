// The proofs: whatever is changed behind the hub's back is found, and a restored backup loses nothing that terminals keep.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newName, newSigner } from '../../shared/server/keys.ts';
import { newLog } from '../../shared/server/log.ts';
import { type Database, openDatabase } from '../../shared/server/sqlite.ts';
import { type JournalKit, journalKit } from '../journal/journal-kit.ts';
import { batchOf, NOON, open, type SampleOutbox, sampleOutbox, seal, tap, write } from '../journal/sample.ts';
import { riverDatabase, tempFolder } from '../river-kit.ts';
import { restoreDatabase } from './backup.ts';
import { sealJournal } from './daily-seal.ts';
import { newRecords } from './records.ts';

const hub = newSigner();

describe('records', () => {
  let folder: string;
  let path: string;
  let database: Database;
  let kit: JournalKit;
  let outbox: SampleOutbox;

  beforeEach(async () => {
    folder = tempFolder();
    path = `${folder}/hub.sqlite`;
    database = await riverDatabase(path);
    kit = await journalKit(database);
    outbox = sampleOutbox();
    open(outbox);
    for (let n = 0; n < 4; n++) tap(outbox);
    write(outbox, 'rated', { wrong: true });
    seal(outbox);
    tap(outbox);
    await send(outbox);
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const send = async (each: SampleOutbox): Promise<number> =>
    (await kit.send(each.terminal, batchOf(each))).durable;
  const records = () =>
    newRecords({
      database,
      keyOf: (terminal) => (terminal === outbox.terminal ? outbox.signer.publicKey : undefined),
      hubKey: hub.publicKey,
      log: newLog('test', 'silent'),
      now: () => NOON,
    });
  const problems = async () => (await records().verify()).problems.map(({ what }) => what);

  it('verify finds nothing in an untouched journal and says what no seal vouches for yet', async () => {
    expect(await records().verify()).toEqual({
      at: NOON,
      facts: 8,
      outboxes: 1,
      seals: 1,
      unsealed: 1,
      problems: [],
    });
  });

  it.each([
    ['a changed level', 'UPDATE fact SET level = 1 WHERE position = 2', ['brokenChain']],
    ['a level that does not exist', 'UPDATE fact SET level = 9 WHERE position = 2', ['brokenChain']],
    ['a changed time', 'UPDATE fact SET wall = wall + 1 WHERE position = 3', ['brokenChain']],
    ['a changed fact behind the last seal', 'UPDATE fact SET level = 1 WHERE position = 8', ['brokenChain']],
    [
      'a changed body',
      `UPDATE fact SET body = replace(body, '1.0.0', '1.0.1') WHERE position = 1`,
      ['brokenChain'],
    ],
    ['changed bytes in quarantine', `UPDATE quarantine SET bytes = '{}'`, ['brokenChain']],
    ['a removed fact', 'DELETE FROM fact WHERE position = 3', ['journalGap', 'gap', 'brokenChain']],
    ['a removed last fact', 'DELETE FROM fact WHERE position = 8', ['journalGap', 'gap']],
    ['a changed head', `UPDATE outbox SET hash = '${'A'.repeat(43)}'`, ['brokenChain']],
  ])('verify finds %s', async (_what, sql, expected) => {
    await database.run(sql);
    expect(await problems()).toEqual(expected);
  });

  it('verify finds a chain that somebody computed anew but could not sign', async () => {
    const forged = sampleOutbox(outbox.terminal);
    open(forged);
    seal(forged, newSigner());
    await send(forged);
    expect(await problems()).toEqual(['wrongSeal']);
  });

  it('[F7] verify finds a fork', async () => {
    for (const next of [sampleOutbox(outbox.terminal), sampleOutbox(outbox.terminal)]) {
      open(next, outbox, 8);
      await send(next);
    }
    expect(await problems()).toEqual(['fork']);
  });

  it('the daily seal holds the heads of all outboxes; a history written anew contradicts it', async () => {
    expect(await sealJournal(database, hub, NOON)).toBe(true);
    expect(await sealJournal(database, hub, NOON)).toBe(false);
    expect(await problems()).toEqual([]);
    const text = String((await database.get('SELECT text FROM seal'))?.['text']);
    expect(text.split('\n').slice(0, 4)).toEqual([
      'chime journal seal 1',
      'at 2026-03-17T04:00:00.000Z',
      'epoch 1',
      'position 8',
    ]);
    await database.run(`UPDATE seal SET text = replace(text, 'epoch 1', 'epoch 2')`);
    expect(await problems()).toEqual(['wrongSeal']);
  });

  it('replay equals the live projections and names what was changed in them', async () => {
    expect(await records().replay()).toMatchObject({ equal: true, differences: [], facts: 7 });
    await database.run('UPDATE tally SET n4 = n4 + 1');
    const report = await records().replay();
    expect(report.equal).toBe(false);
    expect(report.differences).toMatchObject([{ table: 'tally' }]);
  });

  it('a backup is whole, and never overwrites', async () => {
    const copy = `${folder}/copy.sqlite`;
    await records().backup(copy);
    expect(existsSync(`${copy}.unfinished`)).toBe(false);
    await expect(records().backup(copy)).rejects.toThrow(/exists already/);
  });

  it('[W5] after a restore the epoch rises and the terminals fill the gap from what they keep', async () => {
    const copy = `${folder}/copy.sqlite`;
    await records().backup(copy);
    const later = sampleOutbox(outbox.terminal, newName(), outbox.signer);
    open(later, outbox);
    tap(later);
    tap(outbox, {}, 1);
    for (const each of [outbox, later]) await send(each);
    const before = await database.all('SELECT * FROM tally');
    await database.close();
    const restored = await restoreDatabase(copy, path, NOON);
    expect(restored).toMatchObject({ ok: true, value: { epoch: 2, position: 8 } });
    expect(existsSync(`${path}.before-restore-${NOON}`)).toBe(true);
    database = await openDatabase(path);
    kit = await journalKit(database);
    expect(kit.journal.epoch()).toBe(2);
    expect((await kit.journal.outbox(outbox.name, outbox.terminal)).mark).toBe(8);
    for (const each of [outbox, later]) expect(await send(each)).toBe(each.facts.length);
    expect(await database.all('SELECT * FROM tally')).toEqual(before);
    expect(await records().replay()).toMatchObject({ equal: true });
  });

  it('a file that is no sound backup is refused, and what stands there stays', async () => {
    const wrong = `${folder}/wrong`;
    writeFileSync(wrong, 'no database');
    expect(await restoreDatabase(wrong, path, NOON)).toMatchObject({
      ok: false,
      error: { reason: 'notADatabase' },
    });
    const empty = `${folder}/empty.sqlite`;
    await (await openDatabase(empty)).close();
    expect(await restoreDatabase(empty, path, NOON)).toMatchObject({
      ok: false,
      error: { reason: 'notADatabase' },
    });
    expect(await database.get('SELECT count(*) AS n FROM fact')).toEqual({ n: 7 });
  });
});
