// Between screens and socket: keeps taps and reasons until they are recorded, resends them, and knows the last state.
import type { GlassState, Intent, ToGlass } from '../shared/glass.ts';
import type { Level } from '../shared/level.ts';
import { type GlassSocket, openGlassSocket } from './glass-socket.ts';
import {
  disconnected,
  EMPTY_QUEUE,
  isFull,
  keep,
  keyOf,
  type Moment,
  nextToSend,
  type Queue,
  recorded,
  refused,
  type UnsentIntent,
} from './intent-queue.ts';
import type { KeptStore } from './kept-store.ts';
import { type Known, NOTED_MS, PATIENCE_MS } from './view.ts';

export interface LinkEvents {
  /** Something that the screens show may have changed. */
  changed(): void;
  state(state: GlassState): void;
  identify(): void;
  reload(): void;
}

export interface GlassLink {
  known(): Known;
  queue(): Queue;
  tap(intent: Extract<UnsentIntent, { type: 'tap' }>): void;
  reason(intent: Extract<UnsentIntent, { type: 'reason' }>): void;
  /** Of the moment: dropped while the terminal is away. */
  tell(intent: Intent): void;
  /** Sends what is due and ends what is over; called a few times a second. */
  tick(): void;
}

interface Waiting {
  readonly code: string;
  readonly level: Level;
  readonly since: number;
}

export function glassLink(url: string, store: KeptStore, now: () => Moment, events: LinkEvents): GlassLink {
  let queue: Queue = store.load().reduce(keep, EMPTY_QUEUE);
  let state: GlassState | undefined;
  let stateAt = 0;
  let awaySince: number | undefined = now().mono;
  let touchedAt = Number.NEGATIVE_INFINITY;
  let waiting: Waiting | undefined;
  let noted: (Waiting & { readonly until: number }) | undefined;

  const flush = (): void => {
    if (!socket.open) return;
    const next = nextToSend(queue, now());
    queue = next.queue;
    for (const intent of next.intents) socket.send(intent);
  };
  const keepAndSend = (intent: UnsentIntent): void => {
    const kept = { intent, madeAt: now(), inherited: false };
    const before = queue;
    queue = keep(queue, kept);
    if (queue !== before) store.add(kept);
    flush();
    events.changed();
  };
  const forget = (key: string): void => {
    queue = recorded(queue, key);
    store.remove(key);
    if (waiting?.code === key) waiting = undefined;
    // The terminal's own thanks follows; while it shows something else, the page's answer stands out its time.
    flush();
  };

  const take = (message: ToGlass): void => {
    switch (message.type) {
      case 'state':
        state = message;
        stateAt = now().mono;
        if (message.screen.name !== 'ask') noted = undefined;
        events.state(message);
        break;
      case 'recorded':
        forget(message.key);
        break;
      case 'refused': {
        const after = refused(queue);
        queue = after.queue;
        if (after.dropped !== undefined) store.remove(after.dropped);
        flush();
        break;
      }
      case 'identify':
        events.identify();
        break;
      case 'reload':
        events.reload();
        break;
    }
    events.changed();
  };

  const socket: GlassSocket = openGlassSocket(url, {
    opened() {
      awaySince = undefined;
      queue = disconnected(queue);
      flush();
      events.changed();
    },
    closed() {
      awaySince = now().mono;
      queue = disconnected(queue);
      events.changed();
    },
    message: take,
  });

  return {
    known: () => ({ state, stateAt, awaySince, noted, touchedAt, full: isFull(queue) }),
    queue: () => queue,
    tap(intent) {
      const { mono } = now();
      touchedAt = mono;
      if (isFull(queue)) return;
      waiting = { code: keyOf(intent), level: intent.level, since: mono };
      noted = undefined;
      keepAndSend(intent);
    },
    reason(intent) {
      touchedAt = now().mono;
      keepAndSend(intent);
    },
    tell(intent) {
      if (intent.type === 'touch') touchedAt = now().mono;
      socket.send(intent);
      events.changed();
    },
    tick() {
      const { mono } = now();
      if (waiting && mono - waiting.since >= PATIENCE_MS) {
        noted = { ...waiting, until: mono + NOTED_MS };
        waiting = undefined;
      }
      flush();
      events.changed();
    },
  };
}
