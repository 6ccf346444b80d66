import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { LIVE_PATH } from '../shared/live.ts';
import { machineClock } from '../shared/server/clock.ts';
import { compiledDecoder } from '../shared/server/compile.ts';
import { newSigner } from '../shared/server/keys.ts';
import { newLog } from '../shared/server/log.ts';
import { openDatabase } from '../shared/server/sqlite.ts';
import { ENROL_PATH, EnrolReplySchema } from '../shared/wire.ts';
import { askAdminDoor } from './access/admin-door.ts';
import { buildHub, type Hub } from './build-hub.ts';
import { COMMANDS } from './commands.ts';
import type { HubConfig } from './config.ts';
import { databasePath, socketPath } from './open-folder.ts';

let folder: string;
const running: Hub[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chime-hub-'));
});
afterEach(async () => {
  for (const hub of running.splice(0)) await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

const configured = (changes: Partial<HubConfig> = {}): HubConfig => ({
  host: '127.0.0.1',
  port: 0,
  data: join(folder, 'data'),
  tls: null,
  publicUrl: null,
  logLevel: 'silent',
  tryOut: false,
  ...changes,
});
const build = (changes: Partial<HubConfig> = {}) =>
  buildHub({
    config: configured(changes),
    clock: machineClock(),
    log: newLog('test', 'silent'),
    version: '0.0.0',
    pages: folder,
  });
async function start(changes: Partial<HubConfig> = {}): Promise<{ hub: Hub; url: string; port: number }> {
  const built = await build(changes);
  if (!built.ok) throw new Error(built.error.message);
  running.push(built.value);
  const listening = await built.value.listen();
  if (!listening.ok) throw new Error(listening.error.message);
  return { hub: built.value, ...listening.value };
}
async function stop(hub: Hub): Promise<void> {
  running.splice(running.indexOf(hub), 1);
  await hub.stop();
}
const post = (url: string, path: string, body: unknown, cookie = '') =>
  fetch(url + path, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  });
async function redeem(link: string | undefined): Promise<{ status: number; cookie: string }> {
  const url = new URL(link ?? '');
  const reply = await post(url.origin, '/api/session/redeem', { token: url.hash.slice('#token='.length) });
  return { status: reply.status, cookie: reply.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
}

describe('the hub', () => {
  it('opens its port, answers the probes and serves the sockets', async () => {
    const { url } = await start();
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ ok: true, version: '0.0.0' });
    await vi.waitFor(async () => {
      expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ready: true, tryOut: false });
    });
    const socket = new WebSocket(url.replace('http', 'ws') + LIVE_PATH, { origin: url });
    const refused = await new Promise((resolve) => {
      socket.on('message', (data) => resolve(JSON.parse(String(data))));
      socket.on('error', resolve);
      socket.on('open', () =>
        socket.send(JSON.stringify({ type: 'subscribe', period: 'today', area: null })),
      );
    });
    expect(refused).toMatchObject({ type: 'refuse', reason: 'signedOut' });
    socket.terminate();
  });

  it('opens no socket where there is none', async () => {
    const { url } = await start();
    for (const path of ['/nowhere', '/', '/api/me', '/healthz']) {
      const socket = new WebSocket(url.replace('http', 'ws') + path, { origin: url });
      const opened = await new Promise((resolve) => {
        socket.on('open', () => resolve(true));
        socket.on('error', () => resolve(false));
      });
      expect(opened, path).toBe(false);
    }
  });

  it('gives a link for the first administrator at each start, until one signed in', async () => {
    const first = await start();
    const link = await first.hub.firstLink();
    await stop(first.hub);
    const second = await start({ port: first.port });
    const newer = await second.hub.firstLink();
    expect((await redeem(link)).status).toBe(410);
    const { status, cookie } = await redeem(newer);
    expect(status).toBe(200);
    expect(await second.hub.firstLink()).toBeUndefined();
    await stop(second.hub);

    const third = await start({ port: first.port });
    expect(await third.hub.firstLink()).toBeUndefined();
    expect((await fetch(`${third.url}/api/me`, { headers: { cookie } })).status).toBe(200);
  });

  it('is the only one on its data folder', async () => {
    await start();
    const second = await build();
    expect(second.ok ? '' : second.error.reason).toBe('folderTaken');
  });

  it('says which port is taken, and lets go of the folder', async () => {
    const { port, hub } = await start();
    const other = await build({ data: join(folder, 'other'), port });
    if (!other.ok) throw new Error(other.error.message);
    const listening = await other.value.listen();
    expect(listening.ok ? '' : listening.error.message).toContain(`Port ${port} on 127.0.0.1 is taken`);
    await other.value.stop();
    await stop(hub);
    await start({ data: join(folder, 'other'), port });
  });

  it('leaves a database of a newer program alone, and one that is none', async () => {
    const { hub } = await start();
    await stop(hub);
    const path = databasePath(configured().data);
    const database = await openDatabase(path);
    await database.exec('PRAGMA user_version = 99');
    await database.close();
    const newer = await build();
    expect(newer.ok ? '' : newer.error.message).toContain('newer Chime (version 99');
    const again = await build();
    expect(again.ok ? '' : again.error.reason).toBe('newerDatabase');
  });

  it('founds the example museum for the try-out, with links for its posts and codes for its terminals', async () => {
    const { hub } = await start({ tryOut: true });
    const links = await hub.tryOut?.links();
    expect(links?.map(({ post: each }) => each)).toEqual(['supervisor', 'administrator']);
    for (const { url } of links ?? []) expect((await redeem(url)).status).toBe(200);
    expect(await hub.tryOut?.code('hall')).toMatch(/^[0-9A-Z]{8}$/);
    expect(await hub.tryOut?.code('restroom')).toMatch(/^[0-9A-Z]{8}$/);
  });

  it("numbers the try-out's terminals in the order of its welcome, whichever asks first", async () => {
    const { hub, url } = await start({ tryOut: true });
    const numberOf = async (place: 'hall' | 'restroom'): Promise<unknown> => {
      const body = { code: await hub.tryOut?.code(place), publicKey: newSigner().publicKey };
      const reply = compiledDecoder(EnrolReplySchema).text(await (await post(url, ENROL_PATH, body)).text());
      return reply.ok ? reply.value.policy.number : reply.error;
    };
    expect([await numberOf('restroom'), await numberOf('hall')]).toEqual([2, 1]);
    expect(await numberOf('hall')).toBe(3);
  });

  it('knows no try-out over the data of a museum', async () => {
    const { hub } = await start();
    await stop(hub);
    expect((await start({ tryOut: true })).hub.tryOut).toBeNull();
  });
});

describe('the commands', () => {
  const input = (file?: string) => ({ config: configured(), version: '0.0.0', file });

  it('admin-link asks the running hub, or opens the folder itself', async () => {
    const { hub, url } = await start();
    const asked = await COMMANDS['admin-link'](input());
    const link = asked.ok ? asked.value.split('\n')[1]?.trim() : '';
    expect(link).toContain(`${url}/sign-in#token=`);
    expect((await redeem(link)).status).toBe(200);
    await stop(hub);
    expect(existsSync(socketPath(configured().data))).toBe(false);
    expect((await askAdminDoor(socketPath(configured().data))).ok).toBe(false);
    const own = await COMMANDS['admin-link'](input());
    expect(own.ok ? own.value : '').toContain('/sign-in#token=');
  });

  it('backup runs beside the hub, verify and replay too, restore only without it', async () => {
    const { hub } = await start();
    const file = join(folder, 'backup.sqlite');
    expect((await COMMANDS.backup(input(file))).ok).toBe(true);
    expect(await COMMANDS.backup(input(file))).toMatchObject({ ok: false });
    expect((await COMMANDS.verify(input())).ok).toBe(true);
    expect((await COMMANDS.replay(input())).ok).toBe(true);
    const refused = await COMMANDS.restore(input(file));
    expect(refused.ok ? '' : refused.error).toContain('stop it first');
    await stop(hub);
    const restored = await COMMANDS.restore(input(file));
    expect(restored.ok ? restored.value : restored.error).toContain('epoch is now 2');
    const { hub: again } = await start();
    expect(await again.firstLink()).toContain('#token=');
  });

  it('restore works on a machine that has no data folder yet, and asks for the key', async () => {
    const { hub } = await start();
    const file = join(folder, 'backup.sqlite');
    expect((await COMMANDS.backup(input(file))).ok).toBe(true);
    await stop(hub);
    const elsewhere = configured({ data: join(folder, 'new', 'machine') });
    const said = await COMMANDS.restore({ ...input(file), config: elsewhere });
    expect(said.ok ? said.value : said.error).toMatch(/^Restored;.*\nThe key .*hub\.key is missing/);
    await start({ data: elsewhere.data });
    await stop(running[0] ?? hub);
    const again = await COMMANDS.restore({ ...input(file), config: elsewhere });
    expect(again.ok ? again.value : again.error).not.toContain('is missing');
  });

  it('say what is missing', async () => {
    const said = async (result: Promise<{ ok: boolean; error?: string }>) => (await result).error;
    expect(await said(COMMANDS.verify(input()))).toContain('There is no database');
    expect(await said(COMMANDS.backup(input()))).toContain('Name the file');
    expect(await said(COMMANDS.restore(input()))).toContain('Name the backup');
    expect(await said(COMMANDS.restore(input(join(folder, 'none'))))).toContain(folder);
  });
});
