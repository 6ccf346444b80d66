// Beside the outbox: an open write transaction on a small database, so that two processes never write one folder.
import { fail, ok, type Result } from '../../shared/result.ts';
import { type Database, openDatabase, StoreError } from '../../shared/server/sqlite.ts';

export interface FolderLock {
  release(): Promise<void>;
}

/** Held until released or until the process ends. Waits up to `waitMs` for one that is just ending. */
export async function lockFolder(path: string, waitMs = 2_000): Promise<Result<FolderLock, 'inUse'>> {
  let database: Database | undefined;
  try {
    database = await openDatabase(path);
    const held = database;
    await held.exec(`PRAGMA busy_timeout = ${waitMs}; BEGIN IMMEDIATE;`);
    return ok({
      async release() {
        await held.exec('ROLLBACK');
        await held.close();
      },
    });
  } catch (error) {
    await database?.close();
    if (error instanceof StoreError && error.code === 'SQLITE_BUSY') return fail('inUse');
    throw error;
  }
}
