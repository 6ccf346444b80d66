// Stands in for a terminal: a small, fast client of PROTOCOL.md with its own key and chain and no storage. Benches and fault tests drive it.
import { WebSocket } from 'ws';
import type { FactBody, FactKind, SentFact } from '../shared/fact.ts';
import type { Level } from '../shared/level.ts';
import { sealBytes } from '../shared/server/chain.ts';
import { type Clock, machineClock } from '../shared/server/clock.ts';
import { compiledDecoder } from '../shared/server/compile.ts';
import { newName, newSigner, type Signer } from '../shared/server/keys.ts';
import {
  ENROL_PATH,
  type EnrolReply,
  EnrolReplySchema,
  MAX_BATCH,
  MAX_IN_FLIGHT,
  type Refuse,
  type ToTerminal,
} from '../shared/wire.ts';
import { dial, greet, type Identity, type Line, type Opened } from './wire-line.ts';
import { batchClock, batchOf, Outbox } from './wire-outbox.ts';

export {
  dial,
  greet,
  helloOf,
  type Identity,
  type Line,
  type Opened,
  toTerminal,
  uplinkUrl,
} from './wire-line.ts';
export { batchClock, batchOf, Outbox } from './wire-outbox.ts';

const enrolReply = compiledDecoder(EnrolReplySchema);
const VERSION = '0.0.0-wire-client';

/** A name and key that no hub knows yet; register them in a store, or use `enrol`. */
export const newIdentity = (): Identity => ({ terminal: newName(), signer: newSigner() });

/**
 * Enrols a new key with an administrator's one-time code [E1].
 * @param hub the hub's address, e.g. `http://127.0.0.1:8080`
 * @throws when the hub refuses the code
 */
export async function enrol(
  hub: string,
  code: string,
  signer: Signer = newSigner(),
): Promise<{ identity: Identity; reply: EnrolReply }> {
  const response = await fetch(new URL(ENROL_PATH, hub), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, publicKey: signer.publicKey }),
  });
  const text = await response.text();
  const reply = enrolReply.text(text);
  if (!reply.ok) throw new Error(`the hub did not enrol (${response.status}): ${text.slice(0, 200)}`);
  return { identity: { terminal: reply.value.terminal, signer }, reply: reply.value };
}

export interface WireTerminalOptions {
  readonly hub: string;
  readonly identity: Identity;
  readonly area: number;
  readonly hubKey?: string;
  readonly clock?: Clock;
  /** Facts per batch; 500 unless set. */
  readonly batch?: number;
}

/** A whole terminal in memory: taps at any time, connected or not; what the hub has not acknowledged is sent again. */
export class WireTerminal {
  readonly identity: Identity;
  readonly outboxes: Outbox[] = [];
  /** Through where the hub acknowledged each outbox on the newest socket. */
  readonly acknowledged = new Map<string, number>();
  /** Every refusal that the hub ever sent. */
  readonly refusals: Refuse[] = [];
  hub: string;
  line: Line | undefined;
  epoch = 0;
  readonly #options: WireTerminalOptions;
  readonly #clock: Clock;
  readonly #sent = new Map<string, number>();
  readonly #setAside = new Set<string>();
  #inFlight: { readonly outbox: string; readonly from: number; readonly last: number }[] = [];
  #drained: (() => void)[] = [];

  constructor(options: WireTerminalOptions) {
    this.#options = options;
    this.#clock = options.clock ?? machineClock();
    this.identity = options.identity;
    this.hub = options.hub;
    this.restart();
  }

  get outbox(): Outbox {
    const current = this.outboxes.at(-1);
    if (!current) throw new Error('a terminal always has an outbox');
    return current;
  }

  /** As after a restart of the process: a new outbox that names the one before it [F3]. Returns it. */
  restart(): Outbox {
    this.disconnect();
    const before = this.outboxes.at(-1);
    const outbox = new Outbox(this.identity.terminal);
    this.outboxes.push(outbox);
    const previous = before
      ? { outbox: before.id, length: before.last, hash: before.hashAt(before.last) }
      : null;
    this.append('outboxOpened', {
      area: this.#options.area,
      boot: this.#clock.boot,
      version: VERSION,
      previous,
    });
    return outbox;
  }

  append<K extends FactKind>(kind: K, body: FactBody<K>, id?: string): SentFact {
    const when = { wall: this.#clock.wall(), mono: this.#clock.mono(), ...(id === undefined ? {} : { id }) };
    const fact = this.outbox.append(kind, body, when);
    this.#pump();
    return fact;
  }

  /** One tap; the fact's id is what the journal must hold exactly once. */
  rate(level: Level, marks: FactBody<'rated'>['marks'] = []): SentFact {
    return this.append('rated', {
      area: this.#options.area,
      level,
      language: 'zh-Hant',
      input: 'touch',
      marks,
    });
  }

  reason(rating: string, reason: string, given = true): SentFact {
    return this.append('reasonGiven', { area: this.#options.area, rating, reason, given });
  }

  seal(): SentFact {
    const { id, last } = this.outbox;
    const hash = this.outbox.hashAt(last);
    const signature = this.identity.signer.sign(sealBytes(this.identity.terminal, id, last, hash));
    return this.append('sealed', { through: last, hash, signature });
  }

  /** Opens a socket, says hello, measures the clock and sends what waits. */
  async connect(): Promise<Opened> {
    this.disconnect();
    const line = dial(this.hub, this.identity.terminal, (message) => this.#hear(line, message));
    const heads = this.outboxes.flatMap((outbox) => outbox.heads);
    const opened = await greet(line, this.identity, heads, this.#clock, this.#options.hubKey);
    if ('refused' in opened) return opened;
    this.line = line;
    this.epoch = opened.welcome.epoch;
    this.acknowledged.clear();
    this.#sent.clear();
    this.#inFlight = [];
    for (const { id, through } of opened.welcome.outboxes) {
      this.acknowledged.set(id, through);
      this.#sent.set(id, through);
    }
    this.append('clockMeasured', { hub: opened.welcome.clock, roundTrip: 1 });
    return opened;
  }

  /** Cuts the connection without a word. */
  disconnect(): void {
    this.line?.socket.terminate();
    this.line = undefined;
  }

  get unacknowledged(): number {
    return this.outboxes.reduce(
      (sum, { id, last }) =>
        sum + (this.#setAside.has(id) ? 0 : Math.max(0, last - (this.acknowledged.get(id) ?? 0))),
      0,
    );
  }

  /** Resolves when the hub has acknowledged everything. Does not by itself connect. */
  drained(): Promise<void> {
    if (this.unacknowledged === 0) return Promise.resolve();
    return new Promise((resolve) => this.#drained.push(resolve));
  }

  #hear(line: Line, message: ToTerminal): void {
    if (message.type === 'refuse') this.#refused(message);
    if (line !== this.line || message.type !== 'ack') return;
    const { outbox, through } = message;
    this.acknowledged.set(outbox, through);
    this.#inFlight = this.#inFlight.filter((batch) => batch.outbox !== outbox || batch.last > through);
    const oldest = this.#inFlight.find((batch) => batch.outbox === outbox);
    if (oldest && oldest.from > through + 1) {
      // The hub lacks what stands between [W11]: from there again.
      this.#inFlight = this.#inFlight.filter((batch) => batch.outbox !== outbox);
      this.#sent.set(outbox, through);
    }
    this.#pump();
    if (this.unacknowledged === 0) for (const resolve of this.#drained.splice(0)) resolve();
  }

  #refused(refuse: Refuse): void {
    this.refusals.push(refuse);
    if (refuse.reason !== 'brokenChain' && refuse.reason !== 'foreignOutbox') return;
    this.#inFlight = this.#inFlight.filter((batch) => batch.outbox !== refuse.outbox);
    if (refuse.outbox !== undefined) this.#setAside.add(refuse.outbox);
    this.#pump();
  }

  #pump(): void {
    const line = this.line;
    if (!line || line.socket.readyState !== WebSocket.OPEN) return;
    const size = this.#options.batch ?? MAX_BATCH;
    for (const outbox of this.outboxes) {
      if (this.#setAside.has(outbox.id)) continue;
      for (let sent = this.#sent.get(outbox.id) ?? 0; sent < outbox.last; ) {
        if (this.#inFlight.length >= MAX_IN_FLIGHT) return;
        const count = Math.min(size, outbox.last - sent);
        const clock = batchClock(this.outboxes, outbox, sent + 1);
        if (!clock) return;
        line.send(batchOf(outbox, sent + 1, count, clock));
        this.#inFlight.push({ outbox: outbox.id, from: sent + 1, last: sent + count });
        sent += count;
        this.#sent.set(outbox.id, sent);
      }
    }
  }
}
