// On the page, between a finger and the socket: what was tapped and is not yet said to be durable. Pure.
import { type KeptIntent, MAX_KEPT_INTENTS, type ReasonIntent, type TapIntent } from '../shared/glass.ts';
import { MAX_AGO_MS } from '../shared/policy.ts';

/** Intents that may be on their way at once. */
export const MAX_IN_FLIGHT = 20;
/** One that stayed unanswered this long on an open socket is sent again; the same key is one fact. */
export const RESEND_MS = 10_000;

export type UnsentIntent = Omit<TapIntent, 'ago'> | Omit<ReasonIntent, 'ago'>;

/** Both clocks of the page, read together. `mono` counts from the page's own start. */
export interface Moment {
  readonly wall: number;
  readonly mono: number;
}

export interface Kept {
  readonly intent: UnsentIntent;
  readonly madeAt: Moment;
  /** Made in an earlier life of the page: only the wall clock can tell its age. */
  readonly inherited: boolean;
}

export interface Queue {
  readonly kept: readonly Kept[];
  /** Key → `mono` when it was last sent on this socket. */
  readonly inFlight: ReadonlyMap<string, number>;
  /** One at a time, since the terminal refused something: so the refused one is known and can be let go. */
  readonly single: boolean;
}

export const EMPTY_QUEUE: Queue = { kept: [], inFlight: new Map(), single: false };

/** What `recorded` names: a tap's code or a reason's id. */
export const keyOf = (intent: UnsentIntent): string => (intent.type === 'tap' ? intent.code : intent.id);

export const isFull = (queue: Queue): boolean => queue.kept.length >= MAX_KEPT_INTENTS;

/** Adds an intent behind the others; one that is there already, and any beyond the limit, changes nothing. */
export function keep(queue: Queue, kept: Kept): Queue {
  const key = keyOf(kept.intent);
  if (isFull(queue) || queue.kept.some((each) => keyOf(each.intent) === key)) return queue;
  return { ...queue, kept: [...queue.kept, kept] };
}

/** Age in ms when sent: monotonic within the page's life, by wall clock across a reload, never negative. */
export function ageOf(kept: Kept, now: Moment): number {
  const age = kept.inherited ? now.wall - kept.madeAt.wall : now.mono - kept.madeAt.mono;
  return Math.round(Math.min(Math.max(age, 0), MAX_AGO_MS));
}

/** What to send now, oldest first, with its age; the queue remembers that it is on its way. */
export function nextToSend(queue: Queue, now: Moment): { queue: Queue; intents: KeptIntent[] } {
  const window = queue.single ? 1 : MAX_IN_FLIGHT;
  const inFlight = new Map(queue.inFlight);
  const intents: KeptIntent[] = [];
  for (const kept of queue.kept.slice(0, window)) {
    const key = keyOf(kept.intent);
    const sentAt = inFlight.get(key);
    if (sentAt !== undefined && now.mono - sentAt < RESEND_MS) continue;
    inFlight.set(key, now.mono);
    intents.push({ ...kept.intent, ago: ageOf(kept, now) });
  }
  return { queue: intents.length === 0 ? queue : { ...queue, inFlight }, intents };
}

/** The terminal says that it is durable: the page may forget it. */
export function recorded(queue: Queue, key: string): Queue {
  const inFlight = new Map(queue.inFlight);
  inFlight.delete(key);
  const kept = queue.kept.filter((each) => keyOf(each.intent) !== key);
  return { kept, inFlight, single: queue.single && kept.length > 0 };
}

/** The socket is gone: everything that was on its way is to be sent again. */
export const disconnected = (queue: Queue): Queue => ({ ...queue, inFlight: new Map(), single: false });

/** Something was refused, without its key: go on one by one, and then let go of the one that is refused again. */
export function refused(queue: Queue): { queue: Queue; dropped: string | undefined } {
  const [head] = queue.kept;
  if (!head || queue.inFlight.size === 0) return { queue, dropped: undefined };
  const key = keyOf(head.intent);
  if (queue.inFlight.size === 1 && queue.inFlight.has(key)) {
    return { queue: recorded(queue, key), dropped: key };
  }
  return { queue: { ...queue, inFlight: new Map(), single: true }, dropped: undefined };
}

/** Reasons as the visitor sees them: what the terminal holds, overlaid by what is still on its way. */
export function chosenReasons(queue: Queue, code: string, held: readonly string[]): string[] {
  const chosen = new Set(held);
  for (const { intent } of queue.kept) {
    if (intent.type !== 'reason' || intent.code !== code) continue;
    if (intent.given) chosen.add(intent.reason);
    else chosen.delete(intent.reason);
  }
  return [...chosen];
}
