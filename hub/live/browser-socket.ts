// One browser on the live socket: who it is, what it watches, and how fast it reads.
import type { WebSocket } from 'ws';
import type { Me } from '../../shared/api.ts';
import { type AreaId, withDescendants } from '../../shared/area.ts';
import {
  MAX_LIVE_MESSAGE,
  type Period,
  type Subscribe,
  SubscribeSchema,
  type ToBrowser,
} from '../../shared/live.ts';
import { hasRight } from '../../shared/role.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import type { Log } from '../../shared/server/log.ts';
import type { Access, Directory } from '../contracts.ts';
import type { Desk } from './desk.ts';
import { type Stream, type Subscriber, type View, viewKey } from './stream.ts';

/** Bytes that may wait on a browser's line before it gets fewer changes. */
export const MAX_BUFFERED = 1_000_000;
/** Subscriptions that one socket may ask for within a minute. */
export const MAX_SUBSCRIPTIONS = 60;

export type LiveRefusal = Extract<ToBrowser, { type: 'refuse' }>['reason'];
const CLOSE_CODES: Readonly<Record<LiveRefusal, number>> = {
  malformed: 4400,
  signedOut: 4401,
  forbidden: 4403,
  stopping: 1001,
};

const subscribeMessage = compiledDecoder(SubscribeSchema, MAX_LIVE_MESSAGE);

/** What that user may watch; undefined when the right or the area is not theirs. */
export function viewFor(
  user: Me,
  wanted: { readonly period: Period; readonly area: AreaId | null },
  deps: { readonly access: Access; readonly directory: Directory },
): View | undefined {
  if (!hasRight(user.roles, 'see')) return undefined;
  const visible = deps.access.visibleAreas(user);
  const { period, area } = wanted;
  if (area === null) return { period, visible, scope: visible };
  if (!visible.has(area)) return undefined;
  const beneath = withDescendants(deps.directory.areas(), area);
  return { period, visible, scope: new Set([...beneath].filter((id) => visible.has(id))) };
}

export interface BrowserDeps {
  readonly access: Access;
  readonly directory: Directory;
  readonly desk: Desk;
  readonly log: Log;
  readonly now: () => number;
}

export class BrowserSocket implements Subscriber {
  readonly #socket: WebSocket;
  readonly #deps: BrowserDeps;
  readonly #cookie: string | undefined;
  #user: Me | undefined;
  #wanted: Subscribe | undefined;
  #key: string | undefined;
  #stream: Stream | undefined;
  #subscriptions = 0;
  /** Ticks in a row without an answer to the ping. */
  #unanswered = 0;
  /** Ticks in a row with a full line. */
  #stuck = 0;

  /** Listens at once: what the browser says before its session is looked up is kept. */
  constructor(socket: WebSocket, cookie: string | undefined, deps: BrowserDeps) {
    this.#socket = socket;
    this.#cookie = cookie;
    this.#deps = deps;
    socket.on('message', (data, binary) => this.#hear(binary ? '' : String(data)));
    socket.on('pong', () => {
      this.#unanswered = 0;
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#leave());
    void this.checkSession();
  }

  get user(): number | undefined {
    return this.#user?.id;
  }

  send(text: string): boolean {
    if (this.#socket.bufferedAmount > MAX_BUFFERED) return false;
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(text);
    return true;
  }

  refuse(reason: LiveRefusal): void {
    this.#leave();
    this.#wanted = undefined;
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const message: ToBrowser = { type: 'refuse', reason };
    this.#socket.send(JSON.stringify(message));
    this.#socket.close(CLOSE_CODES[reason], reason);
  }

  /** Looks the session up anew; ends the socket when it is gone or may no longer see. */
  async checkSession(): Promise<void> {
    const user = await this.#deps.access.userOf(this.#cookie).catch((error: unknown) => {
      this.#deps.log.error({ err: error }, 'the session behind a live socket could not be read');
      return undefined;
    });
    if (user && hasRight(user.roles, 'see')) {
      this.#user = user;
      this.look();
    } else this.refuse(user ? 'forbidden' : 'signedOut');
  }

  /** Follows changed areas and rights: joins the stream that now shows what was asked for. */
  look(): void {
    if (!this.#user || !this.#wanted) return;
    const view = viewFor(this.#user, this.#wanted, this.#deps);
    if (!view) this.refuse('forbidden');
    else if (viewKey(view) !== this.#key) this.#join(view, this.#wanted);
  }

  /** Once a minute. */
  tick(): void {
    this.#subscriptions = 0;
    this.#stuck = this.#socket.bufferedAmount > MAX_BUFFERED ? this.#stuck + 1 : 0;
    if (++this.#unanswered > 2 || this.#stuck > 1) {
      this.#socket.terminate();
      return;
    }
    this.#socket.ping();
    void this.checkSession();
  }

  #hear(text: string): void {
    const decoded = subscribeMessage.text(text);
    if (!decoded.ok || ++this.#subscriptions > MAX_SUBSCRIPTIONS) {
      this.refuse('malformed');
      return;
    }
    this.#wanted = decoded.value;
    this.#key = undefined;
    this.look();
  }

  #join(view: View, wanted: Subscribe): void {
    this.#leave();
    const key = viewKey(view);
    this.#key = key;
    const stillWanted = (): boolean => this.#wanted === wanted && this.#key === key;
    this.#deps.desk
      .join(view, this, wanted.resume, stillWanted)
      .then((stream) => {
        if (stillWanted()) this.#stream = stream;
      })
      .catch((error: unknown) => {
        // The page connects again by itself, with a pause; a half-filled page would look like a true one.
        this.#deps.log.error({ err: error }, 'an overview could not be read');
        this.#socket.close(1011);
      });
  }

  #leave(): void {
    this.#stream?.leave(this, this.#deps.now());
    this.#stream = undefined;
    this.#key = undefined;
  }
}
