// What administrators read of the journal beside figures: facts by terminal, and quarantine.
import type { Static } from 'typebox';
import type { QuarantinedSchema } from '../../shared/api.ts';
import type { Statements } from '../../shared/server/sqlite.ts';
import { SITE } from './office-tables.ts';

type Quarantined = Static<typeof QuarantinedSchema>;

/** Facts in the journal or in quarantine, by the terminal that sent them. */
export async function factCounts(statements: Statements): Promise<Map<string, number>> {
  const rows = await statements.all(
    'SELECT terminal, SUM(mark) AS facts FROM outbox WHERE site = ? GROUP BY terminal',
    [SITE],
  );
  return new Map(rows.map(({ terminal, facts }) => [String(terminal), Number(facts)]));
}

/** Newest first, `limit` of those before the given position. */
export async function listQuarantine(
  statements: Statements,
  before: number | undefined,
  limit: number,
): Promise<Quarantined[]> {
  const rows = await statements.all(
    `SELECT quarantine.position, received_at, terminal, name, sequence, path, message, bytes
       FROM quarantine JOIN outbox ON outbox.number = quarantine.outbox
      WHERE quarantine.site = ? AND quarantine.position < ?
      ORDER BY quarantine.position DESC LIMIT ?`,
    [SITE, before ?? Number.MAX_SAFE_INTEGER, limit],
  );
  return rows.map((row) => ({
    position: Number(row['position']),
    receivedAt: Number(row['received_at']),
    terminal: String(row['terminal']),
    outbox: String(row['name']),
    sequence: Number(row['sequence']),
    path: String(row['path']),
    message: String(row['message']),
    bytes: String(row['bytes']),
  }));
}
