// Bad input at the pages' doors: the glass, the live socket and every route, while a visitor taps on.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ApiError, ApiErrorSchema } from '../shared/api.ts';
import { AreaSchema } from '../shared/area.ts';
import { MAX_GLASS_MESSAGE } from '../shared/glass.ts';
import { MAX_LIVE_MESSAGE } from '../shared/live.ts';
import { compiledDecoder } from '../shared/server/compile.ts';
import { type House, type HouseTerminal, openHouse } from './house/house.ts';
import { readJournal } from './house/journal.ts';
import { attempt, raw } from './house/strangers.ts';
import { until } from './house/until.ts';
import { Visitor } from './house/visitor.ts';

const apiError = compiledDecoder(ApiErrorSchema);

let house: House;
let hall: HouseTerminal;
let visitor: Visitor;

beforeAll(async () => {
  house = await openHouse();
  hall = await house.addTerminal(house.areas.hall);
  visitor = new Visitor(hall.port);
}, 60_000);
afterAll(async () => {
  visitor?.leave();
  await house?.close();
});

afterEach(async () => {
  visitor.tap(4);
  await until('the good page records', () => visitor.unrecorded === 0);
  await until('every tap so far is stored, and no other', async () => {
    const { taps } = await readJournal(house.hubData);
    if (taps.some(({ id }) => !visitor.made.has(id))) throw new Error('a tap is stored that no visitor made');
    return taps.length === visitor.made.size;
  });
  expect(house.hub.running() && hall.program.running()).toBe(true);
});

const tap = {
  type: 'tap',
  code: '7K3QM9TD2FHW',
  level: 4,
  input: 'touch',
  language: 'en',
  ago: 0,
};

describe('the glass', () => {
  const glass = (): string => `ws://127.0.0.1:${hall.port}/glass`;
  const own = (): string => `http://127.0.0.1:${hall.port}`;

  it.each([
    ['no JSON', 'tap!', ''],
    ['a list', '[]', ''],
    ['an unknown intent', '{"type":"shutdown"}', ''],
    ['a level out of range', JSON.stringify({ ...tap, level: 5 }), '/level'],
    ['a level as text', JSON.stringify({ ...tap, level: '4' }), '/level'],
    ['a code that is none', JSON.stringify({ ...tap, code: '<b>' }), '/code'],
    ['a tap of tomorrow', JSON.stringify({ ...tap, ago: -86_400_000 }), '/ago'],
    ['a tap of last year', JSON.stringify({ ...tap, ago: 31_536_000_000 }), '/ago'],
    ['an unknown field', JSON.stringify({ ...tap, name: '<script>alert(1)</script>' }), ''],
  ])('[G5] refuses %s, names the field and stays open', async (_what, text, field) => {
    const isAnswer = (message: string): boolean => message.includes('"refused"');
    const { messages, closed } = await attempt(glass(), {
      origin: own(),
      send: [text],
      enough: (heard) => heard.some(isAnswer),
    });
    expect(closed).toBeUndefined();
    expect(messages.find(isAnswer)).toContain(`"path":"${field}`);
  });

  it('[G5] closes a socket that sends more than 4,096 characters, or bytes', async () => {
    const long = JSON.stringify({ ...tap, name: 'x'.repeat(10_000) });
    expect(long.length).toBeGreaterThan(MAX_GLASS_MESSAGE);
    expect((await attempt(glass(), { origin: own(), send: [long] })).closed).toBeGreaterThan(1000);
    const huge = 'x'.repeat(5_000_000);
    expect((await attempt(glass(), { origin: own(), send: [huge] })).closed).toBeGreaterThan(1000);
  });

  it.each([
    ['another site', { origin: 'https://elsewhere.example' }],
    ['no page at all', {}],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    [
      'a name rebound to this machine',
      { origin: 'http://elsewhere.example', headers: { host: 'elsewhere.example' } },
    ],
  ])('[G1] does not open to %s', async (_what, options) => {
    const { status, closed, messages } = await attempt(glass(), { ...options, send: [JSON.stringify(tap)] });
    expect(status !== 101 || closed !== undefined).toBe(true);
    expect(messages.filter((message) => message.includes('"recorded"'))).toEqual([]);
  });

  it('[G1] serves its page to its own address only', async () => {
    expect((await raw(hall.port, 'GET', '/')).status).toBe(200);
    expect((await raw(hall.port, 'GET', '/', { host: 'elsewhere.example' })).status).toBeGreaterThanOrEqual(
      400,
    );
  });

  it.each([
    '/../../../etc/passwd',
    '/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '/assets/../../main.js',
    '/%00',
  ])('gives nothing away at %s', async (path) => {
    const { status, text } = await raw(hall.port, 'GET', path);
    expect(text).not.toMatch(/root:|"dependencies"|#!\//);
    expect(status).not.toBe(500);
    const hub = await raw(house.hubPort, 'GET', path);
    expect(hub.text).not.toMatch(/root:|"dependencies"|#!\//);
    expect(hub.status).not.toBe(500);
  });
});

describe('the live socket', () => {
  const live = (): string => `ws://127.0.0.1:${house.hubPort}/live`;
  const headers = (): Record<string, string> => ({ cookie: house.session.cookie });

  it('opens to nobody who is not signed in', async () => {
    const { status, closed, messages } = await attempt(live(), { origin: house.url });
    expect(status !== 101 || closed !== undefined).toBe(true);
    for (const message of messages) expect(message).toContain('signedOut');
  });

  it("opens to no other site's page", async () => {
    const origin = 'https://elsewhere.example';
    const { status, closed, messages } = await attempt(live(), { origin, headers: headers() });
    expect(status !== 101 || closed !== undefined).toBe(true);
    expect(messages.filter((message) => message.includes('snapshot'))).toEqual([]);
  });

  it.each([
    ['no JSON', 'subscribe'],
    ['an unknown period', '{"type":"subscribe","period":"ever","area":null}'],
    ['an area that is none', '{"type":"subscribe","period":"today","area":"1 OR 1=1"}'],
    ['more than its limit', `{"type":"subscribe","period":"${'x'.repeat(MAX_LIVE_MESSAGE)}"}`],
    ['a huge message', 'x'.repeat(5_000_000)],
  ])('refuses %s and closes', async (_what, text) => {
    const { messages, closed } = await attempt(live(), {
      origin: house.url,
      headers: headers(),
      send: [text],
    });
    expect(closed).toBeDefined();
    expect(messages.filter((message) => message.includes('snapshot'))).toEqual([]);
  });
});

describe('routes', () => {
  const json = { 'content-type': 'application/json' };
  const signedIn = (): Record<string, string> => ({
    ...json,
    origin: house.url,
    cookie: house.session.cookie,
  });
  const refusal = (text: string): ApiError => {
    const decoded = apiError.text(text);
    if (!decoded.ok) throw new Error(`no clear refusal: ${text.slice(0, 200)}`);
    return decoded.value;
  };
  const area = (name: object): string =>
    JSON.stringify({
      parent: house.areas.hall,
      kind: 'other',
      name: { 'zh-Hant': '甲', 'zh-Hans': '甲', en: 'A', ...name },
    });

  it.each([
    ['no JSON', '{"parent":', 'invalid', ''],
    ['nothing', '', 'invalid', ''],
    ['a list', '[]', 'invalid', ''],
    ['a text of 10,000 characters', () => area({ en: 'x'.repeat(10_000) }), 'invalid', '/name/en'],
    ['an unknown field', () => area({ html: '<b>' }), 'invalid', '/name'],
    ['more than 256 kB', () => area({ en: 'x'.repeat(300_000) }), 'tooLarge', ''],
  ])('refuses %s with the field', async (_what, text, reason, path) => {
    const body = typeof text === 'string' ? text : text();
    const { status, text: answer } = await raw(house.hubPort, 'POST', '/api/areas', signedIn(), body);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(refusal(answer).reason).toBe(reason);
    expect(refusal(answer).path).toMatch(new RegExp(`^${path}`));
  });

  it('keeps HTML in a name as the text that it is', async () => {
    const en = '<img src=x onerror="alert(1)">';
    const { text } = await raw(house.hubPort, 'POST', '/api/areas', signedIn(), area({ en }));
    const made = compiledDecoder(AreaSchema).text(text);
    expect(made.ok && made.value.name.en).toBe(en);
  });

  it.each([
    ['from another site', { origin: 'https://elsewhere.example' }],
    ['without an Origin', {}],
    ['to another name', { host: 'elsewhere.example', origin: 'http://elsewhere.example' }],
  ])('changes nothing %s', async (_what, headers) => {
    const all = { ...json, cookie: house.session.cookie, ...headers };
    const { status, text } = await raw(house.hubPort, 'POST', '/api/areas', all, area({}));
    expect(status).toBe(403);
    expect(refusal(text).reason).toBe('forbidden');
  });

  it.each(['/api/nothing', '/api/areas/1/2/3', '/api/../api/nothing'])(
    'says that there is no %s',
    async (path) => {
      const { status, text } = await raw(house.hubPort, 'GET', path, signedIn());
      expect(status).toBe(404);
      expect(refusal(text).reason).toBe('notFound');
    },
  );

  it('refuses enrolment codes that nobody gave, the same way each time', async () => {
    const publicKey = 'A'.repeat(43);
    for (const code of ['00000000', 'ZZZZZZZZ']) {
      const body = JSON.stringify({ code, publicKey });
      const { status, text } = await raw(house.hubPort, 'POST', '/api/enrol', json, body);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(refusal(text).message).not.toBe('');
    }
  });

  it('keeps no socket where there is none', async () => {
    for (const port of [house.hubPort, hall.port]) {
      const { status, closed, messages } = await attempt(`ws://127.0.0.1:${port}/nowhere`);
      expect(status >= 400 || closed !== undefined).toBe(true);
      expect(messages).toEqual([]);
    }
  });
});
