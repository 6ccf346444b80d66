// For tests: a river on a real database in a temporary folder, with a clock moved by hand.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../shared/server/clock.ts';
import { newSigner } from '../shared/server/keys.ts';
import { newLog } from '../shared/server/log.ts';
import { migrate } from '../shared/server/migrate.ts';
import { type Database, openDatabase } from '../shared/server/sqlite.ts';
import { NOON, type SampleDirectory, sampleDirectory } from './journal/sample.ts';
import { buildRiver, type River } from './river.ts';
import { journal } from './store/0001-journal.ts';
import { projections } from './store/0002-projections.ts';

export interface HandClock extends Clock {
  at: number;
}
export function handClock(at = NOON + 86_400_000): HandClock {
  const clock = { at, boot: 'boot-hub', wall: () => clock.at, mono: () => clock.at - NOON };
  return clock;
}

export const tempFolder = (): string => mkdtempSync(join(tmpdir(), 'chime-river-'));

/** A database with the river's tables alone. */
export async function riverDatabase(path: string): Promise<Database> {
  const database = await openDatabase(path);
  const migrated = await migrate(database, [journal, projections]);
  if (!migrated.ok) throw new Error('newer database');
  return database;
}

export interface Kit {
  readonly folder: string;
  readonly path: string;
  readonly database: Database;
  readonly reader: Database;
  readonly directory: SampleDirectory;
  readonly clock: HandClock;
  readonly river: River;
  readonly unknown: string[];
  close(): Promise<void>;
}

/** `folder` continues on what stands there; `wrap` puts something between the river and its database. */
export async function riverKit(
  options: {
    folder?: string;
    directory?: SampleDirectory;
    wrap?: (database: Database) => Database;
    signer?: ReturnType<typeof newSigner>;
  } = {},
): Promise<Kit> {
  const folder = options.folder ?? tempFolder();
  const path = join(folder, 'hub.sqlite');
  const database = await riverDatabase(path);
  const reader = await openDatabase(path, { readOnly: true });
  const directory = options.directory ?? sampleDirectory();
  const clock = handClock();
  const unknown: string[] = [];
  const river = await buildRiver({
    database: options.wrap ? options.wrap(database) : database,
    reader,
    directory,
    signer: options.signer ?? newSigner(),
    clock,
    log: newLog('test', 'silent'),
    version: '1.0.0',
    onUnknown: (terminal) => unknown.push(terminal),
  });
  const close = async (): Promise<void> => {
    await river.stop();
    await reader.close();
    await database.close();
    if (!options.folder) rmSync(folder, { recursive: true, force: true });
  };
  return { folder, path, database, reader, directory, clock, river, unknown, close };
}
