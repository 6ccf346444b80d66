// The sessions of terminals by the rules of PROTOCOL.md, with sockets in memory and a clock moved by hand.
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSignedBy, newName, newNonce, newSigner } from '../../shared/server/keys.ts';
import { newLog } from '../../shared/server/log.ts';
import type { Database } from '../../shared/server/sqlite.ts';
import { challengeBytes, MAX_MESSAGE } from '../../shared/wire.ts';
import { type JournalKit, journalKit } from '../journal/journal-kit.ts';
import {
  batchOf,
  enrolled,
  helloOf,
  NOON,
  open,
  type SampleDirectory,
  type SampleOutbox,
  sampleDirectory,
  sampleOutbox,
  tap,
} from '../journal/sample.ts';
import { riverDatabase, tempFolder } from '../river-kit.ts';
import { readMarks } from '../store/journal-reads.ts';
import type { UplinkEvents } from './connection.ts';
import { newLinkBook } from './links.ts';
import { newUplink, type Uplink } from './uplink.ts';

type Said = Record<string, unknown> & { type?: unknown };

class MemorySocket {
  readonly said: Said[] = [];
  closed: string | undefined;
  terminated = false;
  pings = 0;
  paused = false;
  send(text: string): void {
    this.said.push(JSON.parse(text));
  }
  close(_code: number, reason: string): void {
    this.closed ??= reason;
  }
  terminate(): void {
    this.terminated = true;
  }
  ping(): void {
    this.pings += 1;
  }
  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
  }
  take(): Said[] {
    return this.said.splice(0);
  }
}

describe('the uplink', () => {
  let folder: string;
  let database: Database;
  let kit: JournalKit;
  let directory: SampleDirectory;
  let uplink: Uplink;
  let now: number;
  let unknown: string[];
  const signer = newSigner();

  beforeEach(async () => {
    folder = tempFolder();
    database = await riverDatabase(`${folder}/hub.sqlite`);
    kit = await journalKit(database);
    directory = sampleDirectory();
    now = NOON + 3_600_000;
    unknown = [];
    const book = newLinkBook([]);
    uplink = newUplink({
      journal: kit.journal,
      directory,
      signer,
      book,
      readMarks: (names) => readMarks(database, names),
      now: () => now,
      log: newLog('test', 'silent'),
      onUnknown: (terminal) => unknown.push(terminal),
    });
  });
  afterEach(async () => {
    uplink.stop();
    await kit.journal.settled();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const nonce = newNonce();
  const call = (terminal: string): { socket: MemorySocket; events: UplinkEvents; hubNonce: string } => {
    const socket = new MemorySocket();
    const events = uplink.connect(socket, '127.0.0.1', terminal, nonce);
    const [challenge] = socket.said;
    return { socket, events, hubNonce: String(challenge?.['nonce']) };
  };
  const say = (events: UplinkEvents, message: unknown): void => events.text(JSON.stringify(message));
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise((resolve) => setImmediate(resolve));
  };
  const greet = async (outbox: SampleOutbox, heard?: { epoch: number; acked: number }) => {
    const called = call(outbox.terminal);
    say(called.events, helloOf([outbox], nonce, called.hubNonce, undefined, heard));
    await until(() => called.socket.said.some(({ type }) => type === 'welcome' || type === 'refuse'));
    const welcome = called.socket.said.find(({ type }) => type === 'welcome');
    called.socket.take();
    return { ...called, welcome };
  };
  const known = (): SampleOutbox => {
    const outbox = sampleOutbox();
    directory.enrol(enrolled(outbox));
    open(outbox);
    return outbox;
  };

  it('[W1] proves the hub’s key by signing both nonces', () => {
    const terminal = newName();
    const { socket, hubNonce } = call(terminal);
    const signature = String(socket.said[0]?.['signature']);
    expect(isSignedBy(signer.publicKey, challengeBytes(terminal, nonce, hubNonce), signature)).toBe(true);
  });

  it('[W2] refuses a hello that was signed for another challenge', () => {
    const outbox = known();
    const { socket, events } = call(outbox.terminal);
    say(events, helloOf([outbox], nonce, newNonce()));
    expect(socket.said[1]).toEqual({ type: 'refuse', reason: 'wrongSignature' });
    expect(socket.closed).toBe('wrongSignature');
  });

  it('[W2] gives up a socket that says no hello within ten seconds', () => {
    const { socket } = call(newName());
    now += 9_999;
    uplink.tick();
    expect(socket.terminated).toBe(false);
    now += 1;
    uplink.tick();
    expect(socket.terminated).toBe(true);
  });

  it.each([
    ['outOfTurn', (outbox: SampleOutbox) => batchOf(outbox)],
    ['malformed', () => ({ type: 'nonsense' })],
    ['malformed', () => ({ type: 'hello', protocol: 'one' })],
    [
      'protocol',
      (outbox: SampleOutbox, hubNonce: string) => ({ ...helloOf([outbox], nonce, hubNonce), protocol: 2 }),
    ],
  ])('[W3] refuses with %s, closes and counts it', (reason, message) => {
    const outbox = known();
    const { socket, events, hubNonce } = call(outbox.terminal);
    say(events, message(outbox, hubNonce));
    expect(socket.said.at(-1)).toMatchObject({ type: 'refuse', reason });
    expect(socket.closed).toBe(reason);
    expect(Object.values(uplink.links.refusals())).toEqual([1]);
  });

  it('[W3] refuses a retired terminal', async () => {
    const outbox = sampleOutbox();
    directory.enrol(enrolled(outbox, { retiredAt: NOON }));
    const { socket, events, hubNonce } = call(outbox.terminal);
    say(events, helloOf([outbox], nonce, hubNonce));
    expect(socket.said.at(-1)).toMatchObject({ reason: 'retired' });
  });

  it('[E2] lets a terminal that nobody approved wait, and tells the administrator', () => {
    const outbox = sampleOutbox();
    directory.enrol(enrolled(outbox, { approved: false }));
    const stranger = sampleOutbox();
    for (const each of [outbox, stranger]) {
      const { socket, events, hubNonce } = call(each.terminal);
      say(events, helloOf([each], nonce, hubNonce));
      expect(socket.said.at(-1)).toMatchObject({ reason: 'unknownTerminal' });
    }
    expect(unknown).toEqual([outbox.terminal, stranger.terminal]);
  });

  it('lets no stranger try without end, and a known terminal at the same address all the same', async () => {
    for (let n = 0; n < 30; n++) {
      const stranger = sampleOutbox();
      const { events, hubNonce } = call(stranger.terminal);
      say(events, helloOf([stranger], nonce, hubNonce));
    }
    expect(call(newName()).socket.said).toMatchObject([{ type: 'refuse', reason: 'tooFast' }]);
    expect(call(known().terminal).socket.said).toMatchObject([{ type: 'challenge' }]);
    now += 60_000;
    expect(call(newName()).socket.said).toMatchObject([{ type: 'challenge' }]);
  });

  it('[W6] flags a terminal that names less than the hub holds of an outbox', async () => {
    const outbox = known();
    tap(outbox);
    await (await kit.send(outbox.terminal, batchOf(outbox))).durable;
    outbox.facts.pop();
    outbox.hashes.pop();
    await greet(outbox);
    await until(() => kit.flags.size > 0);
    expect(kit.flags.get(outbox.terminal)).toBe(1);
  });

  it('[W5] raises the epoch once when terminals were told more than the database holds', async () => {
    const [one, two] = [known(), known()];
    for (const outbox of [one, two]) tap(outbox);
    const said = { epoch: 1, acked: 7 };
    const first = await greet(one, said);
    expect(first.welcome).toMatchObject({ epoch: 2, outboxes: [{ through: 0 }] });
    expect((await greet(two, said)).welcome).toMatchObject({ epoch: 2 });
    expect((await greet(one, { epoch: 2, acked: 0 })).welcome).toMatchObject({ epoch: 2 });
  });

  it('[W9] reads no more from a terminal that sends a third unacknowledged batch', async () => {
    const outbox = known();
    tap(outbox);
    tap(outbox);
    const { socket, events } = await greet(outbox);
    say(events, batchOf(outbox, 1, 1));
    await until(() => socket.said.length === 1);
    socket.take();
    tap(outbox);
    for (const n of [2, 3]) say(events, batchOf(outbox, n, n));
    expect(socket.paused).toBe(false);
    say(events, batchOf(outbox, 4, 4));
    expect(socket.paused).toBe(true);
    await until(() => socket.said.length > 0);
    expect(socket.paused).toBe(false);
    expect(socket.said).toEqual([{ type: 'ack', outbox: outbox.name, through: 4, clock: now }]);
  });

  it('[W11] answers a resend with the mark and stores nothing twice', async () => {
    const outbox = known();
    const { socket, events } = await greet(outbox);
    for (let n = 0; n < 3; n++) say(events, batchOf(outbox));
    await until(() => socket.said.length === 3);
    expect(socket.said.map(({ through }) => through)).toEqual([1, 1, 1]);
    expect(await database.get('SELECT count(*) AS n FROM fact')).toEqual({ n: 1 });
  });

  it('[W13][W15] sets one outbox aside and lets the others go on', async () => {
    const outbox = known();
    const foreign = sampleOutbox();
    open(foreign);
    await (await kit.send(foreign.terminal, batchOf(foreign))).durable;
    const { socket, events } = await greet(outbox);
    say(events, batchOf(foreign));
    await until(() => socket.said.length === 1);
    say(events, { ...batchOf(outbox), hash: 'A'.repeat(43) });
    await until(() => socket.said.length === 2);
    say(events, batchOf(outbox));
    await until(() => socket.said.length === 3);
    expect(socket.said).toEqual([
      { type: 'refuse', reason: 'foreignOutbox', outbox: foreign.name },
      { type: 'refuse', reason: 'brokenChain', outbox: outbox.name },
      { type: 'ack', outbox: outbox.name, through: 1, clock: now },
    ]);
    expect(socket.closed).toBe(undefined);
  });

  it.each([
    ['tooLarge', 'x'.repeat(MAX_MESSAGE + 1)],
    ['malformed', '{'],
    ['malformed', '[]'],
    ['malformed', 'null'],
  ])('[W16] closes with %s, and nothing else is disturbed', async (reason, text) => {
    const outbox = known();
    const other = await greet(known());
    const { socket, events } = await greet(outbox);
    events.text(text);
    expect([socket.said[0]?.['reason'], socket.closed]).toEqual([reason, reason]);
    expect(other.socket.closed).toBe(undefined);
  });

  it('[W16] refuses a fact that is nested too deeply to be written again', async () => {
    const outbox = known();
    const { socket, events } = await greet(outbox);
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const batch = JSON.stringify({ ...batchOf(outbox), facts: [{ sequence: 1, body: 'deep' }] });
    events.text(batch.replace('"deep"', deep));
    await until(() => socket.closed !== undefined);
    expect(socket.closed).toBe('malformed');
  });

  it('[D2][D3] hands down a command, and ends a terminal’s socket when told to', async () => {
    const outbox = known();
    expect(uplink.links.command(outbox.terminal, 'identify')).toBe(false);
    const { socket } = await greet(outbox);
    expect(uplink.links.command(outbox.terminal, 'identify')).toBe(true);
    uplink.links.drop(outbox.terminal, 'retired');
    expect(socket.said).toMatchObject([
      { type: 'command', command: 'identify' },
      { type: 'refuse', reason: 'retired' },
    ]);
  });

  it('[D4] keeps the last telemetry and says since when a terminal is away', async () => {
    const outbox = known();
    const { events } = await greet(outbox);
    const telemetry = {
      type: 'telemetry',
      glass: true,
      waiting: 3,
      freeDiskBytes: 1,
      memoryBytes: 1,
      uptimeSeconds: 1,
      version: '1',
      policyVersion: 1,
    };
    say(events, telemetry);
    expect(uplink.links.of(outbox.terminal)).toMatchObject({
      connected: true,
      telemetry,
      clockOffsetMs: -3_600_000,
    });
    now += 5_000;
    events.closed();
    expect(uplink.links.of(outbox.terminal)).toMatchObject({
      connected: false,
      since: now,
      lastSeenAt: now - 5_000,
    });
  });

  it('[D5] pings a socket that is silent for 30 s and gives it up after 45 s', async () => {
    const { socket, events } = await greet(known());
    now += 30_000;
    uplink.tick();
    expect([socket.pings, socket.terminated]).toEqual([1, false]);
    events.pong();
    now += 44_999;
    uplink.tick();
    expect(socket.terminated).toBe(false);
    now += 1;
    uplink.tick();
    expect(socket.terminated).toBe(true);
  });
});
