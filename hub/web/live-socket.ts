// The one place that owns the socket to the hub: subscribes, resumes, backs off, and says how the line stands.
import type { AreaId } from '../../shared/area.ts';
import { decoder } from '../../shared/decode.ts';
import { LIVE_PATH, type Period, type Subscribe, ToBrowserSchema } from '../../shared/live.ts';
import type { Instant } from '../../shared/site-time.ts';
import { fold, type LiveView } from './live-state.ts';

/** How the line stands, for a word beside the clock. `since` is this machine's clock. */
export type Line =
  | { readonly is: 'connecting' }
  | { readonly is: 'live' }
  | { readonly is: 'reconnecting'; readonly since: Instant }
  | { readonly is: 'offline'; readonly since: Instant };

export interface Scope {
  readonly period: Period;
  readonly area: AreaId | null;
}

export interface LiveSocketEvents {
  view(view: LiveView): void;
  line(line: Line): void;
  /** The chosen area, or the page as a whole, may not be seen any more. */
  forbidden(): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** After this long without a socket the page says offline. */
const OFFLINE_AFTER_MS = 8_000;

const messages = decoder(ToBrowserSchema, { maxLength: 4_000_000 });

export class LiveSocket {
  #socket: WebSocket | undefined;
  #state: LiveView | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #wait = FIRST_WAIT_MS;
  #lostAt: Instant | undefined;
  #stopped = false;
  readonly #url: string;
  #scope: Scope;
  readonly #events: LiveSocketEvents;

  constructor(origin: string, scope: Scope, events: LiveSocketEvents) {
    this.#url = `${origin.replace(/^http/, 'ws')}${LIVE_PATH}`;
    this.#scope = scope;
    this.#events = events;
  }

  start(): void {
    this.#events.line({ is: 'connecting' });
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#waiting);
    this.#socket?.close();
  }

  /** Tries at once instead of after the pause: somebody signed in again, the network came back. */
  retry(): void {
    if (this.#stopped || (this.#socket && this.#socket.readyState <= WebSocket.OPEN)) return;
    clearTimeout(this.#waiting);
    this.#wait = FIRST_WAIT_MS;
    this.#connect();
  }

  /** Another period or area: a new snapshot follows; until then the old view stands. */
  show(scope: Scope): void {
    this.#scope = scope;
    this.#state = undefined;
    this.#subscribe();
  }

  #connect(): void {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      const resumed = this.#state !== undefined;
      this.#subscribe();
      if (resumed) this.#alive();
    });
    socket.addEventListener('message', (event) => {
      if (socket === this.#socket && typeof event.data === 'string') this.#take(event.data);
    });
    socket.addEventListener('close', () => {
      if (socket === this.#socket) this.#lost();
    });
  }

  #subscribe(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const state = this.#state;
    const message: Subscribe = {
      type: 'subscribe',
      period: this.#scope.period,
      area: this.#scope.area,
      ...(state ? { resume: { stream: state.stream, since: state.number } } : {}),
    };
    this.#socket.send(JSON.stringify(message));
  }

  #take(text: string): void {
    const decoded = messages.text(text);
    // A message that cannot be read may hide a change: begin anew, from a snapshot.
    if (!decoded.ok) {
      this.#renew();
      return;
    }
    const message = decoded.value;
    if (message.type === 'refuse') {
      // Whether the session really ended is asked over HTTP; the line comes back by itself when it may.
      if (message.reason === 'forbidden') this.#events.forbidden();
      this.#socket?.close();
      return;
    }
    if (message.type === 'change' && !this.#state) return;
    const folded = fold(this.#state, message);
    if (folded.is === 'gap') this.#renew();
    if (folded.is !== 'applied') return;
    this.#state = folded.state;
    this.#wait = FIRST_WAIT_MS;
    this.#alive();
    this.#events.view(folded.state);
  }

  #renew(): void {
    this.#state = undefined;
    this.#subscribe();
  }

  #alive(): void {
    this.#lostAt = undefined;
    this.#events.line({ is: 'live' });
  }

  #lost(): void {
    if (this.#stopped) return;
    const now = Date.now();
    this.#lostAt ??= now;
    const since = this.#lostAt;
    this.#events.line(
      now - since < OFFLINE_AFTER_MS ? { is: 'reconnecting', since } : { is: 'offline', since },
    );
    const wait = this.#wait * (0.5 + Math.random() / 2);
    this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2);
    this.#waiting = setTimeout(() => this.#connect(), wait);
  }
}
