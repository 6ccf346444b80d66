// Copies of the whole database, and the way back from one.
import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';
import { type Database, openDatabase, StoreError } from '../../shared/server/sqlite.ts';
import { MIGRATIONS } from '../store/migrations.ts';
import { checkCopy, raiseEpoch } from '../store/restored.ts';

const SUFFIXES = ['', '-wal', '-shm'] as const;

function syncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Consistent online copy into a new file; it appears under its name only when it is whole and durable.
 * @throws Error when the file exists, and what store and file system throw
 */
export async function backupTo(database: Database, path: string): Promise<void> {
  if (existsSync(path)) throw new Error(`${path} exists already`);
  const unfinished = `${path}.unfinished`;
  rmSync(unfinished, { force: true });
  await database.backupTo(unfinished);
  syncPath(unfinished);
  renameSync(unfinished, path);
  syncPath(dirname(path));
}

export interface NotRestored {
  readonly reason: 'notADatabase' | 'damaged' | 'newerDatabase';
  readonly message: string;
}
export interface Restored {
  readonly epoch: number;
  readonly position: number;
  /** Where the database that stood there before is now; undefined when there was none. */
  readonly keptAside: string | undefined;
}

/**
 * Puts a backup in the place of the hub's database while no hub runs. The journal's epoch rises; terminals fill the gap
 * from what they keep. Nothing is deleted: the database that stood there is kept beside.
 * @param now names the file kept aside, ms since 1970
 */
export async function restoreDatabase(
  backup: string,
  target: string,
  now: number,
): Promise<Result<Restored, NotRestored>> {
  const unfinished = `${target}.unfinished`;
  for (const suffix of SUFFIXES) rmSync(`${unfinished}${suffix}`, { force: true });
  if (!existsSync(backup)) return fail({ reason: 'notADatabase', message: `${backup} does not exist` });
  copyFileSync(backup, unfinished);
  const raised = await prepareCopy(unfinished, await epochOf(target));
  if (!raised.ok) {
    for (const suffix of SUFFIXES) rmSync(`${unfinished}${suffix}`, { force: true });
    return raised;
  }
  const keptAside = existsSync(target) ? `${target}.before-restore-${now}` : undefined;
  for (const suffix of SUFFIXES) {
    if (keptAside && existsSync(`${target}${suffix}`))
      renameSync(`${target}${suffix}`, `${keptAside}${suffix}`);
  }
  syncPath(unfinished);
  renameSync(unfinished, target);
  syncPath(dirname(target));
  return ok({ ...raised.value, keptAside });
}

/** Epoch of the database that is replaced: the new one must be higher also when the backup is of before a restore. */
async function epochOf(path: string): Promise<number> {
  if (!existsSync(path)) return 0;
  try {
    const database = await openDatabase(path);
    try {
      const found = await checkCopy(database, MIGRATIONS.length);
      return found.ok ? found.value.epoch : 0;
    } finally {
      await database.close();
    }
  } catch (error) {
    // What is replaced may be broken: that is why it is replaced.
    if (error instanceof StoreError) return 0;
    throw error;
  }
}

async function prepareCopy(
  path: string,
  epochBefore: number,
): Promise<Result<{ epoch: number; position: number }, NotRestored>> {
  let database: Database;
  try {
    database = await openDatabase(path);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return fail({ reason: 'notADatabase', message: error.message });
  }
  try {
    const found = await checkCopy(database, MIGRATIONS.length);
    if (!found.ok) return found;
    const epoch = Math.max(found.value.epoch, epochBefore) + 1;
    await raiseEpoch(database, epoch);
    return ok({ epoch, position: found.value.position });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return fail({ reason: 'damaged', message: error.message });
  } finally {
    // Closing the only connection brings the write-ahead log into the file.
    await database.close();
  }
}
