// The hub's data folder, opened for one process: lock, database, key. Every complaint is one sentence.
import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../shared/result.ts';
import { loadSigner, type Signer } from '../shared/server/keys.ts';
import { makeFolder } from '../shared/server/make-folder.ts';
import { migrate } from '../shared/server/migrate.ts';
import { type Database, openDatabase, StoreError } from '../shared/server/sqlite.ts';
import { lockFolder } from './store/lock.ts';
import { MIGRATIONS } from './store/migrations.ts';

export interface Problem {
  readonly reason: 'folderTaken' | 'folderUnusable' | 'newerDatabase' | 'portTaken' | 'wrongDatabase';
  /** One sentence for a technician. */
  readonly message: string;
}

export interface DataFolder {
  readonly path: string;
  /** The only connection that writes; migrated. */
  readonly database: Database;
  readonly reader: Database;
  readonly signer: Signer;
  close(): Promise<void>;
}

export const databasePath = (folder: string): string => join(folder, 'hub.sqlite');
export const keyPath = (folder: string): string => join(folder, 'hub.key');
export const socketPath = (folder: string): string => join(folder, 'hub.sock');

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

const problem = (
  reason: Problem['reason'],
  message: string,
): { readonly ok: false; readonly error: Problem } => fail({ reason, message });

const unusable = (folder: string, error: unknown) =>
  problem('folderUnusable', `The data folder ${folder} cannot be used (${codeOf(error)}).`);

/** Makes the folder where it is not there yet, readable by its owner alone. */
export function prepareFolder(folder: string): Result<null, Problem> {
  try {
    makeFolder(folder, 0o700);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok(null);
  } catch (error) {
    return unusable(folder, error);
  }
}

async function openStore(folder: string): Promise<Result<Omit<DataFolder, 'path' | 'close'>, Problem>> {
  const database = await openDatabase(databasePath(folder));
  const migrated = await migrate(database, MIGRATIONS);
  if (!migrated.ok) {
    await database.close();
    const { found, known } = migrated.error;
    const message = `The database in ${folder} is of a newer Chime (version ${found}, this one knows ${known}): update the program.`;
    return problem('newerDatabase', message);
  }
  const reader = await openDatabase(databasePath(folder), { readOnly: true });
  return ok({ database, reader, signer: loadSigner(keyPath(folder)) });
}

/** Takes the folder for this process and brings its database to the newest version. */
export async function openFolder(path: string): Promise<Result<DataFolder, Problem>> {
  const made = prepareFolder(path);
  if (!made.ok) return made;
  try {
    const lock = await lockFolder(path);
    if (!lock.ok) {
      return problem('folderTaken', `Another hub is running on the data folder ${path}: stop it first.`);
    }
    const store = await openStore(path).catch((error: unknown) => {
      if (error instanceof StoreError && !/^SQLITE_(NOTADB|CORRUPT)/.test(error.code)) throw error;
      if (!(error instanceof StoreError)) throw error;
      const message = `The database ${databasePath(path)} is damaged (${error.code}): restore a backup.`;
      return problem('wrongDatabase', message);
    });
    if (!store.ok) {
      await lock.value.release();
      return store;
    }
    const { database, reader } = store.value;
    const close = async (): Promise<void> => {
      await reader.close();
      await database.close();
      await lock.value.release();
    };
    return ok({ ...store.value, path, close });
  } catch (error) {
    return unusable(path, error);
  }
}

export const hasDatabase = (folder: string): boolean => existsSync(databasePath(folder));
