// Between a change and its durable trace: one transaction for both, then the fact `settingChanged` for the journal.
import type { Log } from '../../shared/server/log.ts';
import type { Database, Statements } from '../../shared/server/sqlite.ts';
import type { Instant } from '../../shared/site-time.ts';
import type { HubFacts } from '../contracts.ts';
import { type AuditDraft, appendAudit, markNoted, unnotedAudit } from '../store/audit-store.ts';

/** Known before, or told by what was written (e.g. the id that an insert gave). */
type Drafts<T> = readonly AuditDraft[] | ((written: T) => readonly AuditDraft[]);

export interface Audit {
  /** Runs the writes and their entries in one transaction; resolves when both are durable. */
  record<T>(drafts: Drafts<T>, write: (statements: Statements) => Promise<T>): Promise<T>;
  /** From here on changes become facts, first those that an earlier process left without one. */
  attach(facts: HubFacts): void;
  /** Resolves when every entry so far is a fact as well. */
  settled(): Promise<void>;
}

export function newAudit(deps: {
  readonly database: Database;
  readonly now: () => Instant;
  readonly log: Log;
}): Audit {
  const { database, now, log } = deps;
  let facts: HubFacts | undefined;
  let noting: Promise<void> = Promise.resolve();

  async function noteAll(): Promise<void> {
    if (!facts) return;
    for (const { id, setting, subject } of await unnotedAudit(database)) {
      await facts.settingChanged(setting, subject, id);
      await markNoted(database, id);
    }
  }

  // An entry without its fact is kept as such and tried again with the next change or start.
  const note = (): void => {
    noting = noting
      .then(noteAll)
      .catch((error: unknown) => log.error({ error }, 'a changed setting is not in the journal yet'));
  };

  return {
    async record(drafts, write) {
      const { written, entries } = await database.transaction(async (statements) => {
        const value = await write(statements);
        const made = typeof drafts === 'function' ? drafts(value) : drafts;
        await appendAudit(statements, now(), made);
        return { written: value, entries: made };
      });
      if (entries.some(({ setting }) => setting !== null)) note();
      return written;
    },
    attach(hubFacts) {
      facts = hubFacts;
      note();
    },
    settled: () => noting,
  };
}
