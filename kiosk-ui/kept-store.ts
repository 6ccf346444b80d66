// On the page, beside the queue: keeps unsent intents over a reload; without storage they live as long as the page.
import { Type } from 'typebox';
import { decoder } from '../shared/decode.ts';
import { IntentSchema, MAX_KEPT_INTENTS } from '../shared/glass.ts';
import { type Kept, keyOf } from './intent-queue.ts';

const PREFIX = 'chime.kept.';

const stored = decoder(
  Type.Object(
    {
      order: Type.Number(),
      wall: Type.Number(),
      /** A whole intent, `ago` 0: its age is reckoned when it is sent. */
      intent: IntentSchema,
    },
    { additionalProperties: false },
  ),
  { maxLength: 2_000 },
);

export interface KeptStore {
  /** Oldest first; entries that are not understood are removed. */
  load(): Kept[];
  add(kept: Kept): void;
  remove(key: string): void;
}

/** One entry per intent, so that a tap costs one small write however many wait. */
export function keptStore(storage: Storage | undefined): KeptStore {
  let order = 0;
  const attempt = <T>(work: (storage: Storage) => T, otherwise: T): T => {
    if (!storage) return otherwise;
    try {
      return work(storage);
    } catch {
      // Denied or full: the intent stays in memory, which is all that this page can do.
      return otherwise;
    }
  };
  return {
    load: () => attempt((from) => loadAll(from), []),
    add: (kept) =>
      attempt((to) => {
        const entry = {
          order: order++ + kept.madeAt.wall,
          wall: kept.madeAt.wall,
          intent: { ...kept.intent, ago: 0 },
        };
        to.setItem(PREFIX + keyOf(kept.intent), JSON.stringify(entry));
      }, undefined),
    remove: (key) => attempt((from) => from.removeItem(PREFIX + key), undefined),
  };
}

function loadAll(storage: Storage): Kept[] {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index));
  const found: { order: number; kept: Kept }[] = [];
  for (const name of names) {
    if (!name?.startsWith(PREFIX)) continue;
    const entry = stored.text(storage.getItem(name) ?? '');
    const intent = entry.ok ? entry.value.intent : undefined;
    if (entry.ok && (intent?.type === 'tap' || intent?.type === 'reason')) {
      const { ago: _, ...unsent } = intent;
      const madeAt = { wall: entry.value.wall, mono: 0 };
      found.push({ order: entry.value.order, kept: { intent: unsent, madeAt, inherited: true } });
    } else storage.removeItem(name);
  }
  found.sort((a, b) => a.order - b.order);
  return found.slice(0, MAX_KEPT_INTENTS).map(({ kept }) => kept);
}

/** The browser's storage, undefined where it is denied. */
export function pageStorage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
