// In the journal: what the writer knows of an outbox: how far it is durable, and how far it is taken into the queue.
import { chainStart } from '../../shared/server/chain.ts';
import { type ChainState, chainState, chainText } from './chain-run.ts';
import type { Origin } from './row.ts';

export const CLONED = 1;
export const BROKEN_CHAIN = 2;

/** One object per outbox in use, owned and changed by the journal alone. */
export interface OutboxEntry extends Origin {
  openedAt: number;
  /** False until its row is part of a commit. */
  written: boolean;
  /** [W11] High-water mark: durable through here. */
  mark: number;
  /** Validated and queued through here, with the chain behind it; ≥ mark. */
  taken: number;
  takenHash: ChainState;
  /** Position of its last fact, given when its group is built. */
  lastFact: number;
  previous: string | null;
  previousLength: number | null;
  /** Length that a later outbox names as this one's end; null while none does. */
  ended: number | null;
  /** Bits CLONED, BROKEN_CHAIN. */
  flags: number;
  /** Batches in the queue; an entry with none may be forgotten. */
  queued: number;
}

export const newOutbox = (number: number, name: string, terminal: string): OutboxEntry => ({
  number,
  name,
  terminal,
  openedAt: 0,
  written: false,
  mark: 0,
  taken: 0,
  takenHash: chainState(chainStart(terminal, name)),
  lastFact: 0,
  previous: null,
  previousLength: null,
  ended: null,
  flags: 0,
  queued: 0,
});

export const headText = (entry: OutboxEntry): string => chainText(entry.takenHash);
