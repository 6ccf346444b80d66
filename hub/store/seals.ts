// The journal's own seals: readable texts over all heads that moved, signed by the hub.
import type { Database, Statements } from '../../shared/server/sqlite.ts';
import { integer, text } from './columns.ts';
import { SITE } from './group-commit.ts';

export interface StoredSeal {
  readonly number: number;
  readonly at: number;
  readonly position: number;
  readonly text: string;
  readonly signature: string;
}

/** All of them, oldest first. */
export async function readSeals(statements: Statements): Promise<StoredSeal[]> {
  const rows = await statements.all('SELECT * FROM seal WHERE site = ? ORDER BY number', [SITE]);
  return rows.map((row) => ({
    number: integer(row, 'number'),
    at: integer(row, 'at'),
    position: integer(row, 'position'),
    text: text(row, 'text'),
    signature: text(row, 'signature'),
  }));
}

export async function readLastSeal(statements: Statements): Promise<StoredSeal | undefined> {
  const row = await statements.get('SELECT * FROM seal WHERE site = ? ORDER BY number DESC LIMIT 1', [SITE]);
  return (
    row && {
      number: integer(row, 'number'),
      at: integer(row, 'at'),
      position: integer(row, 'position'),
      text: text(row, 'text'),
      signature: text(row, 'signature'),
    }
  );
}

export interface Head {
  readonly terminal: string;
  readonly outbox: string;
  readonly mark: number;
  readonly hash: string;
}

/** In one transaction: reads head and moved outboxes, lets `seal` write the text, stores it. False when nothing moved. */
export function addSeal(
  database: Database,
  seal: (
    before: StoredSeal | undefined,
    head: { readonly position: number; readonly epoch: number },
    moved: readonly Head[],
  ) => { readonly at: number; readonly text: string; readonly signature: string },
): Promise<boolean> {
  return database.transaction(async (statements) => {
    const before = await readLastSeal(statements);
    const head = await statements.get('SELECT position, epoch FROM journal_head WHERE site = ?', [SITE]);
    if (!head) throw new Error('the journal has no head');
    const position = integer(head, 'position');
    const after = before?.position ?? 0;
    if (position === after) return false;
    const rows = await statements.all(
      'SELECT terminal, name, mark, hash FROM outbox WHERE site = ? AND (last_fact > ? OR number IN (SELECT outbox FROM quarantine WHERE site = ? AND position > ?)) ORDER BY name',
      [SITE, after, SITE, after],
    );
    const moved = rows.map((row) => ({
      terminal: text(row, 'terminal'),
      outbox: text(row, 'name'),
      mark: integer(row, 'mark'),
      hash: text(row, 'hash'),
    }));
    const made = seal(before, { position, epoch: integer(head, 'epoch') }, moved);
    await statements.run('INSERT INTO seal (site, at, position, text, signature) VALUES (?, ?, ?, ?, ?)', [
      SITE,
      made.at,
      position,
      made.text,
      made.signature,
    ]);
    return true;
  });
}
