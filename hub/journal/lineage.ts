// In the journal: which outbox came before which, and what that says about copied terminals [F7].
import type { TakenBatch } from './intake.ts';
import { CLONED, type OutboxEntry } from './outbox.ts';

export interface LineageReads {
  /** The outbox of that name, when the journal holds anything of it. */
  known(name: string): Promise<OutboxEntry | undefined>;
  successors(name: string): Promise<readonly { readonly name: string; readonly length: number }[]>;
}

/**
 * [F7] Notes the predecessor that an outbox's first fact names. Returns the entries whose row changes. Cloned are two
 * outboxes with the same predecessor, and a predecessor that is longer than its successor says.
 */
export async function noteOpening(
  entry: OutboxEntry,
  batch: TakenBatch,
  reads: LineageReads,
): Promise<OutboxEntry[]> {
  if (batch.openedAt !== undefined) entry.openedAt = batch.openedAt;
  const { predecessor } = batch;
  if (!predecessor) return [];
  entry.previous = predecessor.outbox;
  entry.previousLength = predecessor.length;
  const siblings = (await reads.successors(predecessor.outbox)).filter(({ name }) => name !== entry.name);
  if (siblings.length > 0) entry.flags |= CLONED;
  const before = await reads.known(predecessor.outbox);
  if (!before) return siblings.length > 0 ? [entry] : [];
  if (before.terminal !== entry.terminal) {
    entry.flags |= CLONED;
    return [entry];
  }
  if (before.ended !== null && before.ended !== predecessor.length) entry.flags |= CLONED;
  before.ended = Math.min(before.ended ?? predecessor.length, predecessor.length);
  return noteGrowth(before) || entry.flags !== 0 ? [before, entry] : [before];
}

/** [F7] An outbox that grows behind the length at which its successor says it ended. True when newly flagged. */
export function noteGrowth(entry: OutboxEntry): boolean {
  if (entry.ended === null || entry.taken <= entry.ended || entry.flags & CLONED) return false;
  entry.flags |= CLONED;
  return true;
}
