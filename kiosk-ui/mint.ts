// With each tap and reason: its key, minted on the page so that a resend is the same fact.
import { mintReceiptCode } from '../shared/id.ts';

const randomBytes = (length: number): Uint8Array<ArrayBuffer> =>
  crypto.getRandomValues(new Uint8Array(length));

export const mintCode = (): string => mintReceiptCode((bytes) => randomBytes(bytes.length));

/** 128 random bits as base64url. */
export const mintId = (): string =>
  btoa(String.fromCharCode(...randomBytes(16)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
