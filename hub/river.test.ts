// The whole river over real sockets: what a terminal sends is journalled, acknowledged, folded and proved.
import { once } from 'node:events';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { compiledDecoder } from '../shared/server/compile.ts';
import { newNonce } from '../shared/server/keys.ts';
import { type ToTerminal, ToTerminalSchema } from '../shared/wire.ts';
import {
  batchOf,
  enrolled,
  HALL,
  helloOf,
  NOON,
  open,
  type SampleOutbox,
  sampleOutbox,
  seal,
  tap,
  write,
} from './journal/sample.ts';
import { type Kit, riverKit } from './river-kit.ts';

const fromHub = compiledDecoder(ToTerminalSchema);

class Client {
  readonly socket: WebSocket;
  readonly #inbox: ToTerminal[] = [];
  #wake: (() => void) | undefined;
  readonly nonce: string;

  constructor(url: string, nonce: string, headers: Record<string, string> = {}) {
    this.nonce = nonce;
    this.socket = new WebSocket(url, { headers });
    this.socket.on('message', (data) => {
      const message = fromHub.text(String(data));
      if (!message.ok) throw new Error(`the hub says what is not in the protocol: ${String(data)}`);
      this.#inbox.push(message.value);
      this.#wake?.();
    });
    this.socket.on('error', () => undefined);
  }
  async next(): Promise<ToTerminal> {
    for (;;) {
      const message = this.#inbox.shift();
      if (message) return message;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
  send(message: unknown): void {
    this.socket.send(JSON.stringify(message));
  }
}

describe('the river', () => {
  let kit: Kit | undefined;
  let app: FastifyInstance | undefined;
  const clients: Client[] = [];

  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.terminate();
    await app?.close();
    await kit?.close();
    kit = undefined;
    app = undefined;
  });

  const start = async (): Promise<{ kit: Kit; port: number }> => {
    const started = await riverKit();
    const server = fastify();
    await started.river.registerUplink(server);
    await server.listen({ host: '127.0.0.1', port: 0 });
    kit = started;
    app = server;
    const address = server.server.address();
    if (typeof address !== 'object' || !address) throw new Error('no port');
    return { kit: started, port: address.port };
  };

  const call = (port: number, terminal: string, headers?: Record<string, string>): Client => {
    const nonce = newNonce();
    const url = `ws://127.0.0.1:${port}/uplink?terminal=${terminal}&nonce=${nonce}`;
    const client = new Client(url, nonce, headers);
    clients.push(client);
    return client;
  };

  const greet = async (port: number, outboxes: readonly SampleOutbox[]): Promise<Client> => {
    const client = call(port, outboxes[0]?.terminal ?? '');
    const challenge = await client.next();
    if (challenge.type !== 'challenge') throw new Error(challenge.type);
    client.send(helloOf(outboxes, client.nonce, challenge.nonce));
    return client;
  };

  it('[W4][W10] welcomes, acknowledges after the commit, and shows the figures', async () => {
    const {
      kit: { directory, river },
      port,
    } = await start();
    const outbox = sampleOutbox();
    directory.enrol(enrolled(outbox));
    open(outbox);
    const client = await greet(port, [outbox]);
    expect(await client.next()).toMatchObject({
      type: 'welcome',
      epoch: 1,
      outboxes: [{ id: outbox.name, through: 0 }],
    });
    tap(outbox);
    const poor = tap(outbox, { level: 1 });
    write(outbox, 'reasonGiven', { area: HALL, rating: poor.id, reason: 'smell', given: true });
    seal(outbox);
    client.send(batchOf(outbox));
    expect(await client.next()).toEqual({
      type: 'ack',
      outbox: outbox.name,
      through: 5,
      clock: kit?.clock.at,
    });
    const day = [[HALL], NOON, NOON + 86_400_000] as const;
    expect(await river.projections.tallies(...day)).toMatchObject([
      { area: HALL, counts: { n4: 1, n3: 0, n2: 0, n1: 1 } },
    ]);
    expect(await river.projections.reasons(...day)).toEqual([{ reason: 'smell', count: 1 }]);
    expect(await river.projections.feed([HALL], 10)).toMatchObject([
      { level: 1, reasons: ['smell'], terminal: outbox.terminal },
      { level: 4, reasons: [] },
    ]);
    expect(await river.records.replay()).toMatchObject({ equal: true, facts: 5 });
    expect(await river.records.verify()).toMatchObject({ facts: 5, seals: 1, unsealed: 0, problems: [] });
    expect(river.ready()).toBe(true);
  });

  it('[W7] lets the newest socket of a terminal win and tells the older one', async () => {
    const {
      kit: { directory },
      port,
    } = await start();
    const outbox = sampleOutbox();
    directory.enrol(enrolled(outbox));
    const older = await greet(port, [outbox]);
    expect(await older.next()).toMatchObject({ type: 'welcome' });
    const newer = await greet(port, [outbox]);
    expect(await newer.next()).toMatchObject({ type: 'welcome' });
    expect(await older.next()).toEqual({ type: 'refuse', reason: 'replaced' });
  });

  it('sends browsers away: no page has business at the terminals’ door', async () => {
    const { port } = await start();
    const client = call(port, 'abcdefghijklmnop', { origin: 'http://127.0.0.1' });
    const [, response] = await once(client.socket, 'unexpected-response');
    expect(response.statusCode).toBe(403);
  });

  it('[W16] refuses what is longer than a message may be, and closes', async () => {
    const {
      kit: { directory, river },
      port,
    } = await start();
    const outbox = sampleOutbox();
    directory.enrol(enrolled(outbox));
    const client = await greet(port, [outbox]);
    await client.next();
    client.socket.send('x'.repeat(600 * 1024));
    expect(await client.next()).toMatchObject({ type: 'refuse', reason: 'tooLarge' });
    await once(client.socket, 'close');
    expect(river.links.refusals()).toEqual({ tooLarge: 1 });
  });

  it('[W1] turns away who calls without a proper name', async () => {
    const { port } = await start();
    const client = call(port, 'NOBODY');
    expect(await client.next()).toEqual({ type: 'refuse', reason: 'malformed' });
  });

  it('keeps settings as facts of its own, sealed at the end, and goes on in a new outbox', async () => {
    const {
      kit: { river, database },
    } = await start();
    await river.hubFacts.settingChanged('area', '2', 7);
    const rows = await database.all('SELECT kind FROM fact ORDER BY position');
    expect(rows.map((row) => row['kind'])).toEqual(['outboxOpened', 'settingChanged']);
    expect(await river.records.verify()).toMatchObject({ facts: 2, problems: [] });
  });
});
