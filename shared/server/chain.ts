// The hash chain of an outbox and the seals over it: what makes a changed, missing or invented fact show.
import { createHash } from 'node:crypto';

/** SHA-256 state before the first fact: binds the chain to its outbox and terminal. 32 bytes. */
export const chainStart = (terminal: string, outbox: string): Buffer =>
  createHash('sha256').update(`chime outbox 1\n${terminal}\n${outbox}`).digest();

/** Hash behind a fact: SHA-256 over the predecessor's hash (32 bytes) and the fact's canonical UTF-8 bytes. */
export const chainNext = (previous: Buffer, canonical: string): Buffer =>
  createHash('sha256').update(previous).update(canonical).digest();

/** What a terminal signs with Ed25519 in a `sealed` fact; `hash` is the chain behind fact number `through`. */
export const sealBytes = (terminal: string, outbox: string, through: number, hash: string): Buffer =>
  Buffer.from(`chime seal 1\n${terminal}\n${outbox}\n${through}\n${hash}`);
