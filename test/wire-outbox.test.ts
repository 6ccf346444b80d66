// The reference terminal obeys the rules that it holds the hub to.
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../shared/canonical.ts';
import { chainNext, chainStart } from '../shared/server/chain.ts';
import { compiledDecoder } from '../shared/server/compile.ts';
import { newName } from '../shared/server/keys.ts';
import { FactsSchema } from '../shared/wire.ts';
import { Tape } from './bench/tape.ts';
import { batchClock, batchOf, Outbox } from './wire-outbox.ts';

const facts = compiledDecoder(FactsSchema);

function rechained(terminal: string, outbox: string, sent: readonly unknown[]): string {
  let head = chainStart(terminal, outbox);
  for (const fact of sent) head = chainNext(head, canonicalJson(fact));
  return head.toString('base64url');
}

describe('the wire client’s outbox', () => {
  it('[F4] chains every fact over its predecessor', () => {
    const outbox = new Outbox(newName());
    for (let mono = 1; mono <= 5; mono++) outbox.append('rated', { area: mono }, { wall: 9, mono });
    expect(outbox.hashAt(5)).toBe(rechained(outbox.terminal, outbox.id, outbox.facts));
    expect(outbox.heads).toEqual([{ id: outbox.id, last: 5, hash: outbox.hashAt(5), acked: 0 }]);
  });

  it('[W8] cuts batches of consecutive facts with the hash behind the last', () => {
    const outbox = new Outbox(newName());
    for (let mono = 1; mono <= 5; mono++) outbox.append('rated', { area: 1 }, { wall: 9, mono });
    const batch = batchOf(outbox, 2, 3, { how: 'measured', mono: 1, hub: 1 });
    expect(batch.facts.map(({ sequence }) => sequence)).toEqual([2, 3, 4]);
    expect(batch.hash).toBe(outbox.hashAt(4));
    expect(facts.value(batch).ok).toBe(true);
  });

  it('[T2] takes the last clock fact before a batch, also of an earlier outbox, else the first behind it', () => {
    const [early, late] = [new Outbox(newName()), new Outbox(newName())];
    const clock = (outbox: Outbox, mono: number) =>
      outbox.append('clockMeasured', { hub: 1000 + mono, roundTrip: 1 }, { wall: 9, mono });
    const tap = (outbox: Outbox, mono: number) => outbox.append('rated', { area: 1 }, { wall: 9, mono });
    tap(early, 1);
    clock(early, 2);
    tap(early, 3);
    clock(early, 4);
    tap(late, 5);
    clock(late, 6);
    tap(late, 7);
    const monoOf = (outbox: Outbox, from: number) => {
      const found = batchClock([early, late], outbox, from);
      return found?.how === 'measured' ? found.mono : undefined;
    };
    expect([monoOf(early, 1), monoOf(early, 3), monoOf(late, 1), monoOf(late, 3)]).toEqual([2, 2, 4, 6]);
    expect(batchClock([new Outbox(newName())], late, 1)).toBeUndefined();
  });

  it('copies itself as of an older moment and then grows apart', () => {
    const outbox = new Outbox(newName());
    for (let mono = 1; mono <= 3; mono++) outbox.append('rated', { area: 1 }, { wall: 9, mono });
    const twin = outbox.copy(2);
    expect(twin.hashAt(2)).toBe(outbox.hashAt(2));
    twin.append('rated', { area: 2 }, { wall: 9, mono: 3 });
    expect(twin.hashAt(3)).not.toBe(outbox.hashAt(3));
  });
});

describe('the bench’s tape', () => {
  it('plays messages that the hub must take: schema, sequences, chain', () => {
    const terminal = newName();
    const own = new Tape(terminal, 3, 20);
    const texts = [own.opening(), own.ratings(1), own.ratings(7)];
    const decoded = texts.map(({ text }) => facts.text(text));
    const sent = decoded.flatMap((message) => (message.ok ? message.value.facts : []));
    expect(decoded.every(({ ok }) => ok)).toBe(true);
    expect(sent.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
    expect(own.head.hash).toBe(rechained(terminal, own.outbox, sent));
    expect(texts.map(({ through }) => through)).toEqual([2, 3, 10]);
  });
});
