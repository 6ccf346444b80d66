// For `replay`: where two sets of projections differ, table by table.
import type { Row, Statements } from '../../shared/server/sqlite.ts';
import { TALLY_COUNTS } from './group-commit.ts';
import { PROJECTION_TABLES } from './projection-reads.ts';

export interface Difference {
  readonly table: string;
  readonly key: string;
  readonly live: string;
  readonly replayed: string;
}

/** Rows that say nothing (every count taken back) are the same as none. */
const SAYS_SOMETHING: Readonly<Record<string, string>> = {
  tally: TALLY_COUNTS.map((name) => `${name} <> 0`).join(' OR '),
  reason_tally: 'count <> 0',
  listening: 'millis <> 0',
};

const shown = (row: Row | undefined): string => (row ? JSON.stringify(row) : 'absent');

/** The first `limit` differences between the connection's own tables and those of the attached database. */
export async function compareProjections(
  statements: Statements,
  attached: string,
  limit: number,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const [table, keys] of Object.entries(PROJECTION_TABLES)) {
    const only = (a: string, b: string) =>
      statements.all(
        `SELECT * FROM ${a}.${table} WHERE ${SAYS_SOMETHING[table] ?? 'TRUE'} EXCEPT SELECT * FROM ${b}.${table} LIMIT ?`,
        [limit],
      );
    const keyOf = (row: Row): string => keys.map((key) => row[key]).join(' ');
    const live = new Map((await only('main', attached)).map((row) => [keyOf(row), row]));
    const replayed = new Map((await only(attached, 'main')).map((row) => [keyOf(row), row]));
    for (const key of new Set([...live.keys(), ...replayed.keys()])) {
      if (differences.length >= limit) return differences;
      differences.push({ table, key, live: shown(live.get(key)), replayed: shown(replayed.get(key)) });
    }
  }
  return differences;
}
