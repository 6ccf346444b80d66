// Between the glass's sockets and the outbox: runs the reducer on real clocks, and shows thanks only when the fact is
// durable.
import type { GlassState, Intent, ReasonIntent, TapIntent, ToGlass } from '../../shared/glass.ts';
import { DISSATISFIED, type Level } from '../../shared/level.ts';
import type { TerminalPolicy } from '../../shared/policy.ts';
import type { Result } from '../../shared/result.ts';
import type { Clock } from '../../shared/server/clock.ts';
import { newFactId } from '../../shared/server/keys.ts';
import { ratingIdOf } from '../../shared/server/receipt-code.ts';
import type { Instant } from '../../shared/site-time.ts';
import type { Draft } from '../store/outbox.ts';
import type { AppendRefusal } from '../store/writer.ts';
import type { Cancel, Timers } from '../timers.ts';
import { reduce } from './reducer.ts';
import { scheduleOf } from './schedule.ts';
import { type Now, newSession, type SessionEvent, type SessionState } from './state.ts';
import { msToNextChange, view } from './view.ts';

/** The house opens and closes without anybody touching the glass; so often it is looked at. */
const LOOK_MS = 20_000;
/** Keys of this process's taps that answer a resend without a look into the file. */
const REMEMBERED = 20_000;

export interface FactSink {
  append(drafts: readonly Draft[]): Promise<Result<void, AppendRefusal>>;
  has(id: string): Promise<boolean>;
  ratingLevel(id: string): Promise<Level | undefined>;
}

export interface SessionDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  /** The hub's time as far as this boot knows it, else the wall clock. */
  readonly at: () => Instant;
  readonly onState: (state: GlassState) => void;
  /** Some kept intents were not taken: the page must send them again. */
  readonly onDropped: () => void;
}

export type Answer = Extract<ToGlass, { type: 'recorded' | 'refused' }>;

export class Session {
  readonly #deps: SessionDeps;
  #state: SessionState;
  #sink: FactSink | undefined;
  /** By fact id: taps and reasons of this process, durable or on their way. */
  readonly #taken = new Map<string, { readonly level: Level | undefined; readonly done: Promise<boolean> }>();
  #inTurn: Promise<unknown> = Promise.resolve();
  /** Answers whose facts are not durable yet; the screen waits for them [G4]. */
  #holding = 0;
  #shownScreen: GlassState['screen'];
  #lastShown = '';
  #cancelTimer: Cancel = () => undefined;
  #stopped = false;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    this.#state = newSession(this.#now());
    this.#shownScreen = view(this.#state, this.#now()).screen;
    this.#wait();
  }

  /** What every page shows now [G2]. */
  state(): GlassState {
    const state = view(this.#state, this.#now());
    const held = this.#holding > 0 && state.screen.name !== 'outOfService';
    return held ? { ...state, screen: this.#shownScreen } : state;
  }

  get policy(): TerminalPolicy | undefined {
    return this.#state.place?.policy;
  }

  /** From now on taps can be kept. */
  attach(sink: FactSink): void {
    this.#sink = sink;
  }

  /** Resolves when a tap or reason is durable [G3, G4]; at once for what is of the moment. */
  async handle(intent: Intent): Promise<Answer | undefined> {
    if (intent.type === 'heartbeat') return undefined;
    if (intent.type === 'tap' || intent.type === 'reason') return this.#keep(intent);
    this.#apply(intent);
    return undefined;
  }

  /** Resolves when a `placed` fact, where one was needed, is durable. */
  async usePolicy(policy: TerminalPolicy): Promise<void> {
    const place = { policy, schedule: scheduleOf(policy) };
    const drafts = this.#apply({ type: 'policy', place, factId: newFactId() });
    if (drafts.length > 0) await this.#sink?.append(drafts);
  }

  storage(failed: boolean): void {
    if (failed !== this.#state.storageFailed) this.#apply({ type: 'storage', failed });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTimer();
  }

  #now(): Now {
    const { clock, at } = this.#deps;
    return { wall: clock.wall(), mono: clock.mono(), at: at() };
  }

  /** In the order in which they came, so that a reason finds its tap and a lock its predecessor. */
  async #keep(intent: TapIntent | ReasonIntent): Promise<Answer | undefined> {
    const turn = this.#inTurn.then(() => this.#take(intent));
    this.#inTurn = turn.catch(() => undefined);
    const taken = await turn;
    if ('type' in taken) return taken;
    const key = intent.type === 'tap' ? intent.code : intent.id;
    return (await taken.done) ? { type: 'recorded', key } : undefined;
  }

  async #take(intent: TapIntent | ReasonIntent): Promise<{ done: Promise<boolean> } | Answer> {
    const sink = this.#sink;
    // Unanswered, so that a page that kept it sends it again once the terminal is set up.
    if (!sink || !this.#state.place) return { done: Promise.resolve(false) };
    const ratingId = ratingIdOf(intent.code);
    const id = intent.type === 'tap' ? ratingId : intent.id;
    const known = this.#taken.get(id);
    if (known) return { done: known.done };
    // Only a resend has an age; a first sending cannot be in the file.
    if (intent.ago > 0 && (await sink.has(id))) return { done: Promise.resolve(true) };
    if (intent.type === 'tap') {
      return this.#record(id, intent.level, { type: 'tap', tap: intent, ratingId }, sink);
    }
    const level = this.#taken.get(ratingId)?.level ?? (await sink.ratingLevel(ratingId));
    // A rating that is unknown here may stand in a database that was replaced: the hub knows it then.
    if (level !== undefined && level !== DISSATISFIED) {
      return refused('/code', 'reasons belong to a dissatisfied rating');
    }
    return this.#record(id, undefined, { type: 'reason', reason: intent, ratingId }, sink);
  }

  #record(
    id: string,
    level: Level | undefined,
    event: SessionEvent,
    sink: FactSink,
  ): { done: Promise<boolean> } {
    const before = this.#state.phase;
    if (this.#holding === 0) this.#shownScreen = this.state().screen;
    const { state, drafts } = reduce(this.#state, event, this.#now());
    this.#state = state;
    const moved = state.phase !== before;
    if (moved) this.#holding += 1;
    const done = sink.append(drafts).then((result) => {
      if (moved) this.#holding -= 1;
      if (!result.ok) this.#forget(id);
      if (moved) this.#show();
      return result.ok;
    });
    this.#remember(id, level, done);
    this.#wait();
    return { done };
  }

  #remember(id: string, level: Level | undefined, done: Promise<boolean>): void {
    this.#taken.set(id, { level, done });
    if (this.#taken.size <= REMEMBERED) return;
    const [oldest] = this.#taken.keys();
    if (oldest !== undefined) this.#taken.delete(oldest);
  }

  #forget(id: string): void {
    this.#taken.delete(id);
    this.#deps.onDropped();
  }

  #apply(event: SessionEvent): readonly Draft[] {
    const { state, drafts } = reduce(this.#state, event, this.#now());
    this.#state = state;
    this.#show();
    return drafts;
  }

  #show(): void {
    if (this.#stopped) return;
    const state = this.state();
    this.#lastShown = withoutTime(state);
    this.#deps.onState(state);
    this.#wait();
  }

  #wait(): void {
    this.#cancelTimer();
    if (this.#stopped) return;
    const ms = msToNextChange(this.#state, this.#now(), LOOK_MS);
    this.#cancelTimer = this.#deps.timers.after(ms, () => this.#tick());
  }

  #tick(): void {
    this.#state = reduce(this.#state, { type: 'tick' }, this.#now()).state;
    if (withoutTime(this.state()) === this.#lastShown) this.#wait();
    else this.#show();
  }
}

const refused = (path: string, message: string): Answer => ({ type: 'refused', path, message });

/** The state but for the ms left, which pages count down themselves. */
function withoutTime(state: GlassState): string {
  const { policy, screen, ...rest } = state;
  const lasting = 'left' in screen ? { ...screen, left: 0 } : screen;
  return JSON.stringify({ ...rest, version: policy?.version ?? 0, screen: lasting });
}
