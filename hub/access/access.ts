// Who a request or socket comes from: from the cookie to the user, his rights and his areas.
import { withDescendants } from '../../shared/area.ts';
import type { Access, Directory } from '../contracts.ts';
import { meView } from './accounts.ts';
import type { Accounts } from './accounts-office.ts';
import type { OwnNames } from './origin.ts';
import { LONGEST_MS, type Sessions } from './sessions.ts';

export interface Cookies {
  readonly name: string;
  /** The session's secret in a Cookie header. */
  secretOf(header: string | undefined): string | undefined;
  /** A Set-Cookie header that keeps the secret; null ends it. */
  set(secret: string | null): string;
}

/** With TLS the name's prefix makes browsers insist on Secure, this host and path `/`. */
export function cookies(tls: boolean): Cookies {
  const name = tls ? '__Host-chime' : 'chime';
  const suffix = `Path=/; HttpOnly; SameSite=Strict${tls ? '; Secure' : ''}`;
  return {
    name,
    secretOf(header) {
      for (const part of (header ?? '').slice(0, 4096).split(';')) {
        const [key, value] = part.trim().split('=');
        if (key === name && value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value)) return value;
      }
      return undefined;
    },
    set: (secret) =>
      secret === null
        ? `${name}=; Max-Age=0; ${suffix}`
        : `${name}=${secret}; Max-Age=${LONGEST_MS / 1000}; ${suffix}`,
  };
}

export interface AccessDeps {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly cookies: Cookies;
  readonly directory: Directory;
  /** Known only when the hub listens, because its port may be chosen by the system. */
  readonly names: () => OwnNames;
}

export function newAccess({ accounts, sessions, cookies: jar, directory, names }: AccessDeps): Access {
  return {
    userOf(header) {
      const secret = jar.secretOf(header);
      const id = secret === undefined ? undefined : sessions.accountOf(secret);
      const account = id === undefined ? undefined : accounts.of(id);
      return Promise.resolve(account?.active ? meView(account) : undefined);
    },
    isOwnOrigin: (headers) => names().isOrigin(headers),
    visibleAreas(user) {
      const areas = directory.areas();
      return new Set(user.areas.flatMap((id) => [...withDescendants(areas, id)]));
    },
    onRevoked: (listener) => accounts.onRevoked(listener),
  };
}
