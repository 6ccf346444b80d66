import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  AreasSchema,
  AuditSchema,
  EnrolmentCodeReplySchema,
  MeSchema,
  OpenEnrolmentCodesSchema,
  ReasonsSchema,
  SignInLinkSchema,
  SiteSchema,
  TerminalsSchema,
  UserSchema,
  UsersSchema,
} from '../../shared/api.ts';
import { AreaSchema } from '../../shared/area.ts';
import { MUSEUM_HOURS, OpeningHoursSchema } from '../../shared/opening-hours.ts';
import { newSigner } from '../../shared/server/keys.ts';
import { EnrolReplySchema } from '../../shared/wire.ts';
import { loadOffice } from '../store/office-store.ts';
import { answerOf, openTestHouse, refusalOf, type TestHouse } from './test-house.ts';

let house: TestHouse;
let cookie: string;
beforeAll(async () => {
  house = await openTestHouse();
});
beforeEach(async () => {
  cookie = await house.signIn(['administrator']);
});
afterAll(() => house.close());

const get = (url: string) => house.send('GET', url, { cookie });
const name = { 'zh-Hant': '<b>臨時展廳</b>', 'zh-Hans': '临时展厅', en: '<script>alert(1)</script>' };
const toilet = async (): Promise<number> =>
  answerOf(AreasSchema, await get('/api/areas')).find(({ kind }) => kind === 'restroom')?.id ?? 0;
const audit = async () => answerOf(AuditSchema, await get('/api/audit'));
async function enrolled(number?: number) {
  const area = await toilet();
  const body = { area, ...(number === undefined ? {} : { number }) };
  const { code } = answerOf(
    EnrolmentCodeReplySchema,
    await house.send('POST', '/api/enrolment-codes', { cookie, body }),
  );
  const publicKey = newSigner().publicKey;
  const reply = await house.send('POST', '/api/enrol', {
    body: { code, publicKey },
    headers: { origin: 'http://127.0.0.1:8080' },
  });
  return { code, publicKey, ...answerOf(EnrolReplySchema, reply) };
}

describe('settings over the API', () => {
  it('are durable, shown, audited with before and after, and become facts', async () => {
    const before = answerOf(SiteSchema, await get('/api/site'));
    const body = { ...before, minimum: 40 };
    expect(answerOf(SiteSchema, await house.send('PUT', '/api/site', { cookie, body }))).toEqual(body);
    expect((await loadOffice(house.database))?.site.minimum).toBe(40);
    const [entry] = await audit();
    expect(entry).toMatchObject({ what: 'site.changed', before: { minimum: 30 }, after: { minimum: 40 } });
    await house.house.audit.settled();
    expect(house.facts.at(-1)).toEqual({ setting: 'site', subject: '', audit: entry?.id });
  });

  it('leave no trace when nothing differs', async () => {
    const body = answerOf(OpeningHoursSchema, await get('/api/opening-hours'));
    const before = (await audit()).length;
    await house.send('PUT', '/api/opening-hours', { cookie, body });
    expect(await audit()).toHaveLength(before);
  });

  it('round-trip opening hours and refuse wrong ones with the field', async () => {
    const reply = await house.send('PUT', '/api/opening-hours', { cookie, body: MUSEUM_HOURS });
    expect(answerOf(OpeningHoursSchema, reply)).toEqual(MUSEUM_HOURS);
    const week = [...MUSEUM_HOURS.week.slice(0, 6), { opens: 900, closes: 100 }];
    const wrong = await house.send('PUT', '/api/opening-hours', { cookie, body: { week, exceptions: [] } });
    expect(refusalOf(wrong)).toMatchObject({ reason: 'invalid', path: '/week/6' });
  });

  it('refuse an unknown time zone with the field', async () => {
    const body = { ...answerOf(SiteSchema, await get('/api/site')), timeZone: 'Mars/Olympus' };
    const reply = await house.send('PUT', '/api/site', { cookie, body });
    expect(refusalOf(reply)).toMatchObject({ reason: 'invalid', path: '/timeZone' });
  });

  it('keep every reason that was ever saved', async () => {
    const reasons = answerOf(ReasonsSchema, await get('/api/reasons'));
    const reply = await house.send('PUT', '/api/reasons', { cookie, body: reasons.slice(1) });
    expect(refusalOf(reply).reason).toBe('conflict');
    const tenth = { ...reasons[0], id: 'tenth' };
    const tooMany = await house.send('PUT', '/api/reasons', { cookie, body: [...reasons, tenth] });
    expect(refusalOf(tooMany)).toMatchObject({ reason: 'invalid', path: '' });
  });

  it('keep HTML in names as text', async () => {
    const reply = await house.send('POST', '/api/areas', { cookie, body: { parent: 1, kind: 'hall', name } });
    const area = answerOf(AreaSchema, reply);
    expect(area.name).toEqual(name);
    expect(reply.headers['content-type']).toContain('application/json');
    expect(answerOf(AreasSchema, await get('/api/areas')).find(({ id }) => id === area.id)?.name).toEqual(
      name,
    );
  });
});

describe('areas of a user', () => {
  it('bound what he sees and may change; the way up to the site is shown', async () => {
    const own = await house.signIn(['administrator'], [3]);
    const areas = answerOf(AreasSchema, await house.send('GET', '/api/areas', { cookie: own }));
    const [, , , hall] = areas;
    expect(areas.slice(0, 3).map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(areas.some(({ id }) => id === 8)).toBe(false);
    const elsewhere = await house.send('PATCH', '/api/areas/8', { cookie: own, body: { order: 3 } });
    expect(refusalOf(elsewhere)).toMatchObject({ reason: 'forbidden' });
    const moved = await house.send('PATCH', `/api/areas/${hall?.id}`, { cookie: own, body: { parent: 8 } });
    expect(refusalOf(moved)).toMatchObject({ reason: 'forbidden', path: '/parent' });
    const code = await house.send('POST', '/api/enrolment-codes', { cookie: own, body: { area: 8 } });
    expect(refusalOf(code)).toMatchObject({ reason: 'forbidden', path: '/area' });
  });
});

describe('enrolment', () => {
  it('[E1] gives a terminal its name, the hub key and its policy, once', async () => {
    const { code, terminal, policy } = await enrolled(31);
    expect(policy).toMatchObject({ number: 31, version: 1, tryOut: true });
    const again = await house.send('POST', '/api/enrol', {
      body: { code, publicKey: newSigner().publicKey },
    });
    expect(refusalOf(again)).toMatchObject({ reason: 'wrongCredentials', path: '/code' });
    const listed = answerOf(TerminalsSchema, await get('/api/terminals')).find(({ id }) => id === terminal);
    expect(listed?.health).toMatchObject({ state: 'waiting', trouble: 'neverSeen' });
  });

  it('[E1] lets a terminal that never got the answer come again with the next code', async () => {
    const { publicKey, terminal } = await enrolled();
    const area = await toilet();
    const made = await house.send('POST', '/api/enrolment-codes', { cookie, body: { area } });
    const { code } = answerOf(EnrolmentCodeReplySchema, made);
    const reply = await house.send('POST', '/api/enrol', { body: { code, publicKey } });
    expect(answerOf(EnrolReplySchema, reply).terminal).toBe(terminal);
  });

  it('[E1] a code is dead after ten minutes', async () => {
    const made = await house.send('POST', '/api/enrolment-codes', { cookie, body: { area: await toilet() } });
    const { code } = answerOf(EnrolmentCodeReplySchema, made);
    house.now += 10 * 60_000;
    const reply = await house.send('POST', '/api/enrol', {
      body: { code, publicKey: newSigner().publicKey },
    });
    expect(refusalOf(reply).reason).toBe('wrongCredentials');
  });

  it('[E1] every open code is dead after five wrong tries from anywhere', async () => {
    const made = await house.send('POST', '/api/enrolment-codes', { cookie, body: { area: await toilet() } });
    const { code } = answerOf(EnrolmentCodeReplySchema, made);
    const { publicKey } = newSigner();
    for (let left = 5; left > 0; left--) {
      const open = answerOf(OpenEnrolmentCodesSchema, await get('/api/enrolment-codes'));
      expect(open.at(-1)?.triesLeft).toBe(left);
      await house.send('POST', '/api/enrol', { body: { code: '00000000', publicKey } });
    }
    expect(answerOf(OpenEnrolmentCodesSchema, await get('/api/enrolment-codes'))).toEqual([]);
    const reply = await house.send('POST', '/api/enrol', { body: { code, publicKey } });
    expect(refusalOf(reply).reason).toBe('wrongCredentials');
  });

  it('[E1] a code that was revoked is dead', async () => {
    const made = await house.send('POST', '/api/enrolment-codes', { cookie, body: { area: await toilet() } });
    const { code, id } = answerOf(EnrolmentCodeReplySchema, made);
    expect((await house.send('DELETE', `/api/enrolment-codes/${id}`, { cookie })).statusCode).toBe(200);
    const reply = await house.send('POST', '/api/enrol', {
      body: { code, publicKey: newSigner().publicKey },
    });
    expect(refusalOf(reply).reason).toBe('wrongCredentials');
  });

  it('never stores the code itself', async () => {
    const { code } = await enrolled();
    const rows = await house.database.all('SELECT * FROM enrolment_code');
    expect(JSON.stringify(rows)).not.toContain(code);
  });
});

describe('terminals', () => {
  it('move, change number, rest, and retire for good', async () => {
    const { terminal } = await enrolled();
    const url = `/api/terminals/${terminal}`;
    const patch = (body: object) => house.send('PATCH', url, { cookie, body });
    const moved = JSON.parse((await patch({ area: 1, number: 900, inService: false })).body);
    expect(moved).toMatchObject({ area: 1, number: 900, inService: false, policyVersion: 2 });
    expect(JSON.parse((await patch({ retired: true })).body).retiredAt).toBe(house.now);
    expect(house.done).toContain(`drop ${terminal} retired`);
    expect(refusalOf(await patch({ number: 901 })).reason).toBe('conflict');
    expect(house.house.office.policy(terminal)).toBeUndefined();
  });

  it('refuse a number that another has', async () => {
    const first = await enrolled(411);
    const second = await enrolled(412);
    const url = `/api/terminals/${second.terminal}`;
    const reply = await house.send('PATCH', url, { cookie, body: { number: first.policy.number } });
    expect(refusalOf(reply)).toMatchObject({ reason: 'conflict', path: '/number' });
  });

  it('take commands only while connected', async () => {
    const { terminal } = await enrolled();
    const url = `/api/terminals/${terminal}/command`;
    const send = () => house.send('POST', url, { cookie, body: { command: 'identify' } });
    expect(refusalOf(await send()).reason).toBe('unavailable');
    const link = { connected: true, since: 1, lastSeenAt: 1, telemetry: undefined, clockOffsetMs: undefined };
    house.links.set(terminal, { ...link, refusals: 0, flags: [] });
    expect((await send()).statusCode).toBe(200);
    expect(house.done.at(-1)).toBe(`identify ${terminal}`);
  });
});

describe('users', () => {
  const add = (login: string, roles = ['client']) =>
    house.send('POST', '/api/users', {
      cookie,
      body: { login, name: '甲方 <i>Client</i>', roles, areas: [1] },
    });

  it('come in by a one-time link, once, and choose a password', async () => {
    const user = answerOf(UserSchema, await add('client-2'));
    const made = await house.send('POST', `/api/users/${user.id}/sign-in-link`, { cookie });
    const { url } = answerOf(SignInLinkSchema, made);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:8080\/sign-in#token=[A-Za-z0-9_-]{43}$/);
    const token = url.split('=')[1];
    const redeemed = await house.send('POST', '/api/session/redeem', { body: { token } });
    expect(answerOf(MeSchema, redeemed)).toMatchObject({
      login: 'client-2',
      rights: ['see', 'audit'],
      hasPassword: false,
    });
    const set = String(redeemed.headers['set-cookie']);
    expect(set).toMatch(/^chime=[A-Za-z0-9_-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(refusalOf(await house.send('POST', '/api/session/redeem', { body: { token } })).reason).toBe(
      'expired',
    );

    const own = set.split(';')[0] ?? '';
    const password = 'a long enough password';
    await house.send('PATCH', '/api/me', { cookie: own, body: { password } });
    const signedIn = await house.send('POST', '/api/session', { body: { login: 'client-2', password } });
    expect(answerOf(MeSchema, signedIn).hasPassword).toBe(true);
    expect((await house.send('GET', '/api/me', { cookie: own })).statusCode).toBe(200);
    const change = await house.send('PATCH', '/api/me', {
      cookie: own,
      body: { password: 'another password' },
    });
    expect(refusalOf(change)).toMatchObject({ reason: 'wrongCredentials', path: '/currentPassword' });
    const rows = JSON.stringify(
      await house.database.all('SELECT * FROM account UNION ALL SELECT * FROM account'),
    );
    expect(rows).not.toContain(password);
    expect(JSON.stringify(await house.database.all('SELECT * FROM sign_in_link'))).not.toContain(token);
    expect(JSON.stringify(await house.database.all('SELECT * FROM account_session'))).not.toContain(
      own.slice(6),
    );
  });

  it('lose their sessions when deactivated or when their roles change', async () => {
    const mine = await house.signIn(['client']);
    const { id } = answerOf(MeSchema, await house.send('GET', '/api/me', { cookie: mine }));
    const revoked: number[] = [];
    const stop = house.house.access.onRevoked((user) => revoked.push(user));
    await house.send('PATCH', `/api/users/${id}`, { cookie, body: { roles: ['quality'] } });
    stop();
    expect(revoked).toEqual([id]);
    expect((await house.send('GET', '/api/me', { cookie: mine })).statusCode).toBe(401);
  });

  it('cannot come in when deactivated, not even with a link made before', async () => {
    const user = answerOf(UserSchema, await add('client-3'));
    const made = await house.send('POST', `/api/users/${user.id}/sign-in-link`, { cookie });
    const token = answerOf(SignInLinkSchema, made).url.split('=')[1];
    await house.send('PATCH', `/api/users/${user.id}`, { cookie, body: { active: false } });
    expect(refusalOf(await house.send('POST', '/api/session/redeem', { body: { token } })).reason).toBe(
      'expired',
    );
  });

  it('keep a last administrator of the whole site', async () => {
    const admins = answerOf(UsersSchema, await get('/api/users')).filter(
      ({ roles, active, areas }) => roles.includes('administrator') && active && areas.includes(1),
    );
    const me = answerOf(MeSchema, await get('/api/me'));
    for (const { id } of admins) {
      if (id === me.id) continue;
      await house.send('PATCH', `/api/users/${id}`, { cookie, body: { active: false } });
    }
    for (const body of [{ active: false }, { roles: ['client'] }, { areas: [2] }]) {
      const reply = await house.send('PATCH', `/api/users/${me.id}`, { cookie, body });
      expect(refusalOf(reply)).toMatchObject({ reason: 'conflict', path: `/${Object.keys(body)[0]}` });
    }
  });

  it('cannot share a login', async () => {
    expect((await add('twice')).statusCode).toBe(200);
    expect(refusalOf(await add('twice'))).toMatchObject({ reason: 'conflict', path: '/login' });
  });

  it('are gone from the session after signing out', async () => {
    const mine = await house.signIn(['client']);
    const out = await house.send('DELETE', '/api/session', { cookie: mine });
    expect(String(out.headers['set-cookie'])).toContain('Max-Age=0');
    expect((await house.send('GET', '/api/me', { cookie: mine })).statusCode).toBe(401);
  });

  it('are signed out after twelve idle hours, and after thirty days in any case', async () => {
    const mine = await house.signIn(['client']);
    house.now += 12 * 3_600_000 - 1;
    expect((await house.send('GET', '/api/me', { cookie: mine })).statusCode).toBe(200);
    house.now += 12 * 3_600_000;
    expect((await house.send('GET', '/api/me', { cookie: mine })).statusCode).toBe(401);
    const long = await house.signIn(['client']);
    for (let hours = 0; hours < 30 * 24; hours += 10) {
      expect((await house.send('GET', '/api/me', { cookie: long })).statusCode).toBe(200);
      house.now += 10 * 3_600_000;
    }
    expect((await house.send('GET', '/api/me', { cookie: long })).statusCode).toBe(401);
  });
});
