// On the page: the one file that owns the socket to the terminal. Messages are decoded here and nowhere else.
import { decoder } from '../shared/decode.ts';
import { GLASS_PATH, type Intent, type ToGlass, ToGlassSchema } from '../shared/glass.ts';
import { HEARTBEAT_MS } from '../shared/policy.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 3_000;
/** A connect that neither opens nor fails in this time is given up. */
const CONNECT_MS = 5_000;

export interface GlassSocketEvents {
  opened(): void;
  closed(): void;
  message(message: ToGlass): void;
}

export interface GlassSocket {
  /** False when the socket is not open; the caller keeps what must not be lost. */
  send(intent: Intent): boolean;
  readonly open: boolean;
}

const toGlass = decoder(ToGlassSchema, { maxLength: 200_000 });

export const glassUrl = (page: Location): string =>
  `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}${GLASS_PATH}`;

/** Connects at once and again after each break, for as long as the page lives. Beats while it draws. */
export function openGlassSocket(url: string, events: GlassSocketEvents): GlassSocket {
  let socket: WebSocket | undefined;
  let waitMs = FIRST_WAIT_MS;

  const send = (intent: Intent): boolean => {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(intent));
    return true;
  };
  // Beats from the drawing loop's own clock: a page that no longer draws must count as gone.
  setInterval(() => requestAnimationFrame(() => send({ type: 'heartbeat' })), HEARTBEAT_MS);

  const connect = (): void => {
    const mine = new WebSocket(url);
    socket = mine;
    const patience = setTimeout(() => mine.close(), CONNECT_MS);
    let opened = false;
    mine.addEventListener('open', () => {
      clearTimeout(patience);
      opened = true;
      events.opened();
      send({ type: 'heartbeat' });
    });
    mine.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (typeof event.data !== 'string') return;
      const message = toGlass.text(event.data);
      // What is not understood comes from a terminal of another version; its word to reload will come as well.
      if (!message.ok) return;
      waitMs = FIRST_WAIT_MS;
      events.message(message.value);
    });
    mine.addEventListener('close', () => {
      clearTimeout(patience);
      if (opened) events.closed();
      setTimeout(connect, waitMs * (0.75 + Math.random() / 2));
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    });
  };
  connect();

  return {
    send,
    get open() {
      return socket?.readyState === WebSocket.OPEN;
    },
  };
}
