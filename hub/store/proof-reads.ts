// What `verify` reads: everything that positions were given to, in their order, and what the outboxes claim to be.
import { type Row, type Statements, StoreError } from '../../shared/server/sqlite.ts';
import { factText } from '../journal/row.ts';
import { integer, integerOrNull, text, textOrNull } from './columns.ts';
import { SITE } from './group-commit.ts';
import { FACT_COLUMNS, factOf } from './journal-reads.ts';

/** A stored fact as the chain covers it. `text` is undefined where the row cannot be any fact's. */
export interface ChainedFact {
  readonly position: number;
  readonly outbox: number;
  readonly sequence: number;
  readonly kind: string;
  readonly text: string | undefined;
  readonly body: string | null;
}

const chained = (row: Row): ChainedFact => {
  const base = {
    position: integer(row, 'position'),
    outbox: integer(row, 'number'),
    sequence: integer(row, 'sequence'),
    kind: text(row, 'kind'),
  };
  try {
    const fact = factOf(row);
    return { ...base, text: factText(fact), body: fact.body };
  } catch (error) {
    if (error instanceof StoreError) throw error;
    return { ...base, text: undefined, body: null };
  }
};

/** The next `limit` of facts and quarantined facts behind a position, together, ascending. */
export async function readChained(
  statements: Statements,
  after: number,
  limit: number,
): Promise<ChainedFact[]> {
  const facts = await statements.all(
    `SELECT ${FACT_COLUMNS} FROM fact f CROSS JOIN outbox o ON o.number = f.outbox
     WHERE f.site = ? AND f.position > ? ORDER BY f.position LIMIT ?`,
    [SITE, after, limit],
  );
  const flaws = await statements.all(
    'SELECT position, outbox, sequence, bytes FROM quarantine WHERE site = ? AND position > ? ORDER BY position LIMIT ?',
    [SITE, after, limit],
  );
  const kept = flaws.map((row) => ({
    position: integer(row, 'position'),
    outbox: integer(row, 'outbox'),
    sequence: integer(row, 'sequence'),
    kind: '',
    text: text(row, 'bytes'),
    body: null,
  }));
  return [...facts.map(chained), ...kept].sort((a, b) => a.position - b.position).slice(0, limit);
}

export interface OutboxClaim {
  readonly number: number;
  readonly name: string;
  readonly terminal: string;
  readonly mark: number;
  readonly hash: string;
  readonly previous: string | null;
  readonly previousLength: number | null;
}

export async function readClaims(statements: Statements): Promise<OutboxClaim[]> {
  const rows = await statements.all('SELECT * FROM outbox WHERE site = ? ORDER BY number', [SITE]);
  return rows.map((row) => ({
    number: integer(row, 'number'),
    name: text(row, 'name'),
    terminal: text(row, 'terminal'),
    mark: integer(row, 'mark'),
    hash: text(row, 'hash'),
    previous: textOrNull(row, 'previous'),
    previousLength: integerOrNull(row, 'previous_length'),
  }));
}
