// Beside the wire client: an outbox in memory with its chain, and the batches cut from it.
import { canonicalFact } from '../shared/canonical.ts';
import type { SentFact } from '../shared/fact.ts';
import { chainNext, chainStart } from '../shared/server/chain.ts';
import { newFactId, newName } from '../shared/server/keys.ts';
import type { BatchClock, Facts, OutboxHead } from '../shared/wire.ts';

/** One start of a terminal's process: facts with their chain, all kept in memory. */
export class Outbox {
  readonly id: string;
  readonly terminal: string;
  readonly facts: SentFact<string, object>[] = [];
  /** `hashes[n]` is the chain behind fact n (base64url); `hashes[0]` its start. */
  readonly hashes: string[];
  /** The clock facts among them. */
  readonly clocks: { readonly sequence: number; readonly mono: number; readonly hub: number }[] = [];
  #head: Buffer;

  constructor(terminal: string, id: string = newName()) {
    this.id = id;
    this.terminal = terminal;
    this.#head = chainStart(terminal, id);
    this.hashes = [this.#head.toString('base64url')];
  }

  get last(): number {
    return this.facts.length;
  }

  hashAt(sequence: number): string {
    const hash = this.hashes[sequence];
    if (hash === undefined) throw new Error(`outbox ${this.id} has no fact ${sequence}`);
    return hash;
  }

  append(kind: string, body: object, when: { wall: number; mono: number; id?: string }): SentFact {
    const fact: SentFact<string, object> = {
      sequence: this.facts.length + 1,
      id: when.id ?? newFactId(),
      kind,
      wall: when.wall,
      mono: when.mono,
      body,
    };
    this.#head = chainNext(this.#head, canonicalFact(fact));
    this.facts.push(fact);
    if (kind === 'clockMeasured' && 'hub' in body && typeof body.hub === 'number')
      this.clocks.push({ sequence: fact.sequence, mono: fact.mono, hub: body.hub });
    this.hashes.push(this.#head.toString('base64url'));
    return fact;
  }

  /** An exact copy as of `through`, as a disk put back to an older image has it; it then grows on its own. */
  copy(through: number = this.last): Outbox {
    const twin = new Outbox(this.terminal, this.id);
    for (const { kind, body, wall, mono, id } of this.facts.slice(0, through))
      twin.append(kind, body, { wall, mono, id });
    return twin;
  }

  get heads(): OutboxHead[] {
    return this.last === 0 ? [] : [{ id: this.id, last: this.last, hash: this.hashAt(this.last), acked: 0 }];
  }
}

/** The batch clock of [T2] within one boot: the last clock fact before sequence `from`, else the first behind it. */
export function batchClock(
  outboxes: readonly Outbox[],
  outbox: Outbox,
  from: number,
): BatchClock | undefined {
  const here = outboxes.indexOf(outbox);
  const before =
    outbox.clocks.findLast(({ sequence }) => sequence < from) ??
    outboxes
      .slice(0, here)
      .findLast(({ clocks }) => clocks.length > 0)
      ?.clocks.at(-1);
  const clock = before ?? outboxes.slice(here).find(({ clocks }) => clocks.length > 0)?.clocks[0];
  return clock && { how: 'measured', mono: clock.mono, hub: clock.hub };
}

/** The `facts` message for sequences `from` … `from + count − 1`. */
export const batchOf = (outbox: Outbox, from: number, count: number, clock: BatchClock): Facts => ({
  type: 'facts',
  outbox: outbox.id,
  clock,
  hash: outbox.hashAt(Math.min(outbox.last, from + count - 1)),
  facts: outbox.facts.slice(from - 1, from - 1 + count),
});
