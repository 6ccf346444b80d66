// A terminal's life on its folder: enrolment, clear refusals to start, cloned and rolled back folders, a clean stop.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newLog } from '../shared/server/log.ts';
import { openDatabase } from '../shared/server/sqlite.ts';
import { buildTerminal } from './build-terminal.ts';
import { enrol, normalCode } from './enrol.ts';
import { type HandClock, handClock } from './hand-clock.ts';
import { enrolmentPath, keyPath } from './identity.ts';
import { samplePolicy } from './sample-policy.ts';
import {
  newCode,
  newFolder,
  Page,
  type RunningTerminal,
  removeFolder,
  startTerminal,
  tapOf,
  until,
} from './test-terminal.ts';
import { FakeHub } from './uplink/fake-hub.ts';

let hub: FakeHub;
let data: string;
let hand: HandClock;
let running: RunningTerminal[];

beforeEach(async () => {
  data = newFolder();
  hand = handClock();
  running = [];
  hub = new FakeHub(samplePolicy(), () => Date.UTC(2026, 2, 17, 2, 0) + hand.clock.mono());
  await hub.start();
});
afterEach(async () => {
  for (const { terminal } of running) await terminal.stop();
  await hub.stop();
  removeFolder(data);
});

const start = async (folder = data, enrolled = true): Promise<RunningTerminal> => {
  const one = await startTerminal(hub, folder, hand, { enrol: enrolled });
  running.push(one);
  return one;
};
const build = (changes: { data?: string; port?: number; host?: string } = {}) =>
  buildTerminal({
    config: { hub: hub.url, ca: undefined, host: '127.0.0.1', port: 0, data, keepDays: 400, ...changes },
    clock: hand.clock,
    timers: hand.timers,
    log: newLog('test', 'silent'),
    pages: data,
  });

describe('enrolment', () => {
  it('[E1] the glass is calm before it and asks after it; key and answer are kept for the owner alone', async () => {
    const { terminal, port } = await start(data, false);
    const page = await Page.open(port);
    expect(page.state).toMatchObject({ screen: { name: 'outOfService', why: 'setUp' }, policy: null });
    expect((await terminal.ready()).ready).toBe(false);
    expect(await terminal.enrol('wrong')).toMatchObject({ ok: false, error: { reason: 'badCode' } });
    expect(await terminal.enrol('0000-0000')).toMatchObject({ ok: false, error: { reason: 'refused' } });
    expect((await terminal.enrol('abcd-i234')).ok).toBe(true);
    await until(() => page.state?.screen.name === 'ask');
    await until(() => hub.facts.some(({ kind }) => kind === 'glassChanged'));
    for (const path of [keyPath(data), enrolmentPath(data)]) expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('[G3] what a page kept from before is recorded once the terminal is enrolled', async () => {
    const { terminal, port } = await start(data, false);
    const page = await Page.open(port);
    const kept = tapOf(4, newCode(), 60_000);
    page.say(kept);
    expect((await terminal.enrol(hub.code)).ok).toBe(true);
    page.say(kept);
    await until(() => page.recorded.includes(kept.code));
    expect(page.refused).toEqual([]);
  });

  it('a lost or damaged key is said, not replaced: the hub would know no other', async () => {
    await (await start()).terminal.stop();
    writeFileSync(keyPath(data), 'damaged');
    expect(await build()).toMatchObject({ ok: false, error: { reason: 'unusableKey' } });
    rmSync(keyPath(data));
    expect(await build()).toMatchObject({ ok: false, error: { reason: 'unusableKey' } });
    expect(existsSync(keyPath(data))).toBe(false);
    rmSync(enrolmentPath(data));
    writeFileSync(keyPath(data), 'damaged');
    const again = await enrol({ hub: hub.url, ca: undefined, data }, hub.code);
    expect(again).toMatchObject({ ok: false, error: { reason: 'unusableKey' } });
  });

  it('[E1] a code given to another process is taken up by the one that runs', async () => {
    const { port } = await start(data, false);
    const page = await Page.open(port);
    const settings = { hub: hub.url, ca: undefined, data };
    expect(await enrol(settings, hub.code)).toMatchObject({ ok: true, value: { already: false } });
    expect((await build()).ok).toBe(false);
    hand.advance(1_000);
    await until(() => page.state?.screen.name === 'ask');
    await page.tap(4);
    expect(await enrol(settings, 'AAAAAAAA')).toMatchObject({ ok: true, value: { already: true } });
  });

  it('a hub that is away, or something else, is said in one sentence', async () => {
    await hub.stop();
    const away = await enrol({ hub: hub.url, ca: undefined, data }, 'ABCD1234');
    expect(away).toMatchObject({ ok: false, error: { reason: 'unreachable' } });
    await hub.start();
  });

  it('codes are understood as people type them', () => {
    expect(normalCode(' 7k3q-m9td ')).toBe('7K3QM9TD');
    expect(normalCode('OIL0')).toBe('0110');
  });

  it('a damaged enrolment is said and never overwritten', async () => {
    writeFileSync(enrolmentPath(data), '{');
    expect(await build()).toMatchObject({ ok: false, error: { reason: 'damagedEnrolment' } });
    const again = await enrol({ hub: hub.url, ca: undefined, data }, hub.code);
    expect(again).toMatchObject({ ok: false, error: { reason: 'damagedEnrolment' } });
    expect(readFileSync(enrolmentPath(data), 'utf8')).toBe('{');
  });
});

describe('refusals to start, each one sentence', () => {
  it('a folder that is a file', async () => {
    const path = join(data, 'file');
    writeFileSync(path, '');
    expect(await build({ data: path })).toMatchObject({ ok: false, error: { reason: 'folderUnusable' } });
  });

  it('a second process on the same folder', async () => {
    await start();
    expect(await build()).toMatchObject({ ok: false, error: { reason: 'alreadyRunning' } });
  });

  it('a database of a newer version, left as it is; an older program can be tried again', async () => {
    const path = join(data, 'outbox.sqlite');
    const database = await openDatabase(path);
    await database.exec('PRAGMA user_version = 99');
    await database.close();
    expect(await build()).toMatchObject({ ok: false, error: { reason: 'newerDatabase' } });
    expect(await build()).toMatchObject({ ok: false, error: { reason: 'newerDatabase' } });
  });

  it('something that is no database', async () => {
    writeFileSync(join(data, 'outbox.sqlite'), 'x'.repeat(5_000));
    expect(await build()).toMatchObject({ ok: false, error: { reason: 'storeUnusable' } });
  });

  it('a port that is taken, an address that is not this machine’s', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await until(() => other.listening);
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const built = await build({ port });
    if (!built.ok) throw new Error(built.error.message);
    expect(await built.value.listen()).toMatchObject({ ok: false, error: { reason: 'portTaken' } });
    await built.value.stop();
    other.close();
    const elsewhere = await build({ host: '192.0.2.1' });
    if (!elsewhere.ok) throw new Error(elsewhere.error.message);
    expect(await elsewhere.value.listen()).toMatchObject({ ok: false, error: { reason: 'addressUnusable' } });
    await elsewhere.value.stop();
  });
});

describe('folders that were copied', () => {
  const ratings = () => hub.facts.filter(({ kind }) => kind === 'rated');

  it('[F3] a folder put back to an older copy begins a new outbox: nothing is lost or counted twice', async () => {
    const first = await start();
    const page = await Page.open(first.port);
    await page.tap(4);
    await until(() => ratings().length === 1);
    await first.terminal.stop();
    const copy = join(newFolder(), 'copy');
    cpSync(data, copy, { recursive: true });
    const second = await start();
    const later = await Page.open(second.port);
    await later.tap(3);
    await until(() => ratings().length === 2);
    await second.terminal.stop();
    const restored = await start(copy);
    const last = await Page.open(restored.port);
    await last.tap(2);
    await until(() => ratings().length === 3);
    expect(new Set(ratings().map(({ id }) => id)).size).toBe(3);
    expect(hub.problems).toEqual([]);
    await restored.terminal.stop();
    removeFolder(join(copy, '..'));
  });

  it('a folder without its lock and journal files starts as well', async () => {
    const first = await start();
    await first.terminal.stop();
    const copy = newFolder();
    mkdirSync(copy, { recursive: true });
    for (const name of ['terminal.key', 'enrolment.json', 'outbox.sqlite'])
      cpSync(join(data, name), join(copy, name));
    const again = await start(copy);
    await (await Page.open(again.port)).tap(4);
    await again.terminal.stop();
    removeFolder(copy);
  });
});

describe('stop', () => {
  it('is clean within moments, may be asked twice, and frees folder and port', async () => {
    const { terminal, port } = await start();
    const page = await Page.open(port);
    await page.tap(4);
    const begun = Date.now();
    await Promise.all([terminal.stop(), terminal.stop()]);
    expect(Date.now() - begun).toBeLessThan(2_000);
    await until(() => page.closed !== undefined);
    const again = await build({ port });
    if (!again.ok) throw new Error(again.error.message);
    expect((await again.value.listen()).ok).toBe(true);
    await again.value.stop();
  });
});
