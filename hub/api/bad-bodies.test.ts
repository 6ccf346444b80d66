import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MUSEUM_HOURS } from '../../shared/opening-hours.ts';
import { STANDARD_REASONS } from '../../shared/reason.ts';
import { newSigner } from '../../shared/server/keys.ts';
import { ROUTE_RULES } from '../access/route-rights.ts';
import { openTestHouse, refusalOf, type TestHouse } from './test-house.ts';

let house: TestHouse;
let cookie: string;
beforeAll(async () => {
  house = await openTestHouse();
  cookie = await house.signIn(['administrator']);
});
afterAll(() => house.close());

const name = { 'zh-Hant': '新', 'zh-Hans': '新', en: 'New' };
const terminal = 'a'.repeat(16);
/** A sound body for every route that takes one. */
const BODIES: Record<string, Record<string, unknown>> = {
  'POST /api/enrol': { code: '7K3QM9TD', publicKey: newSigner().publicKey },
  'POST /api/session': { login: 'somebody', password: 'a long enough password' },
  'POST /api/session/redeem': { token: 'A'.repeat(43) },
  'PATCH /api/me': { language: 'en', password: 'a long enough password' },
  'PUT /api/site': {
    name,
    timeZone: 'Asia/Shanghai',
    language: 'en',
    target: 0.98,
    minimum: 30,
    desk: { where: name, way: null },
    publicUrl: 'https://museum.example',
  },
  'PUT /api/opening-hours': { ...MUSEUM_HOURS },
  'POST /api/areas': { parent: 1, kind: 'hall', name, order: 3 },
  'PATCH /api/areas/:id': { parent: 1, kind: 'hall', name, order: 3, retired: false },
  'PATCH /api/terminals/:id': {
    number: 3,
    label: 'INV 7',
    area: 2,
    inService: true,
    pixelsPerMm: 3,
    sound: true,
  },
  'POST /api/terminals/:id/command': { command: 'identify' },
  'POST /api/enrolment-codes': { area: 2, number: 7, label: 'INV 7' },
  'POST /api/users': { login: 'new-user', name: 'Post', roles: ['client'], areas: [1], language: 'en' },
  'PATCH /api/users/:id': { name: 'Post', roles: ['client'], areas: [1], language: 'en', active: true },
};
const routes = Object.entries(BODIES).map(([key, body]) => {
  const [method = '', path = ''] = key.split(' ');
  return { key, method, url: path.replace(':id', path.includes('terminals') ? terminal : '2'), body };
});
// A request of its own address each: the limits per address are tested elsewhere.
let address = 0;
const send = (method: string, url: string, body: unknown) => {
  address += 1;
  const remoteAddress = `127.1.${Math.floor(address / 250)}.${(address % 250) + 1}`;
  return house.send(method, url, { cookie, body, remoteAddress });
};
const state = () => JSON.stringify([house.house.office.state(), house.house.accounts.all()]);

describe('every route with a body', () => {
  it('stands in this table', () => {
    const bodyless = [/^GET/, /^DELETE/, /sign-in-link$/, /\/records\//, /^PUT \/api\/reasons$/];
    const expected = Object.keys(ROUTE_RULES).filter((key) => !bodyless.some((each) => each.test(key)));
    expect(Object.keys(BODIES).toSorted()).toEqual(expected.toSorted());
  });

  it.each(routes)('$key refuses what is no object', async ({ method, url }) => {
    const before = state();
    for (const body of ['{', '', 'null', '[]', '"text"', '7', '{"__proto__":{"a":1}}']) {
      const reply = await send(method, url, body);
      expect(reply.statusCode, body).toBe(400);
      expect(refusalOf(reply).reason).toBe('invalid');
    }
    expect(state()).toBe(before);
  });

  it.each(routes)('$key refuses unknown fields', async ({ method, url, body }) => {
    const reply = await send(method, url, { ...body, isAdministrator: true });
    expect(reply.statusCode).toBe(400);
    expect(refusalOf(reply).reason).toBe('invalid');
  });

  it.each(routes)(
    '$key names the field that has the wrong type or is far too long',
    async ({ method, url, body }) => {
      const before = state();
      for (const key of Object.keys(body)) {
        for (const wrong of [{}, [[]], -1, 1e300, 'x'.repeat(10_000), '\u0000']) {
          const reply = await send(method, url, { ...body, [key]: wrong });
          if (key === 'password' && method === 'POST' && wrong === '\u0000') continue;
          expect(reply.statusCode, `${key} ${JSON.stringify(wrong).slice(0, 20)}`).toBe(400);
          expect(refusalOf(reply).path).toMatch(new RegExp(`^/${key}(/|$)`));
        }
      }
      expect(state()).toBe(before);
    },
  );

  it.each(routes)('$key refuses a body over 256 kB', async ({ method, url }) => {
    const reply = await send(method, url, { name: 'x'.repeat(260 * 1024) });
    expect(reply.statusCode).toBe(413);
    expect(refusalOf(reply).reason).toBe('tooLarge');
  });

  it('PUT /api/reasons names the field within the list', async () => {
    const [first, ...rest] = STANDARD_REASONS;
    for (const [key, wrong] of Object.entries({
      id: 'Ä',
      icon: 'skull',
      routesTo: 'police',
      order: -1,
      name: {},
    })) {
      const reply = await send('PUT', '/api/reasons', [{ ...first, [key]: wrong }, ...rest]);
      expect(refusalOf(reply).path, key).toMatch(new RegExp(`^/0/${key}`));
    }
  });
});

describe('paths and queries', () => {
  it.each([
    ['PATCH', '/api/areas/0'],
    ['PATCH', '/api/areas/abc'],
    ['PATCH', '/api/areas/1.5'],
    ['PATCH', '/api/users/99999999999'],
    ['PATCH', "/api/terminals/a'--"],
    ['DELETE', '/api/enrolment-codes/x'],
    ['GET', '/api/audit?limit=0'],
    ['GET', '/api/audit?limit=501'],
    ['GET', '/api/audit?before=yes'],
    ['GET', '/api/quarantine?unknown=1'],
  ])('%s %s is refused', async (method, url) => {
    const reply = await send(method, url, method === 'PATCH' ? {} : undefined);
    expect(reply.statusCode).toBe(400);
    expect(refusalOf(reply).reason).toBe('invalid');
  });

  it('an unknown area, terminal or user is not found', async () => {
    for (const url of ['/api/areas/999', `/api/terminals/${'z'.repeat(16)}`, '/api/users/999']) {
      expect(refusalOf(await send('PATCH', url, {})).reason).toBe('notFound');
    }
  });

  it('an unknown route is not found, in the shape of every refusal', async () => {
    expect(refusalOf(await send('GET', '/api/nothing', undefined)).reason).toBe('notFound');
    expect(refusalOf(await send('POST', '/nothing', {})).reason).toBe('notFound');
    expect(refusalOf(await send('GET', '/api', undefined)).reason).toBe('notFound');
  });
});

describe('pages', () => {
  const page = (url: string) => house.send('GET', url, {});
  it.each(['/', '/sign-in', '/admin/areas', '/index.html'])(
    '%s is the page, never kept by browsers',
    async (url) => {
      const reply = await page(url);
      expect(reply.statusCode).toBe(200);
      expect(reply.headers['content-type']).toContain('text/html');
      expect(reply.headers['cache-control']).toBe('no-store');
    },
  );

  it('files with a hash in their name are kept for long', async () => {
    const reply = await page('/assets/main-1a2b3c.js');
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['cache-control']).toContain('immutable');
    expect((await page('/icon.svg')).headers['content-type']).toContain('image/svg+xml');
  });

  it.each([
    '/assets/none.js',
    '/none.js',
    '/assets/../hub.sqlite',
    '/..%2fhub.sqlite',
    '/assets/%2e%2e/%2e%2e/hub.sqlite',
    '/%00.js',
    '/%ff',
  ])('%s is refused', async (url) => {
    const reply = await page(url);
    expect([400, 403, 404]).toContain(reply.statusCode);
    expect(reply.body).not.toContain('SQLite');
  });

  it('carry a strict policy: nothing from elsewhere, no inline script or style', async () => {
    const policy = String((await page('/')).headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  });

  it('describe the API from the same schemas', async () => {
    const reply = await page('/api/openapi.json');
    const { paths } = JSON.parse(reply.body);
    for (const key of Object.keys(ROUTE_RULES)) {
      const [method = '', path = ''] = key.split(' ');
      if (!path.startsWith('/api/') || path === '/api/openapi.json' || path === '/api/overview') continue;
      expect(paths[path.replace(':id', '{id}')]?.[method.toLowerCase()], key).toBeDefined();
    }
    const docs = await page('/api/docs/');
    expect(docs.statusCode).toBe(200);
    expect(String(docs.headers['content-security-policy'])).toContain("script-src 'self';");
  });
});

describe('limits', () => {
  const wrong = { login: 'administrator', password: 'not the password' };
  it('five wrong passwords shut a login for ten minutes, from whatever address', async () => {
    for (let tries = 0; tries < 5; tries++) {
      expect(refusalOf(await send('POST', '/api/session', wrong)).reason).toBe('wrongCredentials');
    }
    expect(refusalOf(await send('POST', '/api/session', wrong)).reason).toBe('tooMany');
    house.now += 10 * 60_000;
    expect(refusalOf(await send('POST', '/api/session', wrong)).reason).toBe('wrongCredentials');
  });

  it.each(['/api/session', '/api/session/redeem', '/api/enrol'])('%s is limited by address', async (url) => {
    const options = { body: {}, remoteAddress: `127.2.0.${url.length}` };
    const seen = new Set<number>();
    for (let tries = 0; tries < 31; tries++) {
      const reply = await house.send('POST', url, options);
      seen.add(reply.statusCode);
      if (reply.statusCode === 429) expect(refusalOf(reply).reason).toBe('tooMany');
    }
    expect(seen).toEqual(new Set([400, 429]));
  });
});
