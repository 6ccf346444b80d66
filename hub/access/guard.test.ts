import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Right, ROLE_RIGHTS, ROLES, type Role } from '../../shared/role.ts';
import { openTestHouse, refusalOf, type TestHouse } from '../api/test-house.ts';
import { ROUTE_RULES } from './route-rights.ts';

let house: TestHouse;
const cookies = new Map<Role, string>();

beforeAll(async () => {
  house = await openTestHouse();
  for (const role of ROLES) cookies.set(role, await house.signIn([role]));
});
afterAll(() => house.close());

const TERMINAL = 'aaaaaaaaaaaaaaaa';
/** Routes of this API: the sockets and the overview are registered, and tested, by the live figures. */
const ELSEWHERE = new Set(['GET /uplink', 'GET /live', 'GET /api/overview']);
const routes = Object.entries(ROUTE_RULES)
  .filter(([key]) => !ELSEWHERE.has(key))
  .map(([key, rule]) => {
    const [method = '', path = ''] = key.split(' ');
    const id = path.includes('terminals') ? TERMINAL : '1';
    return { key, rule, method, url: path.replace(':id', id).replace('*', 'admin/areas') };
  });
const guarded = routes.filter(({ rule }) => rule.need !== 'anyone');
const writing = routes.filter(({ method }) => method !== 'GET');
const isRight = (need: string): need is Right => need !== 'anyone' && need !== 'signedIn';

describe('every route of the table', () => {
  it('stands in the app', () => {
    for (const [key] of Object.entries(ROUTE_RULES)) {
      if (ELSEWHERE.has(key)) continue;
      const [method, url] = key.split(' ');
      const known = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
      const verb = known.find((each) => each === method);
      expect(verb && url && house.app.hasRoute({ method: verb, url }), key).toBe(true);
    }
  });

  it('cannot be left out of the table', async () => {
    const { newApp } = await import('../api/app.ts');
    const { guard } = await import('./guard.ts');
    const { newLog } = await import('../../shared/server/log.ts');
    const app = await newApp({ log: newLog('test', 'silent'), tls: null });
    guard(app, {
      access: house.house.access,
      directory: house.house.office,
      names: () => {
        throw new Error('not asked');
      },
    });
    expect(() => app.get('/api/forgotten', () => 'open')).toThrow('not in the table of rights');
    await app.close();
  });

  it.each(guarded)('$key refuses who is signed out', async ({ method, url }) => {
    const reply = await house.send(method, url, method === 'GET' ? {} : { body: {} });
    expect(reply.statusCode).toBe(401);
    expect(refusalOf(reply).reason).toBe('signedOut');
  });

  it.each(guarded)('$key refuses a cookie that was made up', async ({ method, url }) => {
    const reply = await house.send(method, url, { cookie: `chime=${'A'.repeat(43)}` });
    expect(refusalOf(reply).reason).toBe('signedOut');
  });

  it.each(guarded)('$key refuses every role without its right', async ({ method, url, rule }) => {
    const { need } = rule;
    if (!isRight(need)) return;
    const without = ROLES.filter((role) => !ROLE_RIGHTS[role].includes(need));
    expect(without.length).toBeGreaterThan(0);
    for (const role of without) {
      const reply = await house.send(method, url, { cookie: cookies.get(role) });
      expect(reply.statusCode, role).toBe(403);
      expect(refusalOf(reply).reason).toBe('forbidden');
    }
  });

  it.each(routes.filter(({ rule }) => rule.wholeSite))(
    '$key refuses an administrator of a part',
    async ({ method, url }) => {
      const cookie = await house.signIn(['administrator'], [2]);
      const reply = await house.send(method, url, { cookie });
      expect(refusalOf(reply)).toMatchObject({
        reason: 'forbidden',
        message: 'this concerns the whole site',
      });
    },
  );

  it.each(writing)("$key refuses another site's page", async ({ method, url }) => {
    const cookie = cookies.get('administrator');
    for (const origin of ['https://evil.example', 'http://127.0.0.1:8081', 'null']) {
      const reply = await house.send(method, url, { cookie, headers: { origin } });
      expect(reply.statusCode, origin).toBe(403);
    }
  });

  it.each(writing.filter(({ rule }) => !rule.machine))(
    '$key refuses a request without an Origin',
    async ({ method, url }) => {
      const cookie = cookies.get('administrator') ?? '';
      const verb =
        method === 'PUT' ? 'PUT' : method === 'PATCH' ? 'PATCH' : method === 'DELETE' ? 'DELETE' : 'POST';
      const reply = await house.app.inject({
        method: verb,
        url,
        headers: { host: '127.0.0.1:8080', cookie },
      });
      expect(reply.statusCode).toBe(403);
    },
  );

  it.each(routes.filter(({ rule }) => !rule.machine))(
    '$key does not answer to a foreign name bound to this address',
    async ({ method, url }) => {
      const headers = { host: 'rebound.example:8080' };
      const reply = await house.send(method, url, { cookie: cookies.get('administrator'), headers });
      expect(reply.statusCode).toBe(403);
    },
  );
});
