// Beside the wire client: one socket to the hub's uplink, its challenge answered.
import { WebSocket } from 'ws';
import type { Clock } from '../shared/server/clock.ts';
import { compiledDecoder } from '../shared/server/compile.ts';
import { isSignedBy, newNonce, type Signer } from '../shared/server/keys.ts';
import {
  challengeBytes,
  type Hello,
  helloBytes,
  type OutboxHead,
  PROTOCOL,
  type Refuse,
  type ToTerminal,
  ToTerminalSchema,
  UPLINK_PATH,
  type Welcome,
} from '../shared/wire.ts';

export const toTerminal = compiledDecoder(ToTerminalSchema);

export interface Identity {
  readonly terminal: string;
  readonly signer: Signer;
}

export function helloOf(
  identity: Identity,
  nonces: { readonly terminal: string; readonly hub: string },
  outboxes: readonly OutboxHead[],
  clock: Pick<Clock, 'wall' | 'mono'>,
  policyVersion = 0,
): Hello {
  return {
    type: 'hello',
    protocol: PROTOCOL,
    terminal: identity.terminal,
    outboxes: [...outboxes],
    clock: { wall: clock.wall(), mono: clock.mono() },
    policyVersion,
    epoch: 0,
    signature: identity.signer.sign(helloBytes(identity.terminal, nonces.terminal, nonces.hub, outboxes)),
  };
}

/** The address of the uplink; `hub` may be http(s) or ws(s). */
export function uplinkUrl(hub: string, terminal: string, nonce: string): string {
  const url = new URL(UPLINK_PATH, hub.replace(/^http/, 'ws'));
  url.searchParams.set('terminal', terminal);
  url.searchParams.set('nonce', nonce);
  return url.href;
}

/** An open socket: everything the hub said so far, and a way to wait for what it says next. */
export interface Line {
  readonly socket: WebSocket;
  readonly nonce: string;
  readonly received: ToTerminal[];
  send(message: unknown): void;
  /** The next message, or one already received and not taken yet, that matches; undefined when the socket closed first. */
  next(...types: ToTerminal['type'][]): Promise<ToTerminal | undefined>;
  readonly closed: Promise<number>;
}

/** Connects without saying anything. `listener` sees every message first. */
export function dial(hub: string, terminal: string, listener?: (message: ToTerminal) => void): Line {
  const nonce = newNonce();
  const socket = new WebSocket(uplinkUrl(hub, terminal, nonce), { perMessageDeflate: false });
  const received: ToTerminal[] = [];
  const untaken: ToTerminal[] = [];
  const waiting: { types: string[]; resolve: (message: ToTerminal | undefined) => void }[] = [];
  const closed = new Promise<number>((resolve) => {
    socket.on('close', (code) => {
      for (const { resolve: give } of waiting.splice(0)) give(undefined);
      resolve(code);
    });
  });
  socket.on('error', () => undefined);
  socket.on('message', (data) => {
    const decoded = toTerminal.text(String(data));
    if (!decoded.ok) throw new Error(`the hub broke the protocol: ${String(data).slice(0, 200)}`);
    const message = decoded.value;
    received.push(message);
    listener?.(message);
    const index = waiting.findIndex(({ types }) => types.includes(message.type));
    if (index >= 0) waiting.splice(index, 1)[0]?.resolve(message);
    else untaken.push(message);
  });
  return {
    socket,
    nonce,
    received,
    closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: (...types) => {
      const index = untaken.findIndex((message) => types.includes(message.type));
      const [message] = index >= 0 ? untaken.splice(index, 1) : [];
      if (message || socket.readyState === WebSocket.CLOSED) return Promise.resolve(message);
      return new Promise((resolve) => waiting.push({ types, resolve }));
    },
  };
}

export type Opened = { readonly welcome: Welcome } | { readonly refused: Refuse | undefined };

/** Challenge → hello → welcome on an open line. @throws when the hub's proof is wrong [W1] */
export async function greet(
  line: Line,
  identity: Identity,
  outboxes: readonly OutboxHead[],
  clock: Pick<Clock, 'wall' | 'mono'>,
  hubKey?: string,
  policyVersion = 0,
): Promise<Opened> {
  const first = await line.next('challenge', 'refuse');
  if (first?.type !== 'challenge') return { refused: first?.type === 'refuse' ? first : undefined };
  const proof = challengeBytes(identity.terminal, line.nonce, first.nonce);
  if ((hubKey !== undefined && first.hub !== hubKey) || !isSignedBy(first.hub, proof, first.signature)) {
    line.socket.terminate();
    throw new Error('the hub could not prove its key');
  }
  line.send(helloOf(identity, { terminal: line.nonce, hub: first.nonce }, outboxes, clock, policyVersion));
  const answer = await line.next('welcome', 'refuse');
  if (answer?.type === 'welcome') return { welcome: answer };
  return { refused: answer?.type === 'refuse' ? answer : undefined };
}
