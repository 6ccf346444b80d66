// Beside kept-store.ts: what a reload must not lose.
import { describe, expect, it } from 'vitest';
import type { Kept } from './intent-queue.ts';
import { keptStore } from './kept-store.ts';

/** As the browser's, in memory. */
function memory(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    getItem: (name) => items.get(name) ?? null,
    key: (index) => [...items.keys()][index] ?? null,
    removeItem: (name) => void items.delete(name),
    setItem: (name, value) => void items.set(name, value),
  };
}

const tap = (code: string, wall: number): Kept => ({
  intent: { type: 'tap', code, level: 1, input: 'touch', language: 'ko' },
  madeAt: { wall, mono: 5 },
  inherited: false,
});

describe('the store of kept intents', () => {
  it('gives back after a reload what was not recorded, oldest first, with its age to tell by the wall clock', () => {
    const storage = memory();
    const store = keptStore(storage);
    store.add(tap('ZZZZZZZZZZZZ', 1_000));
    store.add(tap('AAAAAAAAAAAA', 1_000));
    store.add(tap('BBBBBBBBBBBB', 2_000));
    store.remove('BBBBBBBBBBBB');
    const loaded = keptStore(storage).load();
    expect(loaded.map((each) => each.intent)).toEqual([
      tap('ZZZZZZZZZZZZ', 0).intent,
      tap('AAAAAAAAAAAA', 0).intent,
    ]);
    expect(loaded.every((each) => each.inherited && each.madeAt.wall === 1_000)).toBe(true);
  });

  it('drops entries that it does not understand and leaves those of others alone', () => {
    const storage = memory();
    storage.setItem('chime.kept.x', '{"order":1,"wall":1,"intent":{"type":"tap","code":"<b>"}}');
    storage.setItem('chime.kept.y', 'not json');
    storage.setItem('other', 'kept');
    expect(keptStore(storage).load()).toEqual([]);
    expect(storage.length).toBe(1);
  });

  it('works without storage, and when storage throws', () => {
    const full: Storage = {
      ...memory(),
      setItem() {
        throw new Error('full');
      },
    };
    for (const storage of [undefined, full]) {
      const store = keptStore(storage);
      store.add(tap('AAAAAAAAAAAA', 1));
      store.remove('AAAAAAAAAAAA');
      expect(store.load()).toEqual([]);
    }
  });
});
