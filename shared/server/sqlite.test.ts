// Beside sqlite.ts and migrate.ts: what the outbox and the journal rely on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { typedQueries } from './kysely-sqlite.ts';
import { type Migration, migrate } from './migrate.ts';
import { type Database, openDatabase, StoreError } from './sqlite.ts';

let folder: string;
let database: Database;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chime-sqlite-'));
  database = await openDatabase(join(folder, 'a.sqlite'));
  await database.exec('CREATE TABLE tap (n INTEGER PRIMARY KEY)');
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

const count = async () => (await database.get('SELECT count(*) AS n FROM tap'))?.['n'];

describe('one connection', () => {
  it('is durable by default: WAL and synchronous FULL', async () => {
    expect((await database.get('PRAGMA journal_mode'))?.['journal_mode']).toBe('wal');
    expect((await database.get('PRAGMA synchronous'))?.['synchronous']).toBe(2);
  });

  it('keeps foreign statements out of an open transaction, so that a rollback takes back only its own', async () => {
    const doomed = database.transaction(async (statements) => {
      await statements.run('INSERT INTO tap VALUES (1)');
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error('no');
    });
    const foreign = database.run('INSERT INTO tap VALUES (2)');
    await expect(doomed).rejects.toThrow('no');
    await foreign;
    expect(await database.all('SELECT n FROM tap')).toEqual([{ n: 2 }]);
  });

  it('goes on after a failed statement and names SQLite`s own code', async () => {
    await database.run('INSERT INTO tap VALUES (1)');
    const failed = database.run('INSERT INTO tap VALUES (1)');
    await expect(failed).rejects.toBeInstanceOf(StoreError);
    await expect(failed).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT' });
    expect(await count()).toBe(1);
  });

  it('refuses to write through a reader', async () => {
    const reader = await openDatabase(database.path, { readOnly: true });
    await expect(reader.run('INSERT INTO tap VALUES (3)')).rejects.toMatchObject({ code: 'SQLITE_READONLY' });
    await reader.close();
  });

  it('copies itself while open', async () => {
    await database.run('INSERT INTO tap VALUES (7)');
    const target = join(folder, 'copy.sqlite');
    await database.backupTo(target);
    const copy = await openDatabase(target, { readOnly: true });
    expect(await copy.all('SELECT n FROM tap')).toEqual([{ n: 7 }]);
    await copy.close();
  });

  it('serves typed queries', async () => {
    const queries = typedQueries<{ tap: { n: number } }>(database);
    await queries.insertInto('tap').values({ n: 5 }).execute();
    const changed = await queries.updateTable('tap').set({ n: 6 }).where('n', '=', 5).executeTakeFirst();
    expect(changed.numUpdatedRows).toBe(1n);
    expect(await queries.selectFrom('tap').selectAll().execute()).toEqual([{ n: 6 }]);
  });
});

describe('migrations', () => {
  const add = (version: number, sql: string): Migration => ({
    version,
    up: (statements) => statements.exec(sql),
  });

  it('run once, in order, and keep a copy before they touch data', async () => {
    const first = [add(1, 'CREATE TABLE a (x)')];
    const second = [...first, add(2, 'ALTER TABLE a ADD COLUMN y')];
    expect(await migrate(database, first)).toMatchObject({ ok: true, value: { from: 0, to: 1 } });
    expect(await migrate(database, second)).toMatchObject({ ok: true, value: { from: 1, to: 2 } });
    expect(await migrate(database, second)).toMatchObject({ ok: true, value: { from: 2, to: 2 } });
    const kept = await openDatabase(`${database.path}.before-v2`, { readOnly: true });
    expect(await kept.all('PRAGMA table_info(a)')).toHaveLength(1);
    await kept.close();
  });

  it('leave the version alone when one fails', async () => {
    await expect(migrate(database, [add(1, 'CREATE TABLE tap (x)')])).rejects.toBeInstanceOf(StoreError);
    expect((await database.get('PRAGMA user_version'))?.['user_version']).toBe(0);
  });

  it('refuse a database of a newer program', async () => {
    await database.exec('PRAGMA user_version = 9');
    expect(await migrate(database, [add(1, '')])).toEqual({
      ok: false,
      error: { reason: 'newerDatabase', found: 9, known: 1 },
    });
  });
});
