// From a receipt's code to the id of its rating: one way, so that journal and hub never hold the code.
import { createHash } from 'node:crypto';

/** First 128 bits of SHA-256 over the code, base64url (`FactIdSchema`). */
export const ratingIdOf = (code: string): string =>
  createHash('sha256').update(`chime receipt 1\n${code}`).digest().subarray(0, 16).toString('base64url');
