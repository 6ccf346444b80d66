// Between outbox and hub: one WebSocket that comes and goes. Taps never wait for it; days without it are normal.
import { WebSocket } from 'ws';
import type { Clock } from '../../shared/server/clock.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import { isSignedBy, newNonce, type Signer } from '../../shared/server/keys.ts';
import type { Log } from '../../shared/server/log.ts';
import {
  challengeBytes,
  helloBytes,
  MAX_MESSAGE,
  type OutboxHead,
  PROTOCOL,
  type Telemetry,
  ToTerminalSchema,
  UPLINK_PATH,
} from '../../shared/wire.ts';
import { batchClock } from '../store/batch-clock.ts';
import type { TerminalStore } from '../store/store.ts';
import { type Cancel, every, type Timers } from '../timers.ts';
import { type Ending, waitMs } from './backoff.ts';
import { nextToSend, oldestSentAt, setAside, withSent } from './flight.ts';
import { type Effect, type Link, type LinkEvent, step } from './link.ts';

export const TELEMETRY_MS = 15_000;
const CHECK_MS = 5_000;
const PING_AFTER_MS = 30_000;
const GIVE_UP_AFTER_MS = 45_000;
const GREETING_MS = 15_000;
/** A hub that acknowledges nothing for so long is asked anew from the beginning. */
const UNANSWERED_MS = 120_000;
/** A connection that stood so long was a good one: the next waits begin small again. */
const GOOD_MS = 5_000;
/** Heads in one hello, so that it stays well below one message: newest first, unacknowledged before all. */
export const MAX_HEADS = 4_000;

const decode = compiledDecoder(ToTerminalSchema, MAX_MESSAGE);

export interface UplinkDeps {
  /** Address of the hub, http or https. */
  readonly hub: string;
  /** PEM of a further certificate authority. */
  readonly ca: string | undefined;
  readonly terminal: string;
  /** The hub's public key, pinned at enrolment. */
  readonly hubKey: string;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: () => number;
  readonly store: TerminalStore;
  readonly log: Log;
  readonly policyVersion: () => number;
  readonly telemetry: () => Promise<Telemetry>;
  /** The rest of what the hub says; `measure` resolves when the fact is durable. */
  readonly onMeasure: (measured: Extract<Effect, { do: 'measure' }>) => Promise<unknown>;
  readonly onEffect: (effect: Extract<Effect, { do: 'welcome' | 'policy' | 'command' | 'aside' }>) => void;
}

export interface UplinkStatus {
  readonly connected: boolean;
  /** Why the last connection ended; undefined before the first end. */
  readonly ending: Ending | undefined;
  readonly setAside: readonly { readonly outbox: string; readonly why: string }[];
}

export class Uplink {
  readonly #deps: UplinkDeps;
  #link: Link = { at: 'away' };
  #socket: WebSocket | undefined;
  #nonce = '';
  #attempt = 0;
  #ending: Ending | undefined;
  #heardAt = 0;
  #pinged = false;
  #pumping = false;
  /** Times of this boot are reckoned by a recorded measurement only, so the first batch waits for it [T4]. */
  #measuring: Promise<unknown> = Promise.resolve();
  #welcomeClock: { readonly wall: number; readonly hub: number } = { wall: 0, hub: 0 };
  readonly #cancels: Cancel[] = [];
  #cancelRetry: Cancel = () => undefined;
  #stopped = false;

  constructor(deps: UplinkDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#connect();
    this.#cancels.push(every(this.#deps.timers, CHECK_MS, () => this.#check()));
    this.#cancels.push(every(this.#deps.timers, TELEMETRY_MS, () => this.tell()));
  }

  status(): UplinkStatus {
    const aside = this.#link.at === 'open' ? [...this.#link.flight.aside] : [];
    return {
      connected: this.#link.at === 'open',
      ending: this.#ending,
      setAside: aside.map(([outbox, why]) => ({ outbox, why })),
    };
  }

  /** New facts lie in the outbox. */
  wake(): void {
    if (this.#link.at === 'open') void this.#pump();
  }

  /** Sends telemetry now, where there is a connection [D4]. */
  tell(): void {
    if (this.#link.at !== 'open') return;
    const socket = this.#socket;
    this.#deps.telemetry().then(
      (telemetry) => {
        if (socket === this.#socket && this.#link.at === 'open') socket?.send(JSON.stringify(telemetry));
      },
      (error: unknown) => this.#deps.log.warn({ error }, 'health could not be measured'),
    );
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of [...this.#cancels, this.#cancelRetry]) cancel();
    this.#link = { at: 'away' };
    this.#socket?.close(1000);
    this.#socket?.terminate();
    this.#socket = undefined;
  }

  #connect(): void {
    if (this.#stopped) return;
    const { hub, ca, terminal, clock } = this.#deps;
    this.#nonce = newNonce();
    const url = new URL(UPLINK_PATH, hub);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.search = new URLSearchParams({ terminal, nonce: this.#nonce }).toString();
    const socket = new WebSocket(url, {
      perMessageDeflate: false,
      maxPayload: MAX_MESSAGE * 4,
      handshakeTimeout: GREETING_MS,
      ...(ca === undefined ? {} : { ca }),
    });
    this.#socket = socket;
    this.#heardAt = clock.mono();
    this.#pinged = false;
    this.#step({ type: 'connecting' });
    const ofThis = (work: () => void) => (): void => {
      if (socket === this.#socket) work();
    };
    const alive = ofThis(() => this.#alive());
    socket.on('ping', alive);
    socket.on('pong', alive);
    socket.on('error', (error) => this.#deps.log.debug({ reason: error.message }, 'no way to the hub'));
    socket.on(
      'close',
      ofThis(() => this.#step({ type: 'closed' })),
    );
    socket.on('message', (data, isBinary) => {
      if (socket !== this.#socket) return;
      this.#alive();
      const decoded = isBinary ? undefined : decode.text(data.toString());
      this.#step(decoded?.ok ? { type: 'message', message: decoded.value } : { type: 'nonsense' });
    });
  }

  #alive(): void {
    this.#heardAt = this.#deps.clock.mono();
    this.#pinged = false;
  }

  #step(event: LinkEvent): void {
    const { terminal, hubKey, clock } = this.#deps;
    const before = this.#link;
    const { link, effects } = step(before, event, {
      mono: clock.mono(),
      isPinnedHub: ({ hub, nonce, signature }) =>
        hub === hubKey && isSignedBy(hubKey, challengeBytes(terminal, this.#nonce, nonce), signature),
    });
    this.#link = link;
    if (event.type === 'message' && event.message.type === 'welcome') {
      this.#welcomeClock = { wall: clock.wall(), hub: event.message.clock };
    }
    for (const effect of effects) this.#perform(effect, before);
  }

  #perform(effect: Effect, before: Link): void {
    switch (effect.do) {
      case 'greet':
        this.#greet(effect.hubNonce);
        return;
      case 'held':
        this.#deps.store.acknowledged(effect.outbox, effect.through);
        return;
      case 'measure':
        this.#measuring = this.#deps.onMeasure(effect);
        return;
      case 'send':
        void this.#pump();
        return;
      case 'end':
        this.#end(effect.ending, before);
        return;
      case 'welcome':
        this.#deps.log.info({ epoch: effect.epoch }, 'connected to the hub');
        this.#ending = undefined;
        this.tell();
        break;
      case 'aside':
        this.#deps.log.error({ outbox: effect.outbox, why: effect.why }, 'the hub refuses an outbox');
        break;
      default:
        break;
    }
    this.#deps.onEffect(effect);
  }

  #greet(hubNonce: string): void {
    const { terminal, signer, clock, policyVersion, store } = this.#deps;
    const outboxes = this.#heads();
    this.#socket?.send(
      JSON.stringify({
        type: 'hello',
        protocol: PROTOCOL,
        terminal,
        outboxes,
        clock: { wall: clock.wall(), mono: clock.mono() },
        policyVersion: policyVersion(),
        epoch: store.epoch,
        signature: signer.sign(helloBytes(terminal, this.#nonce, hubNonce, outboxes)),
      }),
    );
  }

  /** What is kept and holds facts, oldest first. */
  #heads(): OutboxHead[] {
    const kept = this.#deps.store.outboxes.filter(({ last, trimmed }) => trimmed < last);
    const waiting = kept.filter(({ last, acked }) => acked < last).slice(-MAX_HEADS);
    const room = MAX_HEADS - waiting.length;
    const others = room > 0 ? kept.filter(({ last, acked }) => acked >= last).slice(-room) : [];
    return [...waiting, ...others]
      .sort((a, b) => a.ord - b.ord)
      .map(({ id, last, hash, acked }) => ({ id, last, hash, acked }));
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      await this.#measuring;
      while (await this.#sendNext()) {
        // until the window is full or nothing waits
      }
    } catch (error) {
      this.#deps.log.error({ error }, 'facts could not be read for the hub');
    } finally {
      this.#pumping = false;
    }
  }

  /** False when there is nothing to send now. */
  async #sendNext(): Promise<boolean> {
    const { store, clock } = this.#deps;
    const socket = this.#socket;
    if (this.#link.at !== 'open' || !socket) return false;
    const next = nextToSend(this.#link.flight, store.outboxes);
    if (!next) return false;
    const batch = await store.batch(next.outbox, next.from);
    if (this.#link.at !== 'open' || socket !== this.#socket) return true;
    const { flight } = this.#link;
    const now = nextToSend(flight, store.outboxes);
    if (now?.outbox !== next.outbox || now.from !== next.from) return true;
    if (!batch || batch.first !== next.from) {
      this.#link = { ...this.#link, flight: setAside(flight, next.outbox, 'trimmed') };
      this.#deps.log.error({ outbox: next.outbox }, 'the hub asks for facts that are no longer kept');
      return true;
    }
    const { outbox, first, last, hash, facts } = batch;
    const ord = store.outboxes.find(({ id }) => id === outbox)?.ord ?? 0;
    const batchTime = batchClock(store.outboxes, store.marks, { ord, sequence: first }, this.#welcomeClock);
    const head = JSON.stringify({ type: 'facts', outbox, clock: batchTime, hash });
    // The canonical texts go up as they are: what the hub hashes is what was hashed here.
    socket.send(`${head.slice(0, -1)},"facts":[${facts.join(',')}]}`);
    this.#link = { ...this.#link, flight: withSent(flight, { outbox, first, last, at: clock.mono() }) };
    return true;
  }

  #check(): void {
    const mono = this.#deps.clock.mono();
    if (this.#link.at === 'away') return;
    const silentMs = mono - this.#heardAt;
    const unansweredSince = this.#link.at === 'open' ? oldestSentAt(this.#link.flight) : undefined;
    const isLate = this.#link.at !== 'open' && mono - this.#link.since > GREETING_MS;
    const isUnanswered = unansweredSince !== undefined && mono - unansweredSince > UNANSWERED_MS;
    if (isLate || isUnanswered || silentMs >= GIVE_UP_AFTER_MS) {
      this.#step({ type: 'closed' });
    } else if (silentMs >= PING_AFTER_MS && !this.#pinged && this.#socket?.readyState === WebSocket.OPEN) {
      this.#pinged = true;
      this.#socket.ping();
    }
  }

  #end(ending: Ending, before: Link): void {
    const { timers, random, clock, log } = this.#deps;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.terminate();
    if (this.#stopped) return;
    if (ending !== this.#ending) log.warn({ ending }, 'the connection to the hub ended');
    this.#ending = ending;
    const wasGood = before.at === 'open' && clock.mono() - before.since >= GOOD_MS;
    const attempt = wasGood ? 0 : this.#attempt;
    this.#attempt = attempt + 1;
    this.#cancelRetry = timers.after(waitMs(attempt, ending, random()), () => this.#connect());
  }
}
