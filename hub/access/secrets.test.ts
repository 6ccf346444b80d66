import { describe, expect, it } from 'vitest';
import { compiledDecoder } from '../../shared/server/compile.ts';
import { EnrolmentCodeSchema } from '../../shared/wire.ts';
import { cookies } from './access.ts';
import { MAX_WRONG_TRIES, newAttempts, WRONG_TRIES_WINDOW_MS } from './attempts.ts';
import { hashPassword, isPassword } from './password.ts';
import { hashOf, newEnrolmentCode, newSecret } from './secrets.ts';

describe('passwords', () => {
  it('are kept as scrypt with a salt of their own', async () => {
    const [first, second] = [await hashPassword('correct horse'), await hashPassword('correct horse')];
    expect(first).not.toBe(second);
    expect(first).not.toContain('correct');
    expect(await isPassword(first, 'correct horse')).toBe(true);
    expect(await isPassword(first, 'correct horsf')).toBe(false);
  });

  it('are the same in every spelling of a character', async () => {
    expect(await isPassword(await hashPassword('caf\u00e9 chime'), 'cafe\u0301 chime')).toBe(true);
  });

  it('that were never set match nothing, not even nothing', async () => {
    for (const tried of ['', 'null', 'x'.repeat(200)]) expect(await isPassword(null, tried)).toBe(false);
    for (const stored of ['', 'scrypt$$', 'plain$a$b'])
      expect(await isPassword(stored, ''), stored).toBe(false);
  });
});

describe('secrets', () => {
  it('are 256 random bits of which the hash tells nothing', () => {
    const secret = newSecret();
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(newSecret()).not.toBe(secret);
    expect(hashOf(secret)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(hashOf(secret)).not.toBe(secret);
  });

  it('enrolment codes are what the wire takes', () => {
    const decode = compiledDecoder(EnrolmentCodeSchema);
    for (let each = 0; each < 100; each++) expect(decode.value(newEnrolmentCode()).ok).toBe(true);
  });
});

describe('wrong tries', () => {
  it('shut a name after five, and open it when the first is ten minutes old', () => {
    const attempts = newAttempts();
    for (let tries = 0; tries < MAX_WRONG_TRIES; tries++) {
      expect(attempts.mayTry('a', tries)).toBe(true);
      attempts.wrong('a', tries);
    }
    expect(attempts.mayTry('a', 10)).toBe(false);
    expect(attempts.mayTry('b', 10)).toBe(true);
    expect(attempts.mayTry('a', WRONG_TRIES_WINDOW_MS - 1)).toBe(false);
    expect(attempts.mayTry('a', WRONG_TRIES_WINDOW_MS)).toBe(true);
  });

  it('are forgotten after a right one', () => {
    const attempts = newAttempts();
    for (let tries = 0; tries < MAX_WRONG_TRIES; tries++) attempts.wrong('a', 0);
    attempts.right('a');
    expect(attempts.mayTry('a', 0)).toBe(true);
  });
});

describe('the cookie', () => {
  it('cannot be read by scripts or sent by other sites, and with TLS only over TLS', () => {
    expect(cookies(false).set('s')).toMatch(/^chime=s; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookies(true).set('s')).toMatch(/^__Host-chime=s; .*HttpOnly; SameSite=Strict; Secure$/);
  });

  it('is found among others, and only when it is a secret', () => {
    const secret = newSecret();
    expect(cookies(false).secretOf(`a=b; chime=${secret}; c=d`)).toBe(secret);
    for (const header of [
      undefined,
      '',
      'chime=',
      'chime=short',
      `chimes=${secret}`,
      `${'x'.repeat(5000)}; chime=${secret}`,
    ]) {
      expect(cookies(false).secretOf(header)).toBeUndefined();
    }
  });
});
