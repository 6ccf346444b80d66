// Chance that can be repeated: seeded, the seed printed by who uses it.

export interface Random {
  readonly seed: number;
  /** 0 ≤ value < 1. */
  next(): number;
  /** Whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
}

/** `CHIME_SEED` repeats an earlier run. Mulberry32 (Tommy Ettinger, public domain). */
export function seeded(seed = Number(process.env['CHIME_SEED'] ?? Date.now() % 1_000_000_007)): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    seed,
    next,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
}
