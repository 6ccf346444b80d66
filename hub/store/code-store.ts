// Enrolment codes in the database: only their hashes.
import type { Statements } from '../../shared/server/sqlite.ts';
import type { Instant } from '../../shared/site-time.ts';
import { officeQueries, SITE } from './office-tables.ts';

export interface StoredCode {
  readonly id: number;
  readonly hash: string;
  readonly area: number;
  readonly number: number | null;
  readonly label: string;
  readonly expiresAt: Instant;
  readonly triesLeft: number;
}

/** Neither used nor revoked, not expired, tries left; oldest first. */
export async function openCodes(statements: Statements, now: Instant): Promise<StoredCode[]> {
  const rows = await officeQueries(statements)
    .selectFrom('enrolment_code')
    .selectAll()
    .where('site', '=', SITE)
    .where('closed_at', 'is', null)
    .where('expires_at', '>', now)
    .where('tries_left', '>', 0)
    .orderBy('id')
    .execute();
  return rows.map(({ id, hash, area, number, label, expires_at, tries_left }) => ({
    id,
    hash,
    area,
    number,
    label,
    expiresAt: expires_at,
    triesLeft: tries_left,
  }));
}

export async function addCode(statements: Statements, code: Omit<StoredCode, 'id'>): Promise<number> {
  const { id } = await officeQueries(statements)
    .insertInto('enrolment_code')
    .values({
      site: SITE,
      hash: code.hash,
      area: code.area,
      number: code.number,
      label: code.label,
      expires_at: code.expiresAt,
      tries_left: code.triesLeft,
      closed_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function closeCode(statements: Statements, id: number, now: Instant): Promise<void> {
  await officeQueries(statements)
    .updateTable('enrolment_code')
    .set({ closed_at: now })
    .where('id', '=', id)
    .execute();
}

/** A wrong try counts against every code that is open: nobody can tell which one was meant. */
export async function countWrongTry(statements: Statements, now: Instant): Promise<void> {
  await officeQueries(statements)
    .updateTable('enrolment_code')
    .set((each) => ({ tries_left: each('tries_left', '-', 1) }))
    .where('site', '=', SITE)
    .where('closed_at', 'is', null)
    .where('expires_at', '>', now)
    .where('tries_left', '>', 0)
    .execute();
}
