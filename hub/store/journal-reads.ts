// What the writer, the projector and the proofs read from the journal.

import type { Row, Statements } from '../../shared/server/sqlite.ts';
import { chainStateOf } from '../journal/chain-run.ts';
import type { OutboxEntry } from '../journal/outbox.ts';
import type { FactRow, Origin, RatingColumns } from '../journal/row.ts';
import { idText, integer, integerOrNull, levelOf, text, textOrNull } from './columns.ts';
import { SITE } from './group-commit.ts';

export interface JournalHead {
  readonly position: number;
  readonly epoch: number;
  /** The next outbox gets the number behind this one. */
  readonly lastOutbox: number;
}

export async function readHead(statements: Statements): Promise<JournalHead> {
  const row = await statements.get(
    'SELECT position, epoch, (SELECT coalesce(max(number), 0) FROM outbox) AS last FROM journal_head WHERE site = ?',
    [SITE],
  );
  if (!row) throw new Error('the journal has no head');
  return {
    position: integer(row, 'position'),
    epoch: integer(row, 'epoch'),
    lastOutbox: integer(row, 'last'),
  };
}

const outboxOf = (row: Row): OutboxEntry => ({
  number: integer(row, 'number'),
  name: text(row, 'name'),
  terminal: text(row, 'terminal'),
  openedAt: integer(row, 'opened_at'),
  written: true,
  mark: integer(row, 'mark'),
  taken: integer(row, 'mark'),
  takenHash: chainStateOf(text(row, 'hash')),
  lastFact: integer(row, 'last_fact'),
  previous: textOrNull(row, 'previous'),
  previousLength: integerOrNull(row, 'previous_length'),
  ended: integerOrNull(row, 'ended'),
  flags: integer(row, 'flags'),
  queued: 0,
});

export async function readOutbox(statements: Statements, name: string): Promise<OutboxEntry | undefined> {
  const row = await statements.get('SELECT * FROM outbox WHERE site = ? AND name = ?', [SITE, name]);
  return row && outboxOf(row);
}

/** The newest outbox of that terminal. */
export async function readLastOutbox(
  statements: Statements,
  terminal: string,
): Promise<OutboxEntry | undefined> {
  const row = await statements.get(
    'SELECT * FROM outbox WHERE site = ? AND terminal = ? ORDER BY number DESC LIMIT 1',
    [SITE, terminal],
  );
  return row && outboxOf(row);
}

/** Outboxes that name `name` as the one before them, with the length that they give it. */
export async function readSuccessors(
  statements: Statements,
  name: string,
): Promise<{ name: string; length: number }[]> {
  const rows = await statements.all(
    'SELECT name, previous_length FROM outbox WHERE site = ? AND previous = ?',
    [SITE, name],
  );
  return rows.map((row) => ({ name: text(row, 'name'), length: integer(row, 'previous_length') }));
}

export interface KnownMark {
  readonly terminal: string;
  readonly mark: number;
  readonly hash: string;
}

/** High-water marks of the named outboxes; those never seen are absent. */
export async function readMarks(
  statements: Statements,
  names: readonly string[],
): Promise<Map<string, KnownMark>> {
  const rows = await statements.all(
    'SELECT name, terminal, mark, hash FROM json_each(?) j CROSS JOIN outbox o ON o.site = ? AND o.name = j.value',
    [JSON.stringify(names), SITE],
  );
  return new Map(
    rows.map((row) => [
      text(row, 'name'),
      { terminal: text(row, 'terminal'), mark: integer(row, 'mark'), hash: text(row, 'hash') },
    ]),
  );
}

/** Flag bits per terminal that has any. */
export async function readFlags(statements: Statements): Promise<Map<string, number>> {
  const rows = await statements.all('SELECT terminal, flags FROM outbox WHERE site = ? AND flags <> 0', [
    SITE,
  ]);
  const flags = new Map<string, number>();
  for (const row of rows) {
    const terminal = text(row, 'terminal');
    flags.set(terminal, (flags.get(terminal) ?? 0) | integer(row, 'flags'));
  }
  return flags;
}

/** Facts held per terminal, also those in quarantine. */
export async function factsByTerminal(statements: Statements): Promise<Map<string, number>> {
  const rows = await statements.all(
    'SELECT terminal, sum(mark) AS facts FROM outbox WHERE site = ? GROUP BY terminal',
    [SITE],
  );
  return new Map(rows.map((row) => [text(row, 'terminal'), integer(row, 'facts')]));
}

function ratingOf(row: Row): RatingColumns | null {
  if (row['level'] === null) return null;
  return {
    level: levelOf(row),
    language: integer(row, 'language'),
    input: integer(row, 'input'),
    marks: integer(row, 'marks'),
  };
}

export const FACT_COLUMNS = `f.position, f.previous, f.sequence, f.kind, f.id, f.wall, f.mono, f.at, f.estimated,
  f.received_at, f.area, f.level, f.language, f.input, f.marks, f.body,
  o.number, o.name, o.terminal, o.opened_at`;

export const originOf = (row: Row): Origin => ({
  number: integer(row, 'number'),
  name: text(row, 'name'),
  terminal: text(row, 'terminal'),
  openedAt: integer(row, 'opened_at'),
});

export const factOf = (row: Row): FactRow => ({
  position: integer(row, 'position'),
  origin: originOf(row),
  previous: integer(row, 'previous'),
  sequence: integer(row, 'sequence'),
  kind: text(row, 'kind'),
  id: idText(row, 'id'),
  wall: integer(row, 'wall'),
  mono: integer(row, 'mono'),
  at: integer(row, 'at'),
  estimated: integer(row, 'estimated') === 1,
  receivedAt: integer(row, 'received_at'),
  area: integerOrNull(row, 'area'),
  rating: ratingOf(row),
  body: textOrNull(row, 'body'),
});

/** Facts with `after` < position ≤ `through`, ascending, at most `limit`; those in quarantine are not facts. */
export async function readFacts(
  statements: Statements,
  after: number,
  through: number,
  limit: number,
): Promise<FactRow[]> {
  const rows = await statements.all(
    `SELECT ${FACT_COLUMNS} FROM fact f CROSS JOIN outbox o ON o.number = f.outbox
     WHERE f.site = ? AND f.position > ? AND f.position <= ? ORDER BY f.position LIMIT ?`,
    [SITE, after, through, limit],
  );
  return rows.map(factOf);
}

/**
 * Walks back from the given facts along their outboxes, each as long as facts lie within `gapMs` of monotonic time and
 * within one block of `block` sequences. Ascending per outbox.
 */
export async function readTails(
  statements: Statements,
  from: readonly { readonly position: number; readonly mono: number; readonly sequence: number }[],
  gapMs: number,
  block: number,
): Promise<FactRow[]> {
  const rows = await statements.all(
    `WITH RECURSIVE back (position, mono, block) AS (
       SELECT j.value->>0, j.value->>1, j.value->>2 FROM json_each(?1) j
       UNION ALL
       SELECT f.previous, f.mono, back.block FROM back CROSS JOIN fact f ON f.site = ?2 AND f.position = back.position
       WHERE f.mono >= back.mono - ?3 AND f.sequence / ?4 = back.block
     )
     SELECT ${FACT_COLUMNS} FROM back CROSS JOIN fact f ON f.site = ?2 AND f.position = back.position
     CROSS JOIN outbox o ON o.number = f.outbox
     WHERE f.mono >= back.mono - ?3 AND f.sequence / ?4 = back.block ORDER BY f.position`,
    [
      JSON.stringify(
        from.map(({ position, mono, sequence }) => [position, mono, Math.floor(sequence / block)]),
      ),
      SITE,
      gapMs,
      block,
    ],
  );
  return rows.map(factOf);
}

/** States of the listening fold by number of outbox. */
export async function readFolds(
  statements: Statements,
  outboxes: readonly number[],
): Promise<Map<number, string>> {
  const rows = await statements.all(
    `SELECT f.outbox, f.state FROM json_each(?) j CROSS JOIN outbox_fold f ON f.site = ? AND f.outbox = j.value`,
    [JSON.stringify(outboxes), SITE],
  );
  return new Map(rows.map((row) => [integer(row, 'outbox'), text(row, 'state')]));
}

export interface Quarantined {
  readonly position: number;
  readonly receivedAt: number;
  readonly terminal: string;
  readonly outbox: string;
  readonly sequence: number;
  readonly path: string;
  readonly message: string;
  readonly bytes: string;
}

/** Facts that were kept and not understood, newest first, with positions below `before`. */
export async function readQuarantine(
  statements: Statements,
  before: number,
  limit: number,
): Promise<Quarantined[]> {
  const rows = await statements.all(
    `SELECT q.*, o.terminal, o.name FROM quarantine q CROSS JOIN outbox o ON o.number = q.outbox
     WHERE q.site = ? AND q.position < ? ORDER BY q.position DESC LIMIT ?`,
    [SITE, before, limit],
  );
  return rows.map((row) => ({
    position: integer(row, 'position'),
    receivedAt: integer(row, 'received_at'),
    terminal: text(row, 'terminal'),
    outbox: text(row, 'name'),
    sequence: integer(row, 'sequence'),
    path: text(row, 'path'),
    message: text(row, 'message'),
    bytes: text(row, 'bytes'),
  }));
}

/** Facts up to that position, without those in quarantine. */
export async function countFacts(statements: Statements, through: number): Promise<number> {
  const row = await statements.get('SELECT count(*) AS count FROM fact WHERE site = ? AND position <= ?', [
    SITE,
    through,
  ]);
  return row ? integer(row, 'count') : 0;
}
