// In the journal: many queued batches as one commit. Positions, backward links and marks are given here.
import type { JournalPayload } from '../store/group-commit.ts';
import { isPackable, type MarkRow, packMarks, packRatings } from '../store/packed-rows.ts';
import { type ChainState, chainText } from './chain-run.ts';
import type { TakenBatch, TakenFact, TakenFlaw } from './intake.ts';
import type { OutboxEntry } from './outbox.ts';
import { type FactRow, isSixteenBytes } from './row.ts';

export interface Queued {
  readonly entry: OutboxEntry;
  /** Undefined: only wants to hear when what stands before it is durable. */
  readonly batch: TakenBatch | undefined;
  /** Called after the commit with the outbox's high-water mark. */
  readonly done: (through: number) => void;
}

export interface Group {
  readonly items: readonly Queued[];
  readonly payload: JournalPayload;
  readonly rows: readonly FactRow[];
  readonly count: number;
  /** New high-water marks, set in memory after the commit. */
  readonly marks: ReadonlyMap<OutboxEntry, Mark>;
}

interface Mark {
  readonly before: number;
  through: number;
  hash: ChainState;
}

const quote = JSON.stringify;

/** A fact that cannot be packed. The id goes as hex, or as it is where its characters are not exactly 16 bytes. */
function factJson(row: FactRow): string {
  const { rating, id } = row;
  const hex = isSixteenBytes(id) ? Buffer.from(id, 'base64url').toString('hex') : null;
  return quote([
    row.position,
    row.origin.number,
    row.previous,
    row.sequence,
    row.kind,
    hex,
    id,
    row.wall,
    row.mono,
    row.at,
    row.estimated ? 1 : 0,
    row.receivedAt,
    row.area,
    rating?.level ?? null,
    rating?.language ?? null,
    rating?.input ?? null,
    rating?.marks ?? null,
    row.body,
  ]);
}

const openedJson = (entry: OutboxEntry): string =>
  quote([entry.number, entry.name, entry.terminal, entry.openedAt, entry.previous, entry.previousLength]);

/** Gives positions behind `head` to everything in `items`; changes the entries' `lastFact` and `written`. */
export function buildGroup(items: readonly Queued[], flagged: Iterable<OutboxEntry>, head: number): Group {
  const rows: FactRow[] = [];
  const ratings: FactRow[] = [];
  const facts: string[] = [];
  const quarantined: string[] = [];
  const opened: string[] = [];
  const marks = new Map<OutboxEntry, Mark>();
  const flags = new Set(flagged);
  let position = head;
  const addFact = (entry: OutboxEntry, fact: TakenFact): void => {
    position += 1;
    fact.position = position;
    fact.previous = entry.lastFact;
    entry.lastFact = position;
    rows.push(fact);
    if (isPackable(fact)) ratings.push(fact);
    else facts.push(factJson(fact));
  };
  const addFlaw = (entry: OutboxEntry, flaw: TakenFlaw, receivedAt: number): void => {
    position += 1;
    quarantined.push(
      quote([position, entry.number, flaw.sequence, receivedAt, flaw.path, flaw.message, flaw.bytes]),
    );
  };
  for (const { entry, batch } of items) {
    if (!batch) continue;
    if (!entry.written) {
      opened.push(openedJson(entry));
      entry.written = true;
      if (entry.flags !== 0 || entry.ended !== null) flags.add(entry);
    }
    inOrder(
      batch,
      (fact) => addFact(entry, fact),
      (flaw) => addFlaw(entry, flaw, batch.receivedAt),
    );
    const mark = marks.get(entry);
    if (mark) Object.assign(mark, { through: batch.through, hash: batch.hash });
    else marks.set(entry, { before: entry.mark, through: batch.through, hash: batch.hash });
  }
  const payload: JournalPayload = {
    head,
    count: position - head,
    opened: `[${opened.join(',')}]`,
    ratings: packRatings(ratings),
    ratingCount: ratings.length,
    facts: `[${facts.join(',')}]`,
    quarantined: `[${quarantined.join(',')}]`,
    marks: packMarks(Array.from(marks, markRow)),
    markCount: marks.size,
    flags: quote(Array.from(flags, (entry) => [entry.number, entry.flags, entry.ended])),
  };
  return { items, payload, rows, count: position - head, marks };
}

const markRow = ([entry, mark]: [OutboxEntry, Mark]): MarkRow => ({
  number: entry.number,
  before: mark.before,
  through: mark.through,
  hash: chainText(mark.hash),
  lastFact: entry.lastFact,
});

/** Facts and flaws of a batch by sequence: positions follow the outbox's own order. */
function inOrder(
  { facts, flaws }: TakenBatch,
  onFact: (fact: TakenFact) => void,
  onFlaw: (flaw: TakenFlaw) => void,
): void {
  let next = 0;
  for (const fact of facts) {
    for (let flaw = flaws[next]; flaw && flaw.sequence < fact.sequence; flaw = flaws[next]) {
      onFlaw(flaw);
      next += 1;
    }
    onFact(fact);
  }
  for (const flaw of flaws.slice(next)) onFlaw(flaw);
}
