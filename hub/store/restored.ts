// For `restore`: whether a file is a sound journal of ours, and its new epoch.
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Database } from '../../shared/server/sqlite.ts';
import { SITE } from './group-commit.ts';
import { readHead } from './journal-reads.ts';

export interface Unsound {
  readonly reason: 'notADatabase' | 'damaged' | 'newerDatabase';
  readonly message: string;
}

/** @throws StoreError where the file is not even readable */
export async function checkCopy(
  database: Database,
  knownVersion: number,
): Promise<Result<{ epoch: number; position: number }, Unsound>> {
  const version = Number((await database.get('PRAGMA user_version'))?.['user_version'] ?? 0);
  if (version < 1) return fail({ reason: 'notADatabase', message: 'is not a database of this hub' });
  if (version > knownVersion) {
    return fail({
      reason: 'newerDatabase',
      message: `is of version ${version}, this program knows ${knownVersion}`,
    });
  }
  const [first] = await database.all('PRAGMA integrity_check');
  const said = first ? Object.values(first)[0] : undefined;
  if (said !== 'ok') return fail({ reason: 'damaged', message: String(said) });
  const { epoch, position } = await readHead(database);
  return ok({ epoch, position });
}

export const raiseEpoch = async (database: Database, epoch: number): Promise<void> => {
  await database.run('UPDATE journal_head SET epoch = ? WHERE site = ?', [epoch, SITE]);
};
