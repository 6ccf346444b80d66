// Accounts, their sessions and one-time links in the database; of secrets only hashes.
import { Type } from 'typebox';
import type { User } from '../../shared/api.ts';
import { AreaIdSchema } from '../../shared/area.ts';
import { StaffLanguageSchema } from '../../shared/language.ts';
import { RoleSchema } from '../../shared/role.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import type { Statements } from '../../shared/server/sqlite.ts';
import type { Instant } from '../../shared/site-time.ts';
import { officeQueries, SITE } from './office-tables.ts';

export interface Account extends Omit<User, 'hasPassword'> {
  /** As `hashPassword` made it; null until the user chose one. */
  readonly password: string | null;
}

export interface Session {
  readonly hash: string;
  readonly account: number;
  readonly createdAt: Instant;
  readonly usedAt: Instant;
}

const stored = compiledDecoder(
  Type.Object({
    roles: Type.Array(RoleSchema),
    areas: Type.Array(AreaIdSchema),
    language: StaffLanguageSchema,
  }),
);

export async function loadAccounts(statements: Statements): Promise<Account[]> {
  const rows = await officeQueries(statements)
    .selectFrom('account')
    .selectAll()
    .where('site', '=', SITE)
    .orderBy('id')
    .execute();
  return rows.map((row) => {
    const decoded = stored.value({
      roles: JSON.parse(row.roles),
      areas: JSON.parse(row.areas),
      language: row.language,
    });
    if (!decoded.ok) throw new Error(`the database holds account ${row.id} that cannot be read`);
    return {
      ...decoded.value,
      id: row.id,
      login: row.login,
      name: row.name,
      active: row.active === 1,
      password: row.password,
      lastSeenAt: row.last_seen_at,
    };
  });
}

const columnsOf = (account: Omit<Account, 'id'>) => ({
  login: account.login,
  name: account.name,
  roles: JSON.stringify(account.roles),
  areas: JSON.stringify(account.areas),
  language: account.language,
  active: account.active ? 1 : 0,
  password: account.password,
  last_seen_at: account.lastSeenAt,
});

export async function insertAccount(statements: Statements, account: Omit<Account, 'id'>): Promise<number> {
  const { id } = await officeQueries(statements)
    .insertInto('account')
    .values({ site: SITE, ...columnsOf(account) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function updateAccount(statements: Statements, account: Account): Promise<void> {
  await officeQueries(statements)
    .updateTable('account')
    .set(columnsOf(account))
    .where('id', '=', account.id)
    .execute();
}

export async function loadSessions(statements: Statements): Promise<Session[]> {
  const rows = await officeQueries(statements).selectFrom('account_session').selectAll().execute();
  return rows.map(({ hash, account, created_at, used_at }) => ({
    hash,
    account,
    createdAt: created_at,
    usedAt: used_at,
  }));
}

export async function putSession(statements: Statements, session: Session): Promise<void> {
  const { hash, account, createdAt, usedAt } = session;
  await officeQueries(statements)
    .insertInto('account_session')
    .values({ hash, account, created_at: createdAt, used_at: usedAt })
    .onConflict((on) => on.column('hash').doUpdateSet({ used_at: usedAt }))
    .execute();
}

export async function deleteSessions(statements: Statements, hashes: readonly string[]): Promise<void> {
  for (const hash of hashes) {
    await officeQueries(statements).deleteFrom('account_session').where('hash', '=', hash).execute();
  }
}

/** The newest link of an account is its only one. */
export async function putLink(
  statements: Statements,
  link: { readonly hash: string; readonly account: number; readonly expiresAt: Instant },
): Promise<void> {
  await deleteLinks(statements, link.account);
  await officeQueries(statements)
    .insertInto('sign_in_link')
    .values({ hash: link.hash, account: link.account, expires_at: link.expiresAt })
    .execute();
}

export async function findLink(
  statements: Statements,
  hash: string,
): Promise<{ account: number; expiresAt: Instant } | undefined> {
  const row = await officeQueries(statements)
    .selectFrom('sign_in_link')
    .select(['account', 'expires_at'])
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row && { account: row.account, expiresAt: row.expires_at };
}

export async function deleteLinks(statements: Statements, account: number): Promise<void> {
  await officeQueries(statements).deleteFrom('sign_in_link').where('account', '=', account).execute();
}
