// Sessions of signed-in staff: in memory, durable before they hold; of the secret only its hash.
import type { Database } from '../../shared/server/sqlite.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../shared/site-time.ts';
import { deleteSessions, putSession, type Session } from '../store/account-store.ts';
import { hashOf, newSecret } from './secrets.ts';

export const IDLE_MS = 12 * HOUR;
export const LONGEST_MS = 30 * DAY;
/** The last use is written this often at most; a crash shortens the idle time by no more. */
const TOUCH_MS = 10 * MINUTE;
/** Sessions of one user; the oldest ends when another begins. */
const MAX_PER_ACCOUNT = 20;

export const isOver = ({ createdAt, usedAt }: Session, now: Instant): boolean =>
  now - usedAt >= IDLE_MS || now - createdAt >= LONGEST_MS;

export interface Sessions {
  /** The secret for the cookie. */
  begin(account: number): Promise<string>;
  /** The account behind a secret; counts as use. */
  accountOf(secret: string): number | undefined;
  hashOf(secret: string): string;
  end(secret: string): Promise<number | undefined>;
  /** Ends all sessions of the account but the one with that hash. */
  endAll(account: number, except?: string): Promise<void>;
}

export function newSessions(deps: {
  readonly database: Database;
  readonly stored: readonly Session[];
  readonly now: () => Instant;
  /** A touch that could not be written; the session holds all the same. */
  readonly onError: (error: unknown) => void;
}): Sessions {
  const { database, now } = deps;
  const sessions = new Map(deps.stored.map((session) => [session.hash, session]));
  const written = new Map(deps.stored.map(({ hash, usedAt }) => [hash, usedAt]));

  async function remove(hashes: readonly string[]): Promise<void> {
    if (hashes.length === 0) return;
    await database.transaction((statements) => deleteSessions(statements, hashes));
    for (const hash of hashes) {
      sessions.delete(hash);
      written.delete(hash);
    }
  }

  const ofAccount = (account: number): Session[] =>
    [...sessions.values()].filter((session) => session.account === account);

  return {
    async begin(account) {
      const at = now();
      const over = [...sessions.values()].filter((session) => isOver(session, at)).map(({ hash }) => hash);
      const surplus = ofAccount(account)
        .toSorted((a, b) => b.usedAt - a.usedAt)
        .slice(MAX_PER_ACCOUNT - 1)
        .map(({ hash }) => hash);
      await remove([...new Set([...over, ...surplus])]);
      const secret = newSecret();
      const session = { hash: hashOf(secret), account, createdAt: at, usedAt: at };
      await database.transaction((statements) => putSession(statements, session));
      sessions.set(session.hash, session);
      written.set(session.hash, at);
      return secret;
    },
    accountOf(secret) {
      const at = now();
      const session = sessions.get(hashOf(secret));
      if (!session || isOver(session, at)) return undefined;
      const used = { ...session, usedAt: at };
      sessions.set(session.hash, used);
      if (at - (written.get(session.hash) ?? 0) >= TOUCH_MS) {
        written.set(session.hash, at);
        void database.transaction((statements) => putSession(statements, used)).catch(deps.onError);
      }
      return session.account;
    },
    hashOf,
    async end(secret) {
      const session = sessions.get(hashOf(secret));
      if (!session) return undefined;
      await remove([session.hash]);
      return session.account;
    },
    endAll: (account, except) =>
      remove(
        ofAccount(account)
          .map(({ hash }) => hash)
          .filter((hash) => hash !== except),
      ),
  };
}
