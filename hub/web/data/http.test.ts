import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { httpApi } from './http.ts';

const answering = (status: number, body: string) => {
  let lost = 0;
  const asked: RequestInit[] = [];
  const api = httpApi(
    async (_url, init) => {
      if (init) asked.push(init);
      return new Response(body, { status });
    },
    () => {
      lost++;
    },
  );
  return { api, asked, lost: () => lost };
};
const Answer = Type.Object({ n: Type.Integer() });

describe('a request to the hub', () => {
  it('gives the decoded answer', async () => {
    expect(await answering(200, '{"n":3}').api.send('GET', '/x', Answer)).toEqual({
      ok: true,
      value: { n: 3 },
    });
  });

  it("never gives an answer that is not the contract's", async () => {
    expect(await answering(200, '{"n":"3"}').api.send('GET', '/x', Answer)).toMatchObject({
      ok: false,
      error: { reason: 'unreadable' },
    });
    expect(await answering(500, '<html>').api.send('GET', '/x', Answer)).toMatchObject({
      ok: false,
      error: { reason: 'unreadable' },
    });
  });

  it('hands a refusal with its field to the form', async () => {
    const { api, lost } = answering(409, '{"reason":"conflict","path":"/number","message":"taken"}');
    expect(await api.send('PATCH', '/x', Answer, { number: 1 })).toEqual({
      ok: false,
      error: { reason: 'conflict', path: '/number', message: 'taken' },
    });
    expect(lost()).toBe(0);
  });

  it('tells when the session ended', async () => {
    const { api, lost } = answering(401, '{"reason":"signedOut","path":"","message":"signed out"}');
    await api.send('GET', '/x', Answer);
    expect(lost()).toBe(1);
  });

  it('is offline when the network is', async () => {
    const api = httpApi(
      () => Promise.reject(new TypeError('failed')),
      () => undefined,
    );
    expect(await api.send('GET', '/x', Answer)).toMatchObject({ ok: false, error: { reason: 'offline' } });
  });

  it("names the body's type only when there is a body", async () => {
    const { api, asked } = answering(200, '{"n":1}');
    await api.send('POST', '/x', Answer);
    await api.send('POST', '/x', Answer, {});
    expect(asked.map((init) => new Headers(init.headers).get('content-type'))).toEqual([
      null,
      'application/json',
    ]);
  });
});
