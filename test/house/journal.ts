// What the hub's journal holds, read straight from its tables: for the recount and for the books of the fault tests.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { INPUTS, TAP_MARKS } from '../../shared/fact.ts';
import { LANGUAGES } from '../../shared/language.ts';
import { type Database, openDatabase, type Row } from '../../shared/server/sqlite.ts';
import type { JournalReason, JournalRows, JournalTap } from './recount.ts';

export interface Journal extends JournalRows {
  /** Outboxes whose sequences are not 1, 2, 3 … up to their mark, or positions that were left out. */
  readonly gaps: readonly string[];
  readonly integrity: string;
  readonly epoch: number;
  readonly quarantined: number;
  /** Facts of all kinds by outbox name. */
  readonly outboxes: ReadonlyMap<string, number>;
}

/** The one database in the hub's data folder. */
export function hubDatabase(data: string): string {
  const name = readdirSync(data).find((each) => /^(hub|chime|journal)\.(db|sqlite)$/.test(each));
  if (name === undefined) throw new Error(`no database in ${data}: ${readdirSync(data).join(', ')}`);
  return join(data, name);
}

const number = (row: Row, column: string): number => Number(row[column]);
const text = (row: Row, column: string): string => {
  const value = row[column];
  return Buffer.isBuffer(value) ? value.toString('base64url') : String(value);
};
const field = (row: Row, name: string): unknown => {
  const body: unknown = JSON.parse(text(row, 'body'));
  return typeof body === 'object' && body !== null
    ? Object.entries(body).find(([key]) => key === name)?.[1]
    : undefined;
};

function levelOf(row: Row): JournalTap['level'] {
  const level = number(row, 'level');
  if (level === 1 || level === 2 || level === 3 || level === 4) return level;
  throw new Error(`the journal holds level ${level}`);
}

const tapOf = (row: Row): JournalTap => ({
  position: number(row, 'position'),
  terminal: text(row, 'terminal'),
  outbox: text(row, 'name'),
  sequence: number(row, 'sequence'),
  id: text(row, 'id'),
  mono: number(row, 'mono'),
  at: number(row, 'at'),
  receivedAt: number(row, 'received_at'),
  estimated: number(row, 'estimated') === 1,
  area: number(row, 'area'),
  level: levelOf(row),
  language: LANGUAGES[number(row, 'language')] ?? '',
  input: INPUTS[number(row, 'input')] ?? '',
  marks: TAP_MARKS.filter((_mark, index) => number(row, 'marks') & (1 << index)),
});

const reasonOf = (row: Row): JournalReason => ({
  position: number(row, 'position'),
  rating: String(field(row, 'rating')),
  reason: String(field(row, 'reason')),
  given: field(row, 'given') === true,
});

const FACTS =
  'SELECT fact.*, outbox.name, outbox.terminal FROM fact JOIN outbox ON outbox.number = fact.outbox';

async function gapsOf(database: Database): Promise<string[]> {
  const outboxes = await database.all(`
    SELECT name, mark, count(*) AS held, min(sequence) AS first, max(sequence) AS last, count(DISTINCT sequence) AS different
    FROM outbox JOIN (
      SELECT outbox, sequence FROM fact UNION ALL SELECT outbox, sequence FROM quarantine
    ) AS held ON held.outbox = outbox.number GROUP BY outbox.number`);
  const found = outboxes
    .filter((row) => {
      const mark = number(row, 'mark');
      const full = ['held', 'last', 'different'].every((column) => number(row, column) === mark);
      return !full || number(row, 'first') !== 1;
    })
    .map((row) => `outbox ${JSON.stringify(row)}`);
  const positions = await database.get(`
    SELECT count(*) AS held, max(position) AS last, (SELECT position FROM journal_head) AS head
    FROM (SELECT position FROM fact UNION ALL SELECT position FROM quarantine)`);
  if (
    positions &&
    (number(positions, 'held') !== number(positions, 'head') || positions['last'] !== positions['head'])
  )
    found.push(`positions ${JSON.stringify(positions)}`);
  return found;
}

/** How many taps the journal holds: cheap enough to ask again and again. */
export async function countTaps(data: string): Promise<number> {
  const database = await openDatabase(hubDatabase(data), { readOnly: true });
  try {
    const row = await database.get('SELECT count(*) AS held FROM fact WHERE level IS NOT NULL');
    return Number(row?.['held']);
  } finally {
    await database.close();
  }
}

/** Beside a running hub or over the files of a dead one. */
export async function readJournal(data: string): Promise<Journal> {
  const database = await openDatabase(hubDatabase(data), { readOnly: true });
  try {
    await database.run('BEGIN');
    const taps = await database.all(`${FACTS} WHERE kind = 'rated' ORDER BY position`);
    const reasons = await database.all(`${FACTS} WHERE kind = 'reasonGiven' ORDER BY position`);
    const counts = await database.all(
      'SELECT name, count(*) AS held FROM fact JOIN outbox ON outbox.number = fact.outbox GROUP BY name',
    );
    const head = await database.get(
      'SELECT epoch, (SELECT count(*) FROM quarantine) AS quarantined FROM journal_head',
    );
    const integrity = await database.all('PRAGMA integrity_check');
    return {
      taps: taps.map(tapOf),
      reasons: reasons.map(reasonOf),
      gaps: await gapsOf(database),
      integrity: integrity.map((row) => text(row, 'integrity_check')).join('; '),
      epoch: Number(head?.['epoch']),
      quarantined: Number(head?.['quarantined']),
      outboxes: new Map(counts.map((row) => [text(row, 'name'), number(row, 'held')])),
    };
  } finally {
    await database.close();
  }
}
