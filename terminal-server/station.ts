// An enrolled terminal at work: outbox, uplink, seals, policy and presence wired together.
import type { TerminalPolicy } from '../shared/policy.ts';
import type { Clock } from '../shared/server/clock.ts';
import { newFactId, newName, type Signer } from '../shared/server/keys.ts';
import type { Log } from '../shared/server/log.ts';
import type { Database } from '../shared/server/sqlite.ts';
import { DAY, type Instant } from '../shared/site-time.ts';
import type { Command, EnrolReply, Telemetry } from '../shared/wire.ts';
import { hubNow, lastMeasured, type Measured } from './hub-time.ts';
import { isSealDue, isUnsealed, type Sealing, sealDraft } from './seal.ts';
import type { Session } from './session/session.ts';
import type { Draft } from './store/outbox.ts';
import { TerminalStore } from './store/store.ts';
import { type Cancel, every, type Timers } from './timers.ts';
import type { Effect } from './uplink/link.ts';
import { Uplink, type UplinkStatus } from './uplink/uplink.ts';

const SEAL_LOOK_MS = 5_000;
const SAVE_ACKS_MS = 10_000;
const TRIM_MS = 6 * 3_600_000;
/** A hub that refuses one new outbox after the other must not be answered with outboxes without end. */
const REOPEN_MS = 600_000;
/** At shutdown a store that takes nothing is not waited for. */
const LAST_SEAL_MS = 1_000;

export interface StationDeps {
  readonly enrolment: EnrolReply;
  readonly database: Database;
  readonly signer: Signer;
  readonly session: Session;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Log;
  readonly version: string;
  readonly hub: string;
  readonly ca: string | undefined;
  readonly keepDays: number;
  readonly health: () => Promise<
    Pick<Telemetry, 'glass' | 'freeDiskBytes' | 'memoryBytes' | 'uptimeSeconds'>
  >;
  readonly onTrouble: (code: string | null) => void;
  readonly onCommand: (command: Command) => void;
}

export class Station {
  readonly #deps: StationDeps;
  readonly #store: TerminalStore;
  readonly #uplink: Uplink;
  readonly #cancels: Cancel[] = [];
  #measured: Measured | undefined;
  #sealing: Sealing;
  #sealPending = false;
  #reopenedAt: number | undefined;

  /** @throws StoreError */
  static async start(deps: StationDeps): Promise<Station> {
    const { database, enrolment, timers, session } = deps;
    let wake: () => void = () => undefined;
    const store = await TerminalStore.open({
      database,
      terminal: enrolment.terminal,
      timers,
      onTrouble: deps.onTrouble,
      onAppended: () => wake(),
    });
    const kept = await store.policy();
    const policy = kept && kept.version >= enrolment.policy.version ? kept : enrolment.policy;
    const station = new Station(deps, store);
    wake = () => station.#uplink.wake();
    session.attach(store);
    station.#open(policy);
    await session.usePolicy(policy);
    station.#begin();
    return station;
  }

  private constructor(deps: StationDeps, store: TerminalStore) {
    this.#deps = deps;
    this.#store = store;
    const { clock, enrolment } = deps;
    this.#measured = lastMeasured(store.outboxes, store.marks, clock.boot);
    this.#sealing = { outbox: '', last: 0, at: clock.mono() };
    this.#uplink = new Uplink({
      ...deps,
      terminal: enrolment.terminal,
      hubKey: enrolment.hub,
      store,
      policyVersion: () => this.#policyVersion(),
      telemetry: () => this.#telemetry(),
      onMeasure: (measured) => this.#measure(measured),
      onEffect: (effect) => this.#hubSaid(effect),
    });
  }

  get terminal(): string {
    return this.#deps.enrolment.terminal;
  }

  get waiting(): number {
    return this.#store.waiting;
  }

  get outboxes(): number {
    return this.#store.outboxes.length;
  }

  hubNow(): Instant | undefined {
    return hubNow(this.#measured, this.#deps.clock);
  }

  uplink(): UplinkStatus {
    return this.#uplink.status();
  }

  /** The glass changed: the hub hears of it at once [D4]. */
  tellHub(): void {
    this.#uplink.tell();
  }

  glassChanged(changed: { readonly on: boolean; readonly since: number }): void {
    const area = this.#deps.session.policy?.area ?? this.#deps.enrolment.policy.area;
    void this.#append({ id: newFactId(), kind: 'glassChanged', ...this.#now(), body: { area, ...changed } });
  }

  /** Seals what is unsealed [F5] and lets go. */
  async stop(): Promise<void> {
    for (const cancel of this.#cancels) cancel();
    const head = this.#store.outboxes.at(-1);
    if (head && isUnsealed(this.#sealing, head)) {
      const giveUp = new Promise((resolve) =>
        this.#deps.timers.after(LAST_SEAL_MS, () => resolve(undefined)),
      );
      await Promise.race([this.#seal(), giveUp]);
    }
    this.#uplink.stop();
    await this.#store.stop();
  }

  #begin(): void {
    const { timers } = this.#deps;
    const quietly = (what: string, work: () => Promise<unknown>) => (): void => {
      work().catch((error: unknown) => this.#deps.log.warn({ error }, what));
    };
    this.#uplink.start();
    const trim = quietly('old facts could not be trimmed', () => this.#trim());
    const saveAcks = quietly('marks could not be saved', () => this.#store.saveAcks());
    this.#cancels.push(
      every(timers, SEAL_LOOK_MS, () => this.#sealWhenDue()),
      every(timers, SAVE_ACKS_MS, saveAcks),
      every(timers, TRIM_MS, trim),
    );
  }

  #now(): { readonly wall: number; readonly mono: number } {
    const { clock } = this.#deps;
    return { wall: clock.wall(), mono: clock.mono() };
  }

  #append(draft: Draft): Promise<unknown> {
    return this.#store.append([draft]);
  }

  #open(policy: TerminalPolicy): void {
    const { clock, version } = this.#deps;
    const now = this.#now();
    void this.#store.openOutbox({
      id: newName(),
      boot: clock.boot,
      first: (before) => ({
        id: newFactId(),
        kind: 'outboxOpened',
        ...now,
        body: {
          area: policy.area,
          boot: clock.boot,
          version,
          previous: before && { outbox: before.outbox, length: before.last, hash: before.hash },
        },
      }),
    });
  }

  #sealWhenDue(): void {
    const head = this.#store.outboxes.at(-1);
    if (!head || this.#sealPending || !isSealDue(this.#sealing, head, this.#deps.clock.mono())) return;
    this.#sealPending = true;
    void this.#seal().finally(() => {
      this.#sealPending = false;
    });
  }

  #seal(): Promise<unknown> {
    const now = this.#now();
    return this.#append(
      sealDraft(this.terminal, this.#deps.signer, now, (outbox, last) => {
        this.#sealing = { outbox, last, at: now.mono };
      }),
    );
  }

  /** [T1] */
  #measure(measured: Extract<Effect, { do: 'measure' }>): Promise<unknown> {
    const { hub, mono, roundTrip } = measured;
    this.#measured = { mono, hub };
    const wall = this.#deps.clock.wall();
    return this.#append({ id: newFactId(), kind: 'clockMeasured', wall, mono, body: { hub, roundTrip } });
  }

  #hubSaid(effect: Extract<Effect, { do: 'welcome' | 'policy' | 'command' | 'aside' }>): void {
    switch (effect.do) {
      case 'welcome':
        this.#store
          .keepEpoch(effect.epoch)
          .catch((error: unknown) => this.#deps.log.warn({ error }, 'epoch'));
        return;
      case 'policy':
        void this.#usePolicy(effect.policy);
        return;
      case 'command':
        this.#deps.onCommand(effect.command);
        return;
      case 'aside':
        this.#leave(effect.outbox);
        return;
    }
  }

  /** New taps must not wait behind an outbox that the hub refuses. */
  #leave(outbox: string): void {
    const { mono } = this.#now();
    const isCurrent = this.#store.outboxes.at(-1)?.id === outbox;
    if (!isCurrent || (this.#reopenedAt !== undefined && mono - this.#reopenedAt < REOPEN_MS)) return;
    this.#reopenedAt = mono;
    this.#open(this.#deps.session.policy ?? this.#deps.enrolment.policy);
  }

  /** [D1] */
  async #usePolicy(policy: TerminalPolicy): Promise<void> {
    if (policy.version <= this.#policyVersion()) return;
    this.#deps.log.info({ version: policy.version }, 'new policy');
    const placed = this.#deps.session.usePolicy(policy);
    try {
      await this.#store.keepPolicy(policy);
    } catch (error) {
      this.#deps.log.warn(
        { error },
        'the policy could not be kept; the hub will send it again after a restart',
      );
    }
    await placed;
    this.tellHub();
  }

  #policyVersion(): number {
    return this.#deps.session.policy?.version ?? 0;
  }

  async #telemetry(): Promise<Telemetry> {
    const { version, health } = this.#deps;
    return {
      type: 'telemetry',
      ...(await health()),
      waiting: this.waiting,
      version,
      policyVersion: this.#policyVersion(),
    };
  }

  async #trim(): Promise<void> {
    const now = this.hubNow();
    if (now === undefined) return;
    const gone = await this.#store.trim(now - this.#deps.keepDays * DAY);
    if (gone > 0) this.#deps.log.info({ facts: gone }, 'let go of old acknowledged facts');
  }
}
