// Users, their passwords and one-time links: in memory, changed in turn, durable before they hold, every change audited.
import type { Static } from 'typebox';
import type { ApiError, MyChangesSchema, NewUserSchema, User, UserChangesSchema } from '../../shared/api.ts';
import type { AreaId } from '../../shared/area.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Database, Statements } from '../../shared/server/sqlite.ts';
import type { Instant } from '../../shared/site-time.ts';
import { merged, refused } from '../office/state.ts';
import {
  type Account,
  deleteLinks,
  findLink,
  insertAccount,
  putLink,
  updateAccount,
} from '../store/account-store.ts';
import { auditView, changedAccount, endsSessions, newAccount, userView } from './accounts.ts';
import type { Attempts } from './attempts.ts';
import type { Audit } from './audit.ts';
import { hashPassword, isPassword } from './password.ts';
import { hashOf, newSecret } from './secrets.ts';
import type { Sessions } from './sessions.ts';

export interface AccountsDeps {
  readonly database: Database;
  readonly stored: readonly Account[];
  readonly audit: Audit;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly now: () => Instant;
  readonly isArea: (id: AreaId) => boolean;
  readonly root: () => AreaId;
}

type Answer<T> = Promise<Result<T, ApiError>>;

/** A user with the secret of a session that was just begun. */
export interface SignedIn {
  readonly account: Account;
  readonly secret: string;
}

export interface Accounts {
  all(): readonly Account[];
  of(id: number): Account | undefined;
  add(who: string, wanted: Static<typeof NewUserSchema>): Answer<User>;
  change(who: string, id: number, changes: Static<typeof UserChangesSchema>): Answer<User>;
  changeOwn(id: number, session: string, changes: Static<typeof MyChangesSchema>): Answer<Account>;
  /** A token for `/sign-in#token=…`; it replaces the link that the user had. */
  newLink(who: string, id: number, lifeMs: number): Answer<{ token: string; expiresAt: Instant }>;
  signIn(login: string, password: string): Answer<SignedIn>;
  redeem(token: string): Answer<SignedIn>;
  signOut(secret: string): Promise<void>;
  onRevoked(listener: (user: number) => void): () => void;
}

class AccountsOffice implements Accounts {
  readonly #deps: AccountsDeps;
  readonly #accounts: Map<number, Account>;
  readonly #listeners = new Set<(user: number) => void>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: AccountsDeps) {
    this.#deps = deps;
    this.#accounts = new Map(deps.stored.map((account) => [account.id, account]));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #record<T>(
    who: string,
    what: string,
    subject: number,
    change: { before: unknown; after: unknown; setting: string | null },
    write: (statements: Statements) => Promise<T>,
  ): Promise<T> {
    return this.#deps.audit.record([{ who, what, subject: String(subject), ...change }], write);
  }

  #revoke(user: number): void {
    for (const listener of this.#listeners) listener(user);
  }

  all(): readonly Account[] {
    return [...this.#accounts.values()];
  }

  of(id: number): Account | undefined {
    return this.#accounts.get(id);
  }

  add(who: string, wanted: Static<typeof NewUserSchema>): Answer<User> {
    return this.#inTurn(async () => {
      const made = newAccount(this.all(), wanted, this.#deps.isArea);
      if (!made.ok) return made;
      const change = { before: null, after: auditView(made.value), setting: 'user' };
      const id = await this.#deps.audit.record<number>(
        (written) => [{ who, what: 'user.added', subject: String(written), ...change }],
        (statements) => insertAccount(statements, made.value),
      );
      const account = { ...made.value, id };
      this.#accounts.set(id, account);
      return ok(userView(account));
    });
  }

  change(who: string, id: number, changes: Static<typeof UserChangesSchema>): Answer<User> {
    return this.#inTurn(async () => {
      const { isArea, root, sessions } = this.#deps;
      const changed = changedAccount(this.all(), id, changes, isArea, root());
      if (!changed.ok) return changed;
      const { before, after } = changed.value;
      const ends = endsSessions(before, after);
      const views = { before: auditView(before), after: auditView(after), setting: 'user' };
      await this.#record(who, 'user.changed', id, views, async (statements) => {
        await updateAccount(statements, after);
        if (!after.active) await deleteLinks(statements, id);
      });
      this.#accounts.set(id, after);
      if (ends) {
        await sessions.endAll(id);
        this.#revoke(id);
      }
      return ok(userView(after));
    });
  }

  changeOwn(id: number, session: string, changes: Static<typeof MyChangesSchema>): Answer<Account> {
    return this.#inTurn(async () => {
      const before = this.of(id);
      if (!before?.active) return refused('signedOut', '', 'the session is over');
      const { attempts, now, sessions } = this.#deps;
      const { password, currentPassword, language } = changes;
      if (password !== undefined && before.password !== null) {
        if (!attempts.mayTry(before.login, now())) return refused('tooMany', '/currentPassword', TOO_MANY);
        if (!(await isPassword(before.password, currentPassword ?? ''))) {
          attempts.wrong(before.login, now());
          return refused('wrongCredentials', '/currentPassword', 'is not the password');
        }
      }
      const hash = password === undefined ? undefined : await hashPassword(password);
      const after = merged(before, { language, password: hash });
      const what = hash === undefined ? 'user.changed' : 'user.passwordChanged';
      const views = { before: auditView(before), after: auditView(after), setting: 'user' };
      await this.#record(before.login, what, id, views, (statements) => updateAccount(statements, after));
      this.#accounts.set(id, after);
      if (hash !== undefined) {
        await sessions.endAll(id, sessions.hashOf(session));
        this.#revoke(id);
      }
      return ok(after);
    });
  }

  newLink(who: string, id: number, lifeMs: number): Answer<{ token: string; expiresAt: Instant }> {
    return this.#inTurn(async () => {
      const account = this.of(id);
      if (!account) return refused('notFound', '', 'there is no such user');
      if (!account.active) return refused('conflict', '', 'the user is deactivated');
      const token = newSecret();
      const expiresAt = this.#deps.now() + lifeMs;
      const change = { before: null, after: { login: account.login, expiresAt }, setting: null };
      await this.#record(who, 'user.linkMade', id, change, (statements) =>
        putLink(statements, { hash: hashOf(token), account: id, expiresAt }),
      );
      return ok({ token, expiresAt });
    });
  }

  async #begin(
    account: Account,
    what: string,
    also: (statements: Statements) => Promise<void>,
  ): Promise<SignedIn> {
    const seen = { ...account, lastSeenAt: this.#deps.now() };
    const change = { before: null, after: null, setting: null };
    await this.#record(account.login, what, account.id, change, async (statements) => {
      await updateAccount(statements, seen);
      await also(statements);
    });
    this.#accounts.set(account.id, seen);
    return { account: seen, secret: await this.#deps.sessions.begin(account.id) };
  }

  async signIn(login: string, password: string): Answer<SignedIn> {
    const { attempts, now } = this.#deps;
    if (!attempts.mayTry(login, now())) return refused('tooMany', '', TOO_MANY);
    // Counted before the slow comparison, so that tries at the same moment do not slip past the limit.
    attempts.wrong(login, now());
    const found = this.all().find((account) => account.login === login);
    const right = await isPassword(found?.password ?? null, password);
    if (!found || !right || !found.active) {
      return refused('wrongCredentials', '', 'login or password is wrong');
    }
    return this.#inTurn(async () => {
      const current = this.of(found.id);
      if (!current?.active || current.password !== found.password) {
        return refused('wrongCredentials', '', 'login or password is wrong');
      }
      attempts.right(login);
      return ok(await this.#begin(current, 'session.signedIn', () => Promise.resolve()));
    });
  }

  redeem(token: string): Answer<SignedIn> {
    return this.#inTurn(async () => {
      const { database, now } = this.#deps;
      const link = await findLink(database, hashOf(token));
      const account = link && this.of(link.account);
      if (!link || !account?.active || link.expiresAt <= now()) {
        return refused('expired', '/token', 'the link was used, replaced or is too old: ask for a new one');
      }
      return ok(
        await this.#begin(account, 'session.linkRedeemed', (statements) =>
          deleteLinks(statements, account.id),
        ),
      );
    });
  }

  async signOut(secret: string): Promise<void> {
    const { sessions, audit } = this.#deps;
    const id = await sessions.end(secret);
    const account = id === undefined ? undefined : this.of(id);
    if (!account) return;
    const draft = {
      who: account.login,
      what: 'session.signedOut',
      subject: String(account.id),
      before: null,
      after: null,
      setting: null,
    };
    await audit.record([draft], () => Promise.resolve());
    this.#revoke(account.id);
  }

  onRevoked(listener: (user: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const TOO_MANY = 'too many wrong tries: wait ten minutes';

export const newAccounts = (deps: AccountsDeps): Accounts => new AccountsOffice(deps);
