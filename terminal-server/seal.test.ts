// When heads are signed [F5], and that the signature is over what was written.
import { describe, expect, it } from 'vitest';
import { SEAL_MS, SEAL_QUIET_MS } from '../shared/policy.ts';
import { sealBytes } from '../shared/server/chain.ts';
import { isSignedBy, newSigner } from '../shared/server/keys.ts';
import { isSealDue, isUnsealed, sealDraft } from './seal.ts';

const sealing = { outbox: 'a', last: 10, at: 1_000 };

describe('seal', () => {
  it.each([
    ['a head that moved', { id: 'a', last: 11 }, SEAL_MS],
    ['another outbox', { id: 'b', last: 1 }, SEAL_MS],
    ['a head that did not move', { id: 'a', last: 10 }, SEAL_QUIET_MS],
  ])('[F5] %s is due in its time, not before', (_what, head, afterMs) => {
    expect(isSealDue(sealing, head, 1_000 + afterMs - 1)).toBe(false);
    expect(isSealDue(sealing, head, 1_000 + afterMs)).toBe(true);
    expect(isUnsealed(sealing, head)).toBe(afterMs === SEAL_MS);
  });

  it('[F5] signs the head that it finds when it is written', () => {
    const signer = newSigner();
    const hash = 'h'.repeat(43);
    let place: unknown;
    const draft = sealDraft('t', signer, { wall: 1, mono: 2 }, (outbox, sequence) => {
      place = [outbox, sequence];
    });
    if (draft.kind !== 'sealed' || typeof draft.body !== 'function') throw new Error('not a seal');
    const body = draft.body({ outbox: 'a', last: 41, hash });
    expect(place).toEqual(['a', 42]);
    expect(body).toMatchObject({ through: 41, hash });
    expect(isSignedBy(signer.publicKey, sealBytes('t', 'a', 41, hash), body.signature)).toBe(true);
  });
});
