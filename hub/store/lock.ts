// One hub per data folder: an open write transaction on a small database of its own, which the system ends with the process.
import { join } from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';
import { openDatabase, StoreError } from '../../shared/server/sqlite.ts';

export interface FolderLock {
  release(): Promise<void>;
}

/** @throws StoreError when the folder itself fails */
export async function lockFolder(folder: string): Promise<Result<FolderLock, 'taken'>> {
  const path = join(folder, 'hub.lock');
  const database = await openDatabase(path).catch((error: unknown) => {
    if (error instanceof StoreError && error.code === 'SQLITE_BUSY') return undefined;
    throw error;
  });
  if (!database) return fail('taken');
  try {
    await database.exec('PRAGMA busy_timeout = 0; BEGIN IMMEDIATE;');
  } catch (error) {
    await database.close();
    if (error instanceof StoreError && error.code === 'SQLITE_BUSY') return fail('taken');
    throw error;
  }
  return ok({ release: () => database.close() });
}
