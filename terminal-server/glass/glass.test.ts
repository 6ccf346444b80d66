// The glass from outside: a whole terminal, a real browser's manners on the socket, and everything that is not one.
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ratingIdOf } from '../../shared/server/receipt-code.ts';
import { type HandClock, handClock } from '../hand-clock.ts';
import { samplePolicy } from '../sample-policy.ts';
import {
  newCode,
  newFolder,
  Page,
  type RunningTerminal,
  removeFolder,
  startTerminal,
  tapOf,
  until,
} from '../test-terminal.ts';
import { FakeHub } from '../uplink/fake-hub.ts';
import { fullBucket, KEPT, take } from './flood.ts';
import { isOwnHost, isOwnOrigin, ownHosts } from './origins.ts';

let hub: FakeHub;
let data: string;
let hand: HandClock;
let running: RunningTerminal;

beforeEach(async () => {
  data = newFolder();
  hand = handClock({ mono: 100_000_000 });
  hub = new FakeHub(samplePolicy(), () => Date.UTC(2026, 2, 17, 2, 0) + hand.clock.mono());
  await hub.start();
  const pages = join(data, 'pages');
  mkdirSync(join(pages, 'assets'), { recursive: true });
  writeFileSync(join(pages, 'index.html'), '<!doctype html><title>Chime</title>');
  writeFileSync(join(pages, 'assets', 'main-abc123.js'), '');
  running = await startTerminal(hub, data, hand, { pages });
});
afterEach(async () => {
  await running.terminal.stop();
  await hub.stop();
  removeFolder(data);
});

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}
const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: running.port, path, headers, agent: false },
      (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => {
          body += chunk.toString();
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    asked.on('error', reject);
    asked.end();
  });

const ratings = () => hub.facts.filter(({ kind }) => kind === 'rated');

describe('page', () => {
  it('comes under a policy that allows nothing but this terminal, uncached; hashed files stay a year', async () => {
    const page = await get('/');
    expect(page.status).toBe(200);
    expect(page.headers['cache-control']).toBe('no-store');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(page.headers['strict-transport-security']).toBeUndefined();
    expect((await get('/assets/main-abc123.js')).headers['cache-control']).toContain('immutable');
    for (const path of ['/../outbox.sqlite', '/%2e%2e/outbox.sqlite', '/..%2foutbox.sqlite']) {
      expect((await get(path)).status).toBeGreaterThanOrEqual(400);
    }
  });

  it('[G1] answers its own names only', async () => {
    const { port } = running;
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`]) {
      expect((await get('/', { host })).status).toBe(200);
    }
    for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.1:${port + 1}`, '127.0.0.1']) {
      expect((await get('/', { host })).status).toBe(421);
    }
    expect((await get('/', { origin: 'http://evil.example' })).status).toBe(403);
    expect((await running.terminal.ready()).refusals).toEqual({ host: 4, origin: 1 });
  });

  it('tells probes that it is up and whether taps are kept safe, without secrets', async () => {
    await until(() => hub.isConnected);
    expect((await get('/healthz')).body).toBe('{"up":true}');
    const ready = await get('/readyz');
    expect(ready.status).toBe(200);
    expect(JSON.parse(ready.body)).toMatchObject({
      ready: true,
      enrolled: true,
      number: 12,
      storeTrouble: null,
    });
    expect(ready.body).not.toContain(hub.terminalKey);
  });
});

describe('socket', () => {
  it.each([
    ['another origin', { origin: 'http://evil.example' }],
    ['the origin null', { origin: 'null' }],
    ['another host', { host: 'evil.example' }],
    ['a secure origin of the same name', { origin: 'https://127.0.0.1' }],
  ])('[G1] is refused to %s', async (_what, headers) => {
    const page = new Page(running.port, headers);
    await until(() => page.closed !== undefined);
    expect(page.heard).toEqual([]);
  });

  it('[G2] two pages show the same, and a new one the same at once', async () => {
    const one = await Page.open(running.port);
    const two = await Page.open(running.port);
    await one.tap(1);
    await until(() => two.state?.screen.name === 'reasons');
    const three = await Page.open(running.port);
    expect(three.state).toEqual(one.state);
  });

  it('[G3] the same tap sent again, also after a restart, is one fact and recorded each time', async () => {
    const code = newCode();
    let page = await Page.open(running.port);
    await page.tap(3, code);
    await page.tap(3, code);
    await until(() => page.recorded.length === 2);
    const { terminal } = running;
    await terminal.stop();
    running = await startTerminal(hub, data, hand);
    page = await Page.open(running.port);
    await page.tap(3, code, 5_000);
    await until(async () => (await running.terminal.ready()).waiting === 0 && ratings().length === 1);
    expect(ratings()).toMatchObject([{ id: ratingIdOf(code) }]);
    expect(page.state?.screen.name).toBe('ask');
  });

  it('[G4] recorded comes before or with thanks, never thanks alone', async () => {
    const page = await Page.open(running.port);
    page.say(tapOf(4));
    await until(() => page.state?.screen.name === 'thanks' && page.recorded.length === 1);
    const waiting = (await running.terminal.ready()).waiting;
    expect(waiting).toBeGreaterThanOrEqual(0);
  });

  it('a reason belongs to a dissatisfied rating', async () => {
    const page = await Page.open(running.port);
    const happy = await page.tap(4);
    hand.advance(3_000);
    const sad = await page.tap(1);
    const reason = (id: string, code: string) =>
      page.say({ type: 'reason', id: id.repeat(22), code, reason: 'smell', given: true, ago: 0 });
    reason('a', happy);
    await until(() => page.refused.length === 1);
    expect(page.refused[0]).toMatchObject({ path: '/code' });
    reason('b', sad);
    await until(() => page.recorded.includes('b'.repeat(22)));
    await until(() => hub.facts.some(({ kind }) => kind === 'reasonGiven'));
    expect(hub.facts.find(({ kind }) => kind === 'reasonGiven')?.body).toEqual({
      area: 5,
      rating: ratingIdOf(sad),
      reason: 'smell',
      given: true,
    });
  });

  it.each([
    ['no JSON', 'hello', ''],
    ['a level that does not exist', JSON.stringify({ ...tapOf(4), level: 5 }), '/level'],
    ['a code that is none', JSON.stringify({ ...tapOf(4), code: '<b>' }), '/code'],
    ['a tap of the future', JSON.stringify({ ...tapOf(4), ago: -1 }), '/ago'],
    ['a tap of last year', JSON.stringify({ ...tapOf(4), ago: 1e12 }), '/ago'],
    ['an unknown type', '{"type":"vote"}', ''],
  ])('[G5] %s is refused with its field, counted, and disturbs nothing', async (_what, text, path) => {
    const page = await Page.open(running.port);
    page.socket.send(text);
    await until(() => page.refused.length === 1);
    expect(page.refused[0]?.path.startsWith(path)).toBe(true);
    expect((await running.terminal.ready()).refusals['malformed']).toBe(1);
    await page.tap(4);
  });

  it.each([4_097, 10_000, 1_000_000])(
    '[G5] a message of %i characters closes the socket, others go on',
    async (length) => {
      const page = await Page.open(running.port);
      const other = await Page.open(running.port);
      page.socket.send('x'.repeat(length));
      await until(() => page.closed !== undefined);
      expect((await running.terminal.ready()).refusals['tooLarge']).toBe(1);
      await other.tap(4);
    },
  );

  it('a flood is warned and then closed; a hand’s speed is not', async () => {
    const page = await Page.open(running.port);
    for (let n = 0; n < 90; n++) page.say({ type: 'touch' });
    await page.tap(4);
    expect(page.refused).toEqual([]);
    for (let n = 0; n < 300; n++) page.say({ type: 'touch' });
    await until(() => page.closed !== undefined);
    expect(page.refused.some(({ message }) => message.startsWith('tooFast'))).toBe(true);
    expect(page.closed).toBe(1008);
  });

  it('everything that a page kept in an outage is taken, and once', async () => {
    const page = await Page.open(running.port);
    const kept = Array.from({ length: 1_000 }, (_, index) => tapOf(2, newCode(), (1_010 - index) * 2_500));
    for (let sent = 0; sent < kept.length; sent += 20) {
      for (const tap of kept.slice(sent, sent + 20)) page.say(tap);
      await until(() => page.recorded.length === Math.min(kept.length, sent + 20));
    }
    await until(() => ratings().length === kept.length);
    expect(new Set(ratings().map(({ id }) => id)).size).toBe(kept.length);
    expect(ratings().every(({ body }) => Array.isArray(body['marks']) && body['marks'].length === 0)).toBe(
      true,
    );
    expect(page.state?.screen.name).toBe('ask');
  });

  it('the page’s coming and going are facts: at once, and after 30 s', async () => {
    const page = await Page.open(running.port);
    const changes = () =>
      hub.facts.filter(({ kind }) => kind === 'glassChanged').map(({ body }) => [body['on'], body['since']]);
    await until(() => changes().length === 1);
    const came = hand.clock.mono();
    page.close();
    for (let n = 0; n < 7; n++) {
      hand.advance(5_000);
      await until(async () => (await running.terminal.ready()).waiting === 0);
    }
    await until(() => changes().length === 2);
    expect(changes()).toEqual([
      [true, came],
      [false, came],
    ]);
  });
});

describe('parts', () => {
  it('own names are exact', () => {
    const own = ownHosts({ host: 'kiosk.museum', port: 80 });
    expect(isOwnHost(own, 'kiosk.museum')).toBe(true);
    expect(isOwnHost(own, 'kiosk.museum.evil')).toBe(false);
    expect(isOwnHost(own, undefined)).toBe(false);
    expect(isOwnOrigin(own, 'http://kiosk.museum')).toBe(true);
    expect(isOwnOrigin(own, 'http://kiosk.museum/x')).toBe(false);
    expect(isOwnOrigin(own, undefined)).toBe(false);
    const everywhere = ownHosts({ host: '0.0.0.0', port: 8081 }, () => ['192.168.7.5', 'fe80::1']);
    expect(isOwnHost(everywhere, '0.0.0.0:8081')).toBe(false);
    expect(isOwnHost(everywhere, '192.168.7.5:8081')).toBe(true);
    expect(isOwnHost(everywhere, '[fe80::1]:8081')).toBe(true);
    expect(isOwnHost(everywhere, 'rebound.example:8081')).toBe(false);
    expect(isOwnHost(ownHosts({ host: '::1', port: 8081 }), '[::1]:8081')).toBe(true);
  });

  it('a bucket fills with time and never over its brim', () => {
    let bucket = fullBucket(KEPT, 0);
    for (let n = 0; n < KEPT.burst; n++) bucket = take(bucket, KEPT, 0);
    expect(bucket.tokens).toBe(0);
    expect(take(bucket, KEPT, 0).tokens).toBe(-1);
    expect(take(bucket, KEPT, 1_000).tokens).toBe(KEPT.perSecond - 1);
    expect(take(bucket, KEPT, 1e9).tokens).toBe(KEPT.burst - 1);
  });
});
