// The audit trail's table: who changed what, before and after. Written in the transaction of the change itself.

import type { Static } from 'typebox';
import type { AuditEntrySchema } from '../../shared/api.ts';
import type { Statements } from '../../shared/server/sqlite.ts';
import type { Instant } from '../../shared/site-time.ts';
import { officeQueries, SITE } from './office-tables.ts';

export type AuditEntry = Static<typeof AuditEntrySchema>;

export interface AuditDraft {
  /** Login of the user, or `hub` for the program itself. */
  readonly who: string;
  readonly what: string;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
  /** Named where the change is also a `settingChanged` fact. */
  readonly setting: string | null;
}

export interface UnnotedEntry {
  readonly id: number;
  readonly setting: string;
  readonly subject: string;
}

const json = (value: unknown): string => JSON.stringify(value) ?? 'null';

/** Returns the ids in the order of the drafts. */
export async function appendAudit(
  statements: Statements,
  at: Instant,
  drafts: readonly AuditDraft[],
): Promise<number[]> {
  const ids: number[] = [];
  for (const { who, what, subject, before, after, setting } of drafts) {
    const { id } = await officeQueries(statements)
      .insertInto('audit')
      .values({
        site: SITE,
        at,
        who,
        what,
        subject,
        before: json(before),
        after: json(after),
        setting,
        noted: setting === null ? 1 : 0,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    ids.push(id);
  }
  return ids;
}

/** Newest first, `limit` entries before the given id. */
export async function listAudit(
  statements: Statements,
  before: number | undefined,
  limit: number,
): Promise<AuditEntry[]> {
  const query = officeQueries(statements)
    .selectFrom('audit')
    .select(['id', 'at', 'who', 'what', 'subject', 'before', 'after'])
    .where('site', '=', SITE)
    .orderBy('id', 'desc')
    .limit(limit);
  const rows = await (before === undefined ? query : query.where('id', '<', before)).execute();
  return rows.map((row): AuditEntry => {
    const was: unknown = JSON.parse(row.before);
    const is: unknown = JSON.parse(row.after);
    return { ...row, before: was, after: is };
  });
}

/** Changes whose fact is not known to be in the journal yet, oldest first. */
export async function unnotedAudit(statements: Statements): Promise<UnnotedEntry[]> {
  const rows = await officeQueries(statements)
    .selectFrom('audit')
    .select(['id', 'setting', 'subject'])
    .where('noted', '=', 0)
    .orderBy('id')
    .execute();
  return rows.flatMap(({ id, setting, subject }) => (setting === null ? [] : [{ id, setting, subject }]));
}

export async function markNoted(statements: Statements, id: number): Promise<void> {
  await officeQueries(statements).updateTable('audit').set({ noted: 1 }).where('id', '=', id).execute();
}
