// A supervisor's page without a browser: the live socket's snapshot with every change laid over it.
import { WebSocket } from 'ws';
import {
  FEED_LENGTH,
  LIVE_PATH,
  type Overview,
  type Period,
  type ToBrowser,
  ToBrowserSchema,
} from '../../shared/live.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import type { Session } from './session.ts';

const toBrowser = compiledDecoder(ToBrowserSchema, 10_000_000);

export class Dashboard {
  view: Overview | undefined;
  now = 0;
  number = -1;
  /** Changes that came out of order; a page would have to subscribe anew. */
  gaps = 0;
  refused: string | undefined;
  readonly #session: Session;
  readonly #period: Period;
  #socket: WebSocket | undefined;
  #again: NodeJS.Timeout | undefined;
  #left = false;

  constructor(session: Session, period: Period = 'today') {
    this.#session = session;
    this.#period = period;
    this.#connect();
  }

  leave(): void {
    this.#left = true;
    clearTimeout(this.#again);
    this.#socket?.terminate();
  }

  #connect(): void {
    const { hub, cookie } = this.#session;
    const socket = new WebSocket(hub.replace(/^http/, 'ws') + LIVE_PATH, {
      origin: hub,
      headers: { cookie },
    });
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'subscribe', period: this.#period, area: null })),
    );
    socket.on('message', (data) => this.#hear(String(data)));
    socket.on('close', () => {
      if (!this.#left) this.#again = setTimeout(() => this.#connect(), 100);
    });
  }

  #hear(text: string): void {
    const decoded = toBrowser.text(text);
    if (!decoded.ok)
      throw new Error(`the hub broke the live protocol: "${decoded.error.path}" ${decoded.error.message}`);
    this.#apply(decoded.value);
  }

  #apply(message: ToBrowser): void {
    if (message.type === 'refuse') {
      this.refused = message.reason;
      return;
    }
    if (message.type === 'change' && message.number !== this.number + 1) this.gaps++;
    this.number = message.number;
    this.now = message.now;
    if (message.type === 'snapshot') {
      this.view = message.view;
      return;
    }
    if (!this.view) throw new Error('a change came before the snapshot');
    const { feed = [], ...sections } = message.set;
    const fresh = new Set(feed.map(({ position }) => position));
    const merged = [...feed, ...this.view.feed.filter(({ position }) => !fresh.has(position))]
      .sort((a, b) => b.position - a.position)
      .slice(0, FEED_LENGTH);
    this.view = { ...this.view, ...sections, feed: merged };
  }
}
