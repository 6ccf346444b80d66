// Schema versions of a database: forward only, numbered, each in a transaction, after a backup. Never reset.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { fail, ok, type Result } from '../result.ts';
import type { Database, Statements } from './sqlite.ts';

export interface Migration {
  /** 1, 2, 3 … without a gap; never edited once released. */
  readonly version: number;
  up(statements: Statements): Promise<void>;
}

export interface NewerDatabase {
  readonly reason: 'newerDatabase';
  readonly found: number;
  readonly known: number;
}

/**
 * Brings the database to the newest version. Before the first change of a database that holds data a copy is laid beside
 * it (`<path>.before-v<n>`). A database of a newer program is refused and left as it is.
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
): Promise<Result<{ from: number; to: number }, NewerDatabase>> {
  const row = await database.get('PRAGMA user_version');
  const from = Number(row?.['user_version'] ?? 0);
  const known = migrations.length;
  if (from > known) return fail({ reason: 'newerDatabase', found: from, known });
  if (from > 0 && from < known) await keepCopy(database, `${database.path}.before-v${from + 1}`);
  for (const migration of migrations.slice(from)) {
    await database.transaction(async (statements) => {
      await migration.up(statements);
      await statements.exec(`PRAGMA user_version = ${migration.version}`);
    });
  }
  return ok({ from, to: known });
}

async function keepCopy(database: Database, path: string): Promise<void> {
  if (existsSync(path)) return;
  const unfinished = `${path}.unfinished`;
  rmSync(unfinished, { force: true });
  await database.backupTo(unfinished);
  renameSync(unfinished, path);
}
