// Identifiers on the wire: random, without a person in them.
import { Type } from 'typebox';

/** 128 bits as base64url without padding: the id of a fact, minted with the tap. */
export const FactIdSchema = Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' });

/** 80 bits as lower-case base32: names a terminal or an outbox. */
export const NameSchema = Type.String({ pattern: '^[a-z2-7]{16}$' });

/** SHA-256 as base64url without padding. */
export const HashSchema = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
/** Ed25519 signature as base64url without padding. */
export const SignatureSchema = Type.String({ pattern: '^[A-Za-z0-9_-]{86}$' });
/** Ed25519 public key (raw 32 bytes) as base64url without padding. */
export const PublicKeySchema = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
/** A nonce of 128 bits or more as base64url. */
export const NonceSchema = Type.String({ pattern: '^[A-Za-z0-9_-]{22,64}$' });

/**
 * A receipt's code: 12 Crockford base32 characters (60 random bits), printed in three groups of four.
 * The id of the rating is a hash of it (shared/server/receipt-code.ts), so that the hub never knows the code.
 */
export const ReceiptCodeSchema = Type.String({
  pattern: '^[0-9A-HJKMNP-TV-Z]{12}$',
});

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new receipt code; `random` fills bytes with a cryptographic source (also without a secure context). */
export function mintReceiptCode(random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>): string {
  const bytes = random(new Uint8Array(12));
  let code = '';
  for (const byte of bytes) code += CROCKFORD[byte & 31];
  return code;
}

/** As printed and shown: `7K3Q-M9TD-2FHW`. */
export const groupReceiptCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-');
