// The whole terminal, wired by hand: folder, lock, database, session, glass; and, once enrolled, the station.
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result } from '../shared/result.ts';
import type { Clock } from '../shared/server/clock.ts';
import { loadSigner } from '../shared/server/keys.ts';
import type { Log } from '../shared/server/log.ts';
import { type Database, StoreError } from '../shared/server/sqlite.ts';
import type { EnrolReply } from '../shared/wire.ts';
import type { TerminalSettings } from './config.ts';
import { type EnrolProblem, enrol } from './enrol.ts';
import {
  openOutboxes,
  prepareFolder,
  problem,
  storeError,
  type TerminalProblem,
  unusable,
} from './folder.ts';
import type { Ready } from './glass/health.ts';
import { buildGlass, type GlassServer } from './glass/server.ts';
import { keyPath, readEnrolment, terminalKey } from './identity.ts';
import {
  ABSENT,
  isPageThere,
  type Presence,
  type PresenceStep,
  pageSeen,
  pageWaited,
} from './session/presence.ts';
import { Session } from './session/session.ts';
import { Station } from './station.ts';
import { type FolderLock, lockFolder } from './store/lock.ts';
import { type Cancel, every, machineTimers, type Timers } from './timers.ts';
import { programVersion } from './version.ts';

const PRESENCE_LOOK_MS = 2_500;
/** A technician may enrol from another process; the waiting one looks this often. */
const ENROLMENT_LOOK_MS = 1_000;

export interface TerminalDeps {
  readonly config: Omit<TerminalSettings, 'logLevel'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of the built kiosk page. */
  readonly pages: string;
  readonly timers?: Timers;
  /** In [0, 1); for the jitter of waits. */
  readonly random?: () => number;
}

export interface Terminal {
  listen(): Promise<Result<{ readonly port: number }, TerminalProblem>>;
  /** Enrols in place; the glass wakes by itself. */
  enrol(code: string): Promise<Result<void, EnrolProblem>>;
  /** What `/readyz` says. */
  ready(): Promise<Ready>;
  /** Seals and closes everything, within 3 s. */
  stop(): Promise<void>;
}

export async function buildTerminal(deps: TerminalDeps): Promise<Result<Terminal, TerminalProblem>> {
  const { data } = deps.config;
  const folder = prepareFolder(data);
  if (!folder.ok) return folder;
  const enrolment = readEnrolment(data);
  if (!enrolment.ok) {
    return problem('damagedEnrolment', `The enrolment in ${data} is damaged; restore it from a copy.`);
  }
  const key = enrolment.value ? terminalKey(data, true) : undefined;
  if (key && !key.ok) return problem('unusableKey', key.error);
  const lock = await lockFolder(join(data, 'lock.sqlite')).catch(storeError);
  if (lock instanceof StoreError) return unusable(join(data, 'lock.sqlite'), lock);
  if (!lock.ok) {
    return problem(
      'alreadyRunning',
      `Another terminal process is running on ${data}; two must never write one outbox.`,
    );
  }
  const database = await openOutboxes(join(data, 'outbox.sqlite'));
  if (!database.ok) {
    await lock.value.release();
    return database;
  }
  const terminal = new Assembled(deps, database.value, lock.value);
  const failed = await terminal.assemble(enrolment.value).catch(storeError);
  if (!failed) return ok(terminal);
  await terminal.stop();
  return unusable(database.value.path, failed);
}

class Assembled implements Terminal {
  readonly #deps: TerminalDeps;
  readonly #timers: Timers;
  readonly #database: Database;
  readonly #lock: FolderLock;
  readonly #session: Session;
  readonly #version = programVersion();
  readonly #startedAt: number;
  readonly #cancels: Cancel[] = [];
  #glass: GlassServer | undefined;
  #station: Station | undefined;
  #starting = false;
  #presence: Presence = ABSENT;
  #trouble: string | null = null;
  #dropped = false;
  #stopping: Promise<void> | undefined;

  constructor(deps: TerminalDeps, database: Database, lock: FolderLock) {
    this.#deps = deps;
    this.#timers = deps.timers ?? machineTimers;
    this.#database = database;
    this.#lock = lock;
    this.#startedAt = deps.clock.mono();
    this.#session = new Session({
      clock: deps.clock,
      timers: this.#timers,
      at: () => this.#station?.hubNow() ?? deps.clock.wall(),
      onState: (state) => this.#glass?.show(state),
      onDropped: () => {
        this.#dropped = true;
      },
    });
  }

  async assemble(enrolment: EnrolReply | undefined): Promise<void> {
    const { config, clock, log, pages } = this.#deps;
    this.#glass = await buildGlass({
      host: config.host,
      port: config.port,
      pages,
      session: this.#session,
      clock,
      timers: this.#timers,
      log,
      ready: () => this.ready(),
      onSeen: () => this.#present(pageSeen(this.#presence, clock.mono())),
    });
    this.#cancels.push(
      every(this.#timers, PRESENCE_LOOK_MS, () => this.#present(pageWaited(this.#presence, clock.mono()))),
    );
    if (enrolment) await this.#work(enrolment);
    else this.#cancels.push(every(this.#timers, ENROLMENT_LOOK_MS, () => this.#lookForEnrolment()));
  }

  async listen(): Promise<Result<{ readonly port: number }, TerminalProblem>> {
    const { host, port } = this.#deps.config;
    const listening = await this.#glass?.listen();
    if (listening?.ok) return listening;
    return listening?.error === 'addressUnusable'
      ? problem('addressUnusable', `This machine cannot listen at ${host}:${port}.`)
      : problem('portTaken', `Port ${port} on ${host} is taken by another program.`);
  }

  async enrol(code: string): Promise<Result<void, EnrolProblem>> {
    const enrolled = await enrol(this.#deps.config, code);
    if (!enrolled.ok) return enrolled;
    await this.#work(enrolled.value.enrolment);
    return ok(undefined);
  }

  async ready(): Promise<Ready> {
    const { clock } = this.#deps;
    const station = this.#station;
    const { policy } = this.#session;
    const { glass, freeDiskBytes, memoryBytes, uptimeSeconds } = await this.#health();
    const hubNow = station?.hubNow();
    const uplink = station?.uplink();
    return {
      ready: station !== undefined && this.#trouble === null,
      version: this.#version,
      enrolled: station !== undefined,
      terminal: station?.terminal ?? null,
      number: policy?.number ?? null,
      storeTrouble: this.#trouble,
      page: glass,
      hub: {
        connected: uplink?.connected ?? false,
        ending: uplink?.ending ?? null,
        setAside: [...(uplink?.setAside ?? [])],
      },
      waiting: station?.waiting ?? 0,
      outboxes: station?.outboxes ?? 0,
      policyVersion: policy?.version ?? 0,
      clockOffsetMs: hubNow === undefined ? null : Math.round(clock.wall() - hubNow),
      freeDiskBytes,
      memoryBytes,
      uptimeSeconds,
      refusals: { ...this.#glass?.refusals() },
    };
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#close();
    return this.#stopping;
  }

  async #close(): Promise<void> {
    for (const cancel of this.#cancels) cancel();
    this.#session.stop();
    await this.#glass?.stop();
    await this.#station?.stop();
    await this.#database.close();
    await this.#lock.release();
  }

  async #work(enrolment: EnrolReply): Promise<void> {
    if (this.#station || this.#starting) return;
    this.#starting = true;
    const { config, clock, log, random } = this.#deps;
    this.#station = await Station.start({
      enrolment,
      database: this.#database,
      signer: loadSigner(keyPath(config.data)),
      session: this.#session,
      clock,
      timers: this.#timers,
      random: random ?? Math.random,
      log,
      version: this.#version,
      hub: config.hub,
      ca: config.ca,
      keepDays: config.keepDays,
      health: () => this.#health(),
      onTrouble: (code) => this.#storeSaid(code),
      onCommand: (command) => this.#glass?.say({ type: command }),
    });
    if (this.#presence.on) this.#station.glassChanged({ on: true, since: clock.mono() });
  }

  #lookForEnrolment(): void {
    if (this.#station || this.#starting) return;
    const found = readEnrolment(this.#deps.config.data);
    if (!found.ok || !found.value) return;
    this.#work(found.value).catch((error: unknown) => {
      this.#starting = false;
      this.#deps.log.error({ error }, 'the enrolled terminal could not begin');
    });
  }

  #present({ presence, changed }: PresenceStep): void {
    this.#presence = presence;
    if (!changed) return;
    this.#station?.glassChanged(changed);
    this.#station?.tellHub();
  }

  /** A full disk shows the calm page; room again heals it without anybody's help. */
  #storeSaid(code: string | null): void {
    if (code !== this.#trouble) {
      if (code === null) this.#deps.log.info('the outbox takes facts again');
      else this.#deps.log.error({ code }, 'the outbox takes no facts');
      this.#trouble = code;
      this.#session.storage(code !== null);
    }
    if (code === null && this.#dropped) {
      this.#dropped = false;
      this.#glass?.reconnectPages();
    }
  }

  async #health(): Promise<{
    glass: boolean;
    freeDiskBytes: number;
    memoryBytes: number;
    uptimeSeconds: number;
  }> {
    const { clock, config } = this.#deps;
    const disk = await statfs(config.data);
    return {
      glass: isPageThere(this.#presence, clock.mono()),
      freeDiskBytes: disk.bavail * disk.bsize,
      memoryBytes: process.memoryUsage.rss(),
      uptimeSeconds: Math.floor((clock.mono() - this.#startedAt) / 1000),
    };
  }
}
