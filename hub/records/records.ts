// The proofs over the journal, one at a time: they read everything.
import type { Log } from '../../shared/server/log.ts';
import { type Database, openDatabase } from '../../shared/server/sqlite.ts';
import type { Records } from '../contracts.ts';
import { backupTo } from './backup.ts';
import { replayJournal } from './replay.ts';
import { verifyJournal } from './verify.ts';

export interface RecordsDeps {
  readonly database: Database;
  readonly keyOf: (terminal: string) => string | undefined;
  readonly hubKey: string;
  readonly log: Log;
  readonly now: () => number;
}

export function newRecords(deps: RecordsDeps): Records {
  const { path } = deps.database;
  let last: Promise<unknown> = Promise.resolve();
  const oneAtATime = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const verify = async () => {
    const statements = await openDatabase(path, { readOnly: true });
    try {
      return await verifyJournal({ ...deps, statements });
    } finally {
      await statements.close();
    }
  };
  return {
    verify: () => oneAtATime(verify),
    replay: () => oneAtATime(() => replayJournal({ path, log: deps.log, now: deps.now })),
    // From a connection of its own, so that the journal commits on while the copy is written.
    backup: (target) =>
      oneAtATime(async () => {
        const source = await openDatabase(path, { readOnly: true });
        try {
          await backupTo(source, target);
        } finally {
          await source.close();
        }
      }),
  };
}
