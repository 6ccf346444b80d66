// Before a run: a terminal's messages, chained and written out beforehand, so that the load generator only sends and listens.
import { canonicalFact } from '../../shared/canonical.ts';
import type { SentFact } from '../../shared/fact.ts';
import type { Level } from '../../shared/level.ts';
import { chainNext, chainStart } from '../../shared/server/chain.ts';
import { newFactId, newName } from '../../shared/server/keys.ts';
import type { BatchClock, OutboxHead } from '../../shared/wire.ts';

/** Between two taps: past the misuse filter, as visitors come one after another. */
const TAP_GAP_MS = 7_000;
/** What visitors press, in tenths: mostly content. */
const LEVELS: readonly Level[] = [4, 4, 4, 4, 4, 3, 3, 3, 2, 1];

export interface Message {
  readonly text: string;
  /** The outbox's last sequence in it. */
  readonly through: number;
  readonly ratings: number;
}

/** One outbox of one terminal whose boot began long enough ago for all its taps. */
export class Tape {
  readonly outbox = newName();
  readonly #area: number;
  readonly #bootHub: number;
  #head: Buffer;
  #sequence = 0;
  #mono = 0;

  constructor(terminal: string, area: number, ratings: number) {
    this.#area = area;
    this.#bootHub = Date.now() - (ratings + 2) * TAP_GAP_MS;
    this.#head = chainStart(terminal, this.outbox);
  }

  /** The next fact's canonical text, which is also how a terminal sends it. */
  #fact(kind: string, body: object): string {
    this.#mono += TAP_GAP_MS;
    const fact: SentFact = {
      sequence: ++this.#sequence,
      id: newFactId(),
      kind,
      wall: this.#bootHub + this.#mono,
      mono: this.#mono,
      body,
    };
    const text = canonicalFact(fact);
    this.#head = chainNext(this.#head, text);
    return text;
  }

  #message(facts: readonly string[], ratings: number): Message {
    const clock: BatchClock = { how: 'measured', mono: 2 * TAP_GAP_MS, hub: this.#bootHub + 2 * TAP_GAP_MS };
    const hash = this.#head.toString('base64url');
    const head = JSON.stringify({ type: 'facts', outbox: this.outbox, clock, hash });
    const text = `${head.slice(0, -1)},"facts":[${facts.join(',')}]}`;
    return { text, through: this.#sequence, ratings };
  }

  get head(): OutboxHead {
    return { id: this.outbox, last: this.#sequence, hash: this.#head.toString('base64url'), acked: 0 };
  }

  /** The first message of an outbox: who came before, and the clock. */
  opening(): Message {
    const opened = this.#fact('outboxOpened', {
      area: this.#area,
      boot: 'bench',
      version: '0.0.0-bench',
      previous: null,
    });
    const clock = this.#fact('clockMeasured', { hub: this.#bootHub + this.#mono + TAP_GAP_MS, roundTrip: 1 });
    return this.#message([opened, clock], 0);
  }

  ratings(count: number): Message {
    const facts = Array.from({ length: count }, () =>
      this.#fact('rated', {
        area: this.#area,
        level: LEVELS[this.#sequence % LEVELS.length],
        language: 'zh-Hant',
        input: 'touch',
        marks: [],
      }),
    );
    return this.#message(facts, count);
  }
}
