// Opens what administrators set: founds the site in a fresh database, then holds settings, accounts and sessions in memory.
import type { Log } from '../../shared/server/log.ts';
import type { Database } from '../../shared/server/sqlite.ts';
import type { Instant } from '../../shared/site-time.ts';
import { type Cookies, cookies, newAccess } from '../access/access.ts';
import { type Accounts, newAccounts } from '../access/accounts-office.ts';
import { newAttempts } from '../access/attempts.ts';
import { type Audit, newAudit } from '../access/audit.ts';
import type { OwnNames } from '../access/origin.ts';
import { newSessions } from '../access/sessions.ts';
import type { Access } from '../contracts.ts';
import { loadAccounts, loadSessions } from '../store/account-store.ts';
import { loadOffice } from '../store/office-store.ts';
import { type Enrolment, newEnrolment } from './enrolment.ts';
import { type Founding, foundSite } from './founding.ts';
import { newOffice, type Office } from './office.ts';
import { rootOf } from './state.ts';

export interface House {
  readonly audit: Audit;
  readonly office: Office;
  readonly accounts: Accounts;
  readonly enrolment: Enrolment;
  readonly access: Access;
  readonly cookies: Cookies;
}

export interface HouseDeps {
  /** Migrated; the only connection that writes. */
  readonly database: Database;
  readonly log: Log;
  readonly now: () => Instant;
  /** What a database without a site begins with. */
  readonly founding: Founding;
  /** Raw public key of the hub, base64url. */
  readonly hubKey: string;
  readonly tls: boolean;
  readonly names: () => OwnNames;
}

export async function openHouse(deps: HouseDeps): Promise<House> {
  const { database, log, now, names } = deps;
  const audit = newAudit({ database, now, log });
  if (!(await loadOffice(database))) await foundSite(database, deps.founding, now());
  const state = await loadOffice(database);
  if (!state) throw new Error('the site that was just founded is missing');
  const office = newOffice(state, audit);
  const sessions = newSessions({
    database,
    stored: await loadSessions(database),
    now,
    onError: (error) => log.warn({ error }, "a session's last use could not be written"),
  });
  const accounts = newAccounts({
    database,
    stored: await loadAccounts(database),
    audit,
    sessions,
    attempts: newAttempts(),
    now,
    isArea: (id) => office.area(id) !== undefined,
    root: () => rootOf(office.state()).id,
  });
  const jar = cookies(deps.tls);
  return {
    audit,
    office,
    accounts,
    enrolment: newEnrolment({ database, office, audit, now, hubKey: deps.hubKey }),
    access: newAccess({ accounts, sessions, cookies: jar, directory: office, names }),
    cookies: jar,
  };
}
