// A terminal's folder and the ways in which it cannot be used, each with one sentence for the technician.
import { accessSync, constants, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../shared/result.ts';
import { makeFolder } from '../shared/server/make-folder.ts';
import { migrate } from '../shared/server/migrate.ts';
import { type Database, openDatabase, StoreError } from '../shared/server/sqlite.ts';
import { MIGRATIONS } from './store/migrations.ts';

/** Why a terminal cannot start, with a sentence for the technician. */
export interface TerminalProblem {
  readonly reason:
    | 'folderUnusable'
    | 'alreadyRunning'
    | 'newerDatabase'
    | 'storeUnusable'
    | 'damagedEnrolment'
    | 'unusableKey'
    | 'portTaken'
    | 'addressUnusable';
  readonly message: string;
}

export const problem = (reason: TerminalProblem['reason'], message: string): Result<never, TerminalProblem> =>
  fail({ reason, message });

/** Makes the folder and proves that it can be written. */
export function prepareFolder(data: string): Result<void, TerminalProblem> {
  try {
    makeFolder(data, 0o700);
    accessSync(data, constants.W_OK);
    const probe = join(data, '.writable');
    writeFileSync(probe, '');
    rmSync(probe);
    return ok(undefined);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return problem('folderUnusable', `The folder ${data} cannot be written (${why}).`);
  }
}

/** A full or failing disk at the start is an expected failure; anything else is not. */
export function storeError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  throw error;
}

export const unusable = (path: string, error: unknown): Result<never, TerminalProblem> =>
  problem(
    'storeUnusable',
    `${path} cannot be used (${error instanceof Error ? error.message : String(error)}).`,
  );

/** The outbox database at its newest version. */
export async function openOutboxes(path: string): Promise<Result<Database, TerminalProblem>> {
  let database: Database | undefined;
  try {
    database = await openDatabase(path);
    const migrated = await migrate(database, MIGRATIONS);
    if (migrated.ok) return ok(database);
    await database.close();
    const { found, known } = migrated.error;
    return problem(
      'newerDatabase',
      `${path} was written by a newer version of Chime (${found}; this one knows up to ${known}). Nothing was changed.`,
    );
  } catch (error) {
    await database?.close().catch(() => undefined);
    return unusable(path, error);
  }
}
