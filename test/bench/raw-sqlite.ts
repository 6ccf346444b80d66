// Ceiling 2: nothing but SQLite. Ratings into one table with a unique index, durable at each commit.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase, type SqlValue } from '../../shared/server/sqlite.ts';

const RUN = 50;
const COLUMNS = [
  'position',
  'outbox',
  'sequence',
  'id',
  'wall',
  'mono',
  'at',
  'received_at',
  'area',
  'level',
];
const TABLE = `CREATE TABLE rating (
  position INTEGER PRIMARY KEY, outbox INTEGER NOT NULL, sequence INTEGER NOT NULL, id TEXT NOT NULL,
  wall INTEGER NOT NULL, mono INTEGER NOT NULL, at INTEGER NOT NULL, received_at INTEGER NOT NULL,
  area INTEGER NOT NULL, level INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX rating_once ON rating (outbox, sequence);`;

const row = (position: number): (string | number)[] => [
  position,
  position % 500,
  Math.floor(position / 500),
  `id-${String(position).padStart(19, '0')}`,
  1.7e12 + position,
  position,
  1.7e12 + position,
  1.7e12 + position,
  position % 40,
  (position % 4) + 1,
];

const VALUES = `INSERT INTO rating VALUES ${Array.from({ length: RUN }, () => `(${COLUMNS.map(() => '?').join(',')})`).join(',')}`;
const JSON_EACH = `INSERT INTO rating SELECT ${COLUMNS.map((_, index) => `value ->> ${index}`).join(', ')} FROM json_each(?)`;

/** How rows are handed over: runs of 50 as parameters, or one JSON text a commit. */
export type Hand = 'runs' | 'json';

/** Rows per second at that many rows a commit. */
export async function rawSqlite(
  folder: string,
  hand: Hand,
  rowsPerCommit: number,
  rows: number,
): Promise<number> {
  const path = join(folder, 'raw.db');
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
  const database = await openDatabase(path);
  await database.exec(TABLE);
  const commits: SqlValue[][] = [];
  for (let first = 1; first <= rows; first += rowsPerCommit) {
    const all = Array.from({ length: rowsPerCommit }, (_, index) => row(first + index));
    if (hand === 'json') commits.push([JSON.stringify(all)]);
    else commits.push(all.flat());
  }
  const started = performance.now();
  for (const commit of commits) {
    await database.transaction(async (statements) => {
      if (hand === 'json') await statements.run(JSON_EACH, commit);
      else {
        const width = RUN * COLUMNS.length;
        for (let at = 0; at < commit.length; at += width)
          await statements.run(VALUES, commit.slice(at, at + width));
      }
    });
  }
  const seconds = (performance.now() - started) / 1000;
  await database.close();
  return (commits.length * rowsPerCommit) / seconds;
}
