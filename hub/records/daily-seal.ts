// Over the journal: once a day the hub signs the heads of all outboxes that moved, as a text that both parties can keep.
import { createHash } from 'node:crypto';
import type { Signer } from '../../shared/server/keys.ts';
import type { Database } from '../../shared/server/sqlite.ts';
import { addSeal, type Head, type StoredSeal } from '../store/seals.ts';

const TITLE = 'chime journal seal 1';

export const textHash = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Lines of `name value`, then one line per outbox: terminal, outbox, its length, the chain's head. */
export function sealText(
  before: StoredSeal | undefined,
  head: { readonly position: number; readonly epoch: number },
  at: number,
  moved: readonly Head[],
): string {
  return [
    TITLE,
    `at ${new Date(at).toISOString()}`,
    `epoch ${head.epoch}`,
    `position ${head.position}`,
    `previous ${before ? textHash(before.text) : 'none'}`,
    ...moved.map(({ terminal, outbox, mark, hash }) => `${terminal} ${outbox} ${mark} ${hash}`),
    '',
  ].join('\n');
}

const HEAD_LINE = /^(hub|[a-z2-7]{16}) ([a-z2-7]{16}) (\d+) ([A-Za-z0-9_-]{43})$/;

export interface ReadSeal {
  readonly previous: string;
  readonly heads: readonly Head[];
}

/** Reads a seal's text again; undefined when it is not one. */
export function readSealText(text: string): ReadSeal | undefined {
  const [title, , , , previous, ...lines] = text.split('\n');
  if (title !== TITLE || !previous?.startsWith('previous ') || lines.pop() !== '') return undefined;
  const heads: Head[] = [];
  for (const line of lines) {
    const [, terminal, outbox, mark, hash] = HEAD_LINE.exec(line) ?? [];
    if (!terminal || !outbox || !mark || !hash) return undefined;
    heads.push({ terminal, outbox, mark: Number(mark), hash });
  }
  return { previous: previous.slice('previous '.length), heads };
}

/** False when nothing moved since the last seal. */
export const sealJournal = (database: Database, signer: Signer, now: number): Promise<boolean> =>
  addSeal(database, (before, head, moved) => {
    const text = sealText(before, head, now, moved);
    return { at: now, text, signature: signer.sign(Buffer.from(text)) };
  });
