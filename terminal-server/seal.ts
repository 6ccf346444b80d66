// When the head of an outbox is signed, and the fact that says so [F5].
import { SEAL_MS, SEAL_QUIET_MS } from '../shared/policy.ts';
import { sealBytes } from '../shared/server/chain.ts';
import { newFactId, type Signer } from '../shared/server/keys.ts';
import type { Draft } from './store/outbox.ts';

export interface Sealing {
  readonly outbox: string;
  /** Sequence of the last seal itself; 0 before the first. */
  readonly last: number;
  /** Monotonic ms of the last seal, or of the outbox's opening. */
  readonly at: number;
}

/** Whether facts stand behind the last seal. */
export const isUnsealed = (sealing: Sealing, head: { readonly id: string; readonly last: number }): boolean =>
  head.id !== sealing.outbox || head.last > sealing.last;

/** Once a minute while the head moves, every ten minutes otherwise. */
export const isSealDue = (
  sealing: Sealing,
  head: { readonly id: string; readonly last: number },
  mono: number,
): boolean => mono - sealing.at >= (isUnsealed(sealing, head) ? SEAL_MS : SEAL_QUIET_MS);

/** The seal over whatever stands before it when it is written. `onSealed` hears its own place. */
export function sealDraft(
  terminal: string,
  signer: Signer,
  now: { readonly wall: number; readonly mono: number },
  onSealed: (outbox: string, sequence: number) => void,
): Draft {
  return {
    id: newFactId(),
    kind: 'sealed',
    wall: now.wall,
    mono: now.mono,
    body: ({ outbox, last, hash }) => {
      onSealed(outbox, last + 1);
      return { through: last, hash, signature: signer.sign(sealBytes(terminal, outbox, last, hash)) };
    },
  };
}
