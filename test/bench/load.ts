// The load generator, a process of its own: many terminals, told by the bench what to play.
import { WebSocket } from 'ws';
import { machineClock } from '../../shared/server/clock.ts';
import type { OutboxHead, Telemetry } from '../../shared/wire.ts';
import { dial, greet, type Identity, newIdentity } from '../wire-client.ts';
import { type Answer, type Command, command, type Played } from './commands.ts';
import { play, type Station } from './play.ts';
import { Tape } from './tape.ts';

/** How many sockets are opened at a time. */
const AT_ONCE = 100;
const clock = machineClock();
const identities: Identity[] = [];
let stations: Station[] = [];

const IDLE: Telemetry = {
  type: 'telemetry',
  glass: true,
  waiting: 0,
  freeDiskBytes: 1e10,
  memoryBytes: 1e8,
  uptimeSeconds: 60,
  version: '0.0.0-bench',
  policyVersion: 1,
};

async function bareSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}

async function greeted(url: string, identity: Identity, heads: readonly OutboxHead[]): Promise<WebSocket> {
  const line = dial(url, identity.terminal);
  const opened = await greet(line, identity, heads, clock, undefined, 1);
  if (!('welcome' in opened)) throw new Error(`refused: ${opened.refused?.reason ?? 'closed'}`);
  // From here on the play listens; the line's own bookkeeping would only cost.
  line.socket.removeAllListeners('message');
  return line.socket;
}

async function connectOne(
  identity: Identity,
  index: number,
  { url, area, areas, greet: greets, ratings }: Extract<Command, { do: 'connect' }>,
): Promise<void> {
  const tape = new Tape(identity.terminal, area + (index % areas), ratings);
  const messages = ratings > 0 ? [tape.opening()] : [];
  const heads = ratings > 0 ? [tape.head] : [];
  const socket = greets ? await greeted(url, identity, heads) : await bareSocket(url);
  if (ratings === 0) socket.send(JSON.stringify(IDLE));
  stations.push({ socket, tape, messages });
}

async function connect(order: Extract<Command, { do: 'connect' }>): Promise<void> {
  const chosen = identities.slice(order.from, order.from + order.count);
  for (let first = 0; first < chosen.length; first += AT_ONCE) {
    const few = chosen.slice(first, first + AT_ONCE);
    await Promise.all(few.map((identity, index) => connectOne(identity, order.from + first + index, order)));
  }
}

/** What the first play sends begins with the outbox's opening. */
function prepare({ messages, ratings }: Extract<Command, { do: 'prepare' }>): void {
  for (const station of stations) {
    const unplayed = station.messages;
    station.messages = [
      ...unplayed,
      ...Array.from({ length: messages }, () => station.tape.ratings(ratings)),
    ];
  }
}

async function close(): Promise<void> {
  await Promise.all(
    stations.map(({ socket }) => {
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.terminate();
      return closed;
    }),
  );
  stations = [];
}

async function obey(order: Command): Promise<Answer> {
  switch (order.do) {
    case 'identities': {
      while (identities.length < order.count) identities.push(newIdentity());
      const list = identities.map(({ terminal, signer }) => ({ terminal, publicKey: signer.publicKey }));
      return { is: 'identities', list };
    }
    case 'connect':
      await connect(order);
      return { is: 'done' };
    case 'prepare':
      prepare(order);
      return { is: 'done' };
    case 'play': {
      const played: Played = await play(stations, order);
      for (const station of stations) station.messages = [];
      return played;
    }
    case 'close':
      await close();
      return { is: 'done' };
  }
}

const say = (message: Answer): void => void process.send?.(message);
process.on('message', (message) => {
  const order = command.value(message);
  if (!order.ok) throw new Error(`not a command: ${order.error.path} ${order.error.message}`);
  obey(order.value).then(say, (error: unknown) => say({ is: 'failed', why: String(error) }));
});
process.on('disconnect', () => process.exit(0));
say({ is: 'ready' });
