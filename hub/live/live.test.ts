// The live socket as a browser meets it: real sockets, a fake house, a clock moved by hand.
import websocket from '@fastify/websocket';
import { fastify } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  LIVE_PATH,
  MAX_LIVE_MESSAGE,
  OverviewSchema,
  type ToBrowser,
  ToBrowserSchema,
} from '../../shared/live.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import { newLog } from '../../shared/server/log.ts';
import { MINUTE } from '../../shared/site-time.ts';
import { FakeHouse, feedRow, link, tally, terminal, user } from './fake-house.ts';
import { OVERVIEW_PATH, registerLive } from './live.ts';

const toBrowser = compiledDecoder(ToBrowserSchema);
const overviewReply = compiledDecoder(OverviewSchema);
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start() {
  const house = new FakeHouse();
  let now = house.clock.at(20260317, 600);
  let waiting: { at: number; work: () => void }[] = [];
  const timers = {
    after(ms: number, work: () => void) {
      const timer = { at: now + ms, work };
      waiting.push(timer);
      return () => {
        waiting = waiting.filter((each) => each !== timer);
      };
    },
  };
  const app = fastify();
  await app.register(websocket);
  const live = registerLive(app, { ...house, now: () => now, log: newLog('test', 'silent'), timers });
  await app.listen({ port: 0, host: '127.0.0.1' });
  closers.push(async () => {
    await live.stop();
    await app.close();
  });
  house.sessions.set('good', user());
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    house,
    app,
    live,
    port,
    now: () => now,
    /** Moves the clock and lets due timers fire, one after another. */
    move(ms: number) {
      now += ms;
      const due = waiting.filter(({ at }) => at <= now);
      waiting = waiting.filter(({ at }) => at > now);
      for (const { work } of due) work();
    },
  };
}

interface Browser {
  readonly socket: WebSocket;
  subscribe(change?: object): void;
  next(): Promise<ToBrowser>;
  readonly messages: ToBrowser[];
  readonly closed: Promise<number>;
}

function browse(port: number, headers: Record<string, string> = {}): Browser {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${LIVE_PATH}`, {
    headers: { origin: 'http://hub.test', cookie: 'good', ...headers },
  });
  const messages: ToBrowser[] = [];
  let taken = 0;
  let wake = (): void => undefined;
  socket.on('message', (data) => {
    const decoded = toBrowser.text(String(data));
    if (!decoded.ok)
      throw new Error(`not a message of the contract: ${decoded.error.path} ${decoded.error.message}`);
    messages.push(decoded.value);
    wake();
  });
  const closed = new Promise<number>((resolve) => {
    socket.on('close', resolve);
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => undefined);
  });
  closers.push(async () => socket.terminate());
  const say = (text: string) =>
    socket.readyState === WebSocket.CONNECTING
      ? socket.once('open', () => socket.send(text))
      : socket.send(text);
  return {
    socket,
    messages,
    closed,
    subscribe: (change = {}) =>
      say(JSON.stringify({ type: 'subscribe', period: 'today', area: null, ...change })),
    async next() {
      while (messages.length <= taken)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      const message = messages[taken++];
      if (!message) throw new Error('a message was counted that is not there');
      return message;
    },
  };
}

/** A snapshot from a browser that was just let in. */
async function snapshot(browser: Browser) {
  const message = await browser.next();
  if (message.type !== 'snapshot') throw new Error(`expected a snapshot, got ${message.type}`);
  return message;
}

describe('the live socket', () => {
  it('gives a snapshot and then only the sections that differ', async () => {
    const { house, port, now } = await start();
    const browser = browse(port);
    browser.subscribe();
    const first = await snapshot(browser);
    expect(first).toMatchObject({ number: 0, view: { totals: { satisfaction: { count: 0 } } } });

    house.tallies.push(tally(2, house.clock.slotStart(now()), { n4: 1 }));
    house.feed.push(feedRow(1));
    house.tellChange(2);
    const change = await browser.next();
    if (change.type !== 'change') throw new Error('expected a change');
    expect(change.number).toBe(1);
    expect(Object.keys(change.set).sort()).toEqual(['areas', 'curve', 'feed', 'totals']);
    expect(change.set.totals?.satisfaction.count).toBe(1);
  });

  it('reads again only the areas that changed', async () => {
    const { house, port, move } = await start();
    const browser = browse(port);
    browser.subscribe();
    await snapshot(browser);
    house.reads.length = 0;
    move(1000);
    house.quarantined = 1;
    house.tellChange(4);
    await browser.next();
    expect(house.reads).toEqual([[4]]);
  });

  it('sends at most four changes a second, the last of them with everything', async () => {
    const { house, port, now, move } = await start();
    const browser = browse(port);
    browser.subscribe();
    await snapshot(browser);
    for (let tap = 1; tap <= 30; tap++) {
      house.tallies = [tally(2, house.clock.slotStart(now()), { n4: tap })];
      house.tellChange(2);
    }
    const change = await browser.next();
    move(249);
    await fetch(`http://127.0.0.1:${port}/`);
    expect(browser.messages).toHaveLength(2);
    house.tallies = [tally(2, house.clock.slotStart(now()), { n4: 99 })];
    house.tellChange(2);
    move(1);
    const last = await browser.next();
    expect([change.type, last.type]).toEqual(['change', 'change']);
    expect(last).toMatchObject({ number: 2, set: { totals: { satisfaction: { count: 99 } } } });
  });

  it('resumes where a browser stopped, also for what happened while nobody looked', async () => {
    const { house, port, now, move } = await start();
    const before = browse(port);
    before.subscribe();
    const { stream } = await snapshot(before);
    before.socket.close();
    await before.closed;
    move(20_000);
    house.tallies.push(tally(2, house.clock.slotStart(now()), { n1: 1 }));
    house.tellChange(2);
    const back = browse(port);
    back.subscribe({ resume: { stream, since: 0 } });
    expect(await back.next()).toMatchObject({ type: 'change', number: 1 });
  });

  it('gives a new snapshot when the stream is forgotten', async () => {
    const { port, move } = await start();
    const before = browse(port);
    before.subscribe();
    const { stream } = await snapshot(before);
    before.socket.close();
    await before.closed;
    for (let minute = 0; minute < 3; minute++) move(MINUTE);
    const back = browse(port);
    back.subscribe({ resume: { stream, since: 0 } });
    expect((await snapshot(back)).stream).not.toBe(stream);
  });

  it('moves coverage, and the unfinished half-hour, with the minute alone', async () => {
    const { house, port, now, move } = await start();
    house.linkStates.set('hall', link({ since: 0 }));
    house.linkChanges.tell('hall');
    const started = now();
    const browser = browse(port);
    browser.subscribe({ area: 2 });
    expect((await snapshot(browser)).view.totals.coverage).toBe(0);
    move(MINUTE);
    expect(await browser.next()).toMatchObject({ set: { totals: { coverage: 0.001 } } });
    move(29 * MINUTE);
    const change = await browser.next();
    expect(change).toMatchObject({ set: { totals: { coverage: 0.047 } } });
    const first =
      change.type === 'change' ? change.set.curve?.find(({ from }) => from === started) : undefined;
    expect(first?.unfinished).toBe(false);
  });

  it('begins a new day at midnight without a tap', async () => {
    const { house, port, now, move } = await start();
    house.tallies.push(tally(2, house.clock.slotStart(now()), { n4: 3 }));
    const browser = browse(port);
    browser.subscribe();
    expect((await snapshot(browser)).view.totals.satisfaction.count).toBe(3);
    move(14 * 60 * MINUTE);
    expect(await browser.next()).toMatchObject({ set: { totals: { satisfaction: { count: 0 } } } });
  });

  it('shows a terminal falling silent at once', async () => {
    const { house, port } = await start();
    house.linkStates.set('hall', link());
    house.linkChanges.tell('hall');
    const browser = browse(port);
    browser.subscribe();
    await snapshot(browser);
    house.linkStates.set('hall', link({ connected: false, lastSeenAt: 7 }));
    house.linkChanges.tell('hall');
    const change = await browser.next();
    const terminals = change.type === 'change' ? change.set.terminals : undefined;
    expect(terminals?.find(({ id }) => id === 'hall')).toMatchObject({
      state: 'silent',
      trouble: 'noLink',
      since: 7,
    });
  });

  it('follows a new area and a moved terminal without being asked', async () => {
    const { house, port } = await start();
    const browser = browse(port);
    browser.subscribe();
    await snapshot(browser);
    const [site] = house.areas;
    if (!site) throw new Error('the fake house has a site');
    house.areas = [...house.areas, { ...site, id: 9, parent: 1, kind: 'hall', order: 9 }];
    house.terminals = [terminal('hall', 9)];
    house.directoryChanges.tell({ terminals: [] });
    const next = await snapshot(browser);
    expect(next.view.areas.find(({ id }) => id === 9)).toMatchObject({ terminals: 1 });
  });

  it('goes on after a failed reading', async () => {
    const { house, port, now, move } = await start();
    const browser = browse(port);
    browser.subscribe();
    await snapshot(browser);
    house.fails = new Error('SQLITE_BUSY');
    house.tallies.push(tally(2, house.clock.slotStart(now()), { n4: 1 }));
    const reads = house.reads.length;
    move(1000);
    house.tellChange(2);
    while (house.reads.length === reads) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    house.fails = undefined;
    move(1000);
    expect(await browser.next()).toMatchObject({
      type: 'change',
      set: { totals: { satisfaction: { count: 1 } } },
    });
  });
});

describe('who may listen', () => {
  it('refuses a page of another origin before the socket opens', async () => {
    const { port } = await start();
    expect(await browse(port, { origin: 'http://evil.test' }).closed).toBe(403);
  });

  it.each([
    ['without a session', { cookie: 'none' }, 'signedOut', 4401],
    ['without the right to see', { cookie: 'cleaner' }, 'forbidden', 4403],
  ])('refuses a browser %s and says why', async (_, headers, reason, code) => {
    const { house, port } = await start();
    house.sessions.set('cleaner', user({ id: 2, roles: ['cleaner'] }));
    const browser = browse(port, headers);
    browser.subscribe();
    expect(await browser.next()).toEqual({ type: 'refuse', reason });
    expect(await browser.closed).toBe(code);
  });

  it('refuses an area that is not the user’s, and shows only what is', async () => {
    const { house, port, now } = await start();
    house.sessions.set('floor', user({ id: 3, areas: [3] }));
    house.tallies.push(
      tally(2, house.clock.slotStart(now()), { n1: 4 }),
      tally(4, house.clock.slotStart(now()), { n4: 2 }),
    );
    house.feed.push(feedRow(1, { area: 2 }), feedRow(2, { area: 4, terminal: 'rest' }));
    const own = browse(port, { cookie: 'floor' });
    own.subscribe();
    const { view } = await snapshot(own);
    expect(view.totals.satisfaction.count).toBe(2);
    expect(view.feed.map(({ position }) => position)).toEqual([2]);
    expect(view.areas.map(({ id }) => id)).toEqual([3, 4]);
    expect(view.terminals.map(({ id }) => id)).toEqual(['rest']);
    own.subscribe({ area: 2 });
    expect(await own.next()).toEqual({ type: 'refuse', reason: 'forbidden' });
  });

  it('closes the sockets of a user whose rights ended, and no others', async () => {
    const { house, port } = await start();
    house.sessions.set('other', user({ id: 2 }));
    const gone = browse(port);
    const stays = browse(port, { cookie: 'other' });
    for (const browser of [gone, stays]) {
      browser.subscribe();
      await snapshot(browser);
    }
    house.revoked.tell(1);
    expect(await gone.next()).toEqual({ type: 'refuse', reason: 'signedOut' });
    expect(await gone.closed).toBe(4401);
    expect(stays.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('notices within a minute that a session ran out', async () => {
    const { house, port, move } = await start();
    const browser = browse(port);
    browser.subscribe();
    await snapshot(browser);
    house.sessions.clear();
    move(MINUTE);
    expect(await browser.next()).toEqual({ type: 'refuse', reason: 'signedOut' });
  });

  it.each([
    ['no JSON', 'hello'],
    ['an unknown period', '{"type":"subscribe","period":"ever","area":null}'],
    ['an unknown field', '{"type":"subscribe","period":"today","area":null,"x":1}'],
    ['an area that is markup', '{"type":"subscribe","period":"today","area":"<b>"}'],
    [
      'too much',
      JSON.stringify({ type: 'subscribe', period: 'today', area: null, x: 'x'.repeat(MAX_LIVE_MESSAGE) }),
    ],
  ])('refuses %s and leaves other browsers alone', async (_, text) => {
    const { port } = await start();
    const good = browse(port);
    good.subscribe();
    await snapshot(good);
    const bad = browse(port);
    bad.socket.on('open', () => bad.socket.send(text));
    expect(await bad.next()).toEqual({ type: 'refuse', reason: 'malformed' });
    expect(await bad.closed).toBe(4400);
    expect(good.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('tells browsers when the hub stops', async () => {
    const { port, live } = await start();
    const browser = browse(port);
    browser.subscribe();
    await snapshot(browser);
    await live.stop();
    expect(await browser.next()).toEqual({ type: 'refuse', reason: 'stopping' });
    expect(await browser.closed).toBe(1001);
  });
});

describe(`GET ${OVERVIEW_PATH}`, () => {
  it.each([
    ['the figures', '?period=today&area=2', 'good', 200],
    ['no figures without a session', '?period=today', 'none', 401],
    ['no figures of a foreign area', '?period=today&area=99', 'good', 403],
    ['no figures of an unknown period', '?period=ever', 'good', 400],
    ['no figures of an area that is no number', '?period=today&area=2%20or%201', 'good', 400],
  ])('gives %s', async (_, search, cookie, status) => {
    const { app, house, now } = await start();
    house.tallies.push(tally(2, house.clock.slotStart(now()), { n4: 3 }));
    const reply = await app.inject({ url: `${OVERVIEW_PATH}${search}`, headers: { cookie } });
    expect(reply.statusCode).toBe(status);
    if (status !== 200) return;
    const view = overviewReply.text(reply.body);
    expect(view.ok && view.value.totals.satisfaction.count).toBe(3);
  });
});
