// One-time and session secrets: 256 random bits shown once, of which only a hash is kept.
import { createHash, randomBytes } from 'node:crypto';

/** 43 characters of base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256, base64url: enough for a secret that nobody can guess. */
export const hashOf = (secret: string): string =>
  createHash('sha256').update(`chime secret 1\n${secret}`).digest('base64url');

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Eight Crockford characters: 40 random bits, read aloud by an administrator (`EnrolmentCodeSchema`). */
export const newEnrolmentCode = (): string =>
  Array.from(randomBytes(8), (byte) => CROCKFORD[byte & 31]).join('');
