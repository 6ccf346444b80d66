// Passwords: scrypt with a salt of their own; compared in constant time, also for logins that do not exist.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** 32 MiB and some 80 ms a guess on a small machine. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;
const KEY_BYTES = 32;

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

// One derivation at a time: a flood of sign-ins must not take the memory or the thread pool that commits need.
let last: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work, work);
  last = turn.catch(() => undefined);
  return turn;
}

/** `scrypt$salt$key`, both base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await inTurn(() => derive(password, salt));
  return `scrypt$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** False also for `null` (no password set), after the same work as for a wrong one. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const [kind, saltText, keyText] = (stored ?? '').split('$');
  const known = kind === 'scrypt' && saltText !== undefined && keyText !== undefined;
  const salt = known ? Buffer.from(saltText, 'base64url') : Buffer.alloc(16);
  const expected = known ? Buffer.from(keyText, 'base64url') : Buffer.alloc(KEY_BYTES);
  const key = await inTurn(() => derive(password, salt));
  return key.length === expected.length && timingSafeEqual(key, expected) && known;
}
