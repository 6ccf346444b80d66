// After a restore: terminals that were enrolled since the backup are carried over, unapproved, so that an administrator
// decides [E2]. Their outboxes wait meanwhile.
import { existsSync } from 'node:fs';
import { migrate } from '../../shared/server/migrate.ts';
import { openDatabase } from '../../shared/server/sqlite.ts';
import type { Instant } from '../../shared/site-time.ts';
import type { EnrolledTerminal } from '../contracts.ts';
import { appendAudit } from '../store/audit-store.ts';
import { MIGRATIONS } from '../store/migrations.ts';
import { loadOffice, saveOffice } from '../store/office-store.ts';
import { areaOf, type OfficeState, rootOf } from './state.ts';

/** The terminals of `since` that `state` does not know, as they may stand in it. Pure. */
export function unknownTerminals(state: OfficeState, since: readonly EnrolledTerminal[]): EnrolledTerminal[] {
  const known = new Set(state.terminals.map(({ id }) => id));
  const numbers = new Set(
    state.terminals.flatMap(({ number, retiredAt }) => (retiredAt === null ? [number] : [])),
  );
  const freeNumber = (wanted: number): number => {
    let number = wanted;
    while (numbers.has(number)) number = (number % 99_999) + 1;
    numbers.add(number);
    return number;
  };
  return since
    .filter(({ id, retiredAt }) => !known.has(id) && retiredAt === null)
    .map((terminal) => ({
      ...terminal,
      area: areaOf(state, terminal.area) ? terminal.area : rootOf(state).id,
      number: freeNumber(terminal.number),
      approved: false,
    }));
}

async function terminalsIn(path: string): Promise<readonly EnrolledTerminal[]> {
  const database = await openDatabase(path, { readOnly: true });
  try {
    return (await loadOffice(database))?.terminals ?? [];
  } finally {
    await database.close();
  }
}

/**
 * @param path the restored database, which no hub has open
 * @param replaced the database that stood there before; one that cannot be read carries nothing over
 * @returns how many terminals await approval, or undefined when the replaced database could not be read
 */
export async function carryOverTerminals(
  path: string,
  replaced: string,
  now: Instant,
): Promise<number | undefined> {
  const since = existsSync(replaced) ? await terminalsIn(replaced).catch(() => undefined) : [];
  if (!since) return undefined;
  const database = await openDatabase(path);
  try {
    const migrated = await migrate(database, MIGRATIONS);
    const state = migrated.ok ? await loadOffice(database) : undefined;
    if (!state) return 0;
    const added = unknownTerminals(state, since);
    const drafts = added.map((terminal) => ({
      who: 'hub',
      what: 'terminal.carriedOver',
      subject: terminal.id,
      before: null,
      after: { number: terminal.number, area: terminal.area, approved: false },
      setting: 'terminal',
    }));
    await database.transaction(async (statements) => {
      await saveOffice(statements, state, { ...state, terminals: [...state.terminals, ...added] });
      await appendAudit(statements, now, drafts);
    });
    return added.length;
  } finally {
    await database.close();
  }
}
