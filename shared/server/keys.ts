// Ed25519 keys of terminals and hub, and random names. Private keys live in files that only their owner may read.
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** DER prefix of an Ed25519 SubjectPublicKeyInfo (RFC 8410); the raw 32 bytes follow. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

export interface Signer {
  /** Raw public key, base64url. */
  readonly publicKey: string;
  /** Ed25519 signature, base64url. */
  sign(bytes: Uint8Array): string;
}

export const publicKeyText = (key: KeyObject): string =>
  createPublicKey(key)
    .export({ format: 'der', type: 'spki' })
    .subarray(SPKI_PREFIX.length)
    .toString('base64url');

const signerOf = (key: KeyObject): Signer => ({
  publicKey: publicKeyText(key),
  sign: (bytes) => sign(null, bytes, key).toString('base64url'),
});

export const newSigner = (): Signer => signerOf(generateKeyPairSync('ed25519').privateKey);

/** Reads the key file, or makes it (mode 0600, never overwritten). Throws what the file system throws. */
export function loadSigner(path: string): Signer {
  try {
    return signerOf(createPrivateKey(readFileSync(path)));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  mkdirSync(dirname(path), { recursive: true });
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(path, privateKey.export({ format: 'pem', type: 'pkcs8' }), {
    mode: 0o600,
    flag: 'wx',
    flush: true,
  });
  return signerOf(privateKey);
}

const verifiers = new Map<string, KeyObject>();

/** Whether `signature` (base64url) over `bytes` was made with that raw public key (base64url). Never throws. */
export function isSignedBy(publicKey: string, bytes: Uint8Array, signature: string): boolean {
  let key = verifiers.get(publicKey);
  if (!key) {
    try {
      const der = Buffer.concat([SPKI_PREFIX, Buffer.from(publicKey, 'base64url')]);
      key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    } catch {
      return false;
    }
    if (verifiers.size > 20_000) verifiers.clear();
    verifiers.set(publicKey, key);
  }
  return verify(null, bytes, key, Buffer.from(signature, 'base64url'));
}

const NAME_ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** A random name of 80 bits for a terminal or an outbox (`NameSchema`). */
export const newName = (): string => Array.from(randomBytes(16), (byte) => NAME_ALPHABET[byte & 31]).join('');
/** A random id of 128 bits for a fact (`FactIdSchema`). */
export const newFactId = (): string => randomBytes(16).toString('base64url');
export const newNonce = (): string => randomBytes(18).toString('base64url');
