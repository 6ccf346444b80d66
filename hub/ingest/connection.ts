// Between the socket and the uplink: what either may do with the other, and one connection's state.
import type { Session } from './session.ts';

/** What the uplink does to a socket; in the program a `ws` WebSocket. */
export interface UplinkSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
  terminate(): void;
  ping(): void;
  pause(): void;
  resume(): void;
}

/** What the socket's owner tells the uplink. */
export interface UplinkEvents {
  text(text: string): void;
  /** A frame that is no text, or one that the socket itself refused for its length. */
  unreadable(reason: 'malformed' | 'tooLarge'): void;
  pong(): void;
  closed(): void;
}

/** One socket and where its session stands. Changed by the uplink alone. */
export class Connection {
  session: Session;
  readonly socket: UplinkSocket;
  readonly address: string;
  heardAt: number;
  pinged = false;
  inFlight = 0;
  paused = false;
  /** The last acknowledgement: a group that held two batches of an outbox is answered once. */
  ackedOutbox = '';
  ackedThrough = 0;
  /** Texts that came while an outbox was being looked up. */
  held: string[] | undefined;

  constructor(socket: UplinkSocket, address: string, session: Session, now: number) {
    this.socket = socket;
    this.address = address;
    this.session = session;
    this.heardAt = now;
  }

  get terminal(): string | undefined {
    return this.session.name === 'closed' ? undefined : this.session.terminal;
  }
}
