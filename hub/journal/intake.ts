// Between the socket and the journal's queue: one batch against what is known of its outbox. Keeps nothing.
import type { AreaId } from '../../shared/area.ts';
import { canonicalJson } from '../../shared/canonical.ts';
import type { BatchClock, Facts } from '../../shared/wire.ts';
import { type ChainState, chainFollower, chainText } from './chain-run.ts';
import { clockBody, type DecodedFact, decodeFact, openedBody } from './decode-fact.ts';
import type { OutboxEntry } from './outbox.ts';
import { ReadRating } from './read-ratings.ts';
import { reckon } from './reckon.ts';
import type { FactRow, Origin } from './row.ts';

/** A row that has no place in the journal yet: position and backward link are set when its group is built. */
export interface TakenFact extends FactRow {
  position: number;
  previous: number;
}
export interface TakenFlaw {
  readonly sequence: number;
  readonly path: string;
  readonly message: string;
  /** Canonical JSON of what came, well-formed or not. */
  readonly bytes: string;
}

export interface Predecessor {
  readonly outbox: string;
  readonly length: number;
}

/** What of a batch is new, in order; `through` and `hash` are the outbox's head behind it. */
export interface TakenBatch {
  readonly facts: readonly TakenFact[];
  readonly flaws: readonly TakenFlaw[];
  readonly receivedAt: number;
  readonly through: number;
  readonly hash: ChainState;
  /** `at` of the outbox's first fact when that is in here. */
  readonly openedAt: number | undefined;
  readonly predecessor: Predecessor | undefined;
}

export type Intake =
  | { readonly how: 'taken'; readonly batch: TakenBatch }
  /** Nothing in it that is not queued or durable already. */
  | { readonly how: 'nothingNew' }
  /** [W11] It begins behind mark + 1. */
  | { readonly how: 'ahead' }
  | { readonly how: 'gapInBatch' }
  | { readonly how: 'foreignOutbox' }
  | { readonly how: 'brokenChain' };

type Head = Origin & Pick<OutboxEntry, 'taken' | 'takenHash'>;

const follow = chainFollower();

function hasGap(facts: Facts['facts'], first: number): boolean {
  for (let index = 1; index < facts.length; index++) {
    if (facts[index]?.sequence !== first + index) return true;
  }
  return false;
}

/** [W11]–[W15][T2] @throws RangeError when a fact is nested too deeply to be written again */
export function takeBatch(
  head: Head,
  terminal: string,
  message: Facts,
  receivedAt: number,
  knowsArea: (area: AreaId) => boolean,
): Intake {
  if (head.terminal !== terminal) return { how: 'foreignOutbox' };
  const first = message.facts[0]?.sequence ?? 1;
  if (hasGap(message.facts, first)) return { how: 'gapInBatch' };
  if (first > head.taken + 1) return { how: 'ahead' };
  const last = first + message.facts.length - 1;
  if (last <= head.taken) {
    const contradicts = last === head.taken && message.hash !== chainText(head.takenHash);
    return { how: contradicts ? 'brokenChain' : 'nothingNew' };
  }
  const batch = readFacts(head, message, receivedAt, knowsArea);
  return chainText(batch.hash) === message.hash ? { how: 'taken', batch } : { how: 'brokenChain' };
}

function readFacts(
  head: Head,
  message: Facts,
  receivedAt: number,
  knowsArea: (area: AreaId) => boolean,
): TakenBatch {
  const facts: TakenFact[] = [];
  const flaws: TakenFlaw[] = [];
  let clock: BatchClock = message.clock;
  let hash = head.takenHash;
  let openedAt: number | undefined;
  let predecessor: Predecessor | undefined;
  for (const value of message.facts) {
    const decoded = decodeFact(value, knowsArea);
    if (!decoded.ok) {
      if (value.sequence <= head.taken) continue;
      const bytes = value instanceof ReadRating ? value.text : canonicalJson(value);
      hash = follow(hash, bytes);
      flaws.push({ sequence: value.sequence, ...decoded.error, bytes });
      continue;
    }
    const fact = decoded.value;
    if (fact.kind === 'clockMeasured') clock = clockBehind(fact, clock);
    if (fact.sequence <= head.taken) continue;
    hash = follow(hash, fact.text);
    const { at, estimated } = reckon(clock, fact.wall, fact.mono, receivedAt);
    if (fact.sequence === 1) openedAt = at;
    if (fact.sequence === 1 && fact.kind === 'outboxOpened') predecessor = predecessorOf(fact);
    facts.push(takenFact(head, fact, at, estimated, receivedAt));
  }
  const through = head.taken + facts.length + flaws.length;
  return { facts, flaws, receivedAt, through, hash, openedAt, predecessor };
}

/** Without the canonical text: thousands may wait for a commit. */
const takenFact = (
  origin: Origin,
  fact: DecodedFact,
  at: number,
  estimated: boolean,
  receivedAt: number,
): TakenFact => ({
  position: 0,
  origin,
  previous: 0,
  sequence: fact.sequence,
  kind: fact.kind,
  id: fact.id,
  wall: fact.wall,
  mono: fact.mono,
  at,
  estimated,
  receivedAt,
  area: fact.area,
  rating: fact.rating,
  body: fact.body,
});

function clockBehind(fact: DecodedFact, before: BatchClock): BatchClock {
  const measured = clockBody.text(fact.body ?? '');
  return measured.ok ? { how: 'measured', mono: fact.mono, hub: measured.value.hub } : before;
}

function predecessorOf(fact: DecodedFact): Predecessor | undefined {
  const opened = openedBody.text(fact.body ?? '');
  if (!opened.ok || !opened.value.previous) return undefined;
  return { outbox: opened.value.previous.outbox, length: opened.value.previous.length };
}
