// A signed-in person without a browser: one-time link, cookie, API.
import type { Static, TSchema } from 'typebox';
import { compiledDecoder } from '../../shared/server/compile.ts';

export interface Reply {
  readonly status: number;
  readonly text: string;
}

export interface Session {
  readonly hub: string;
  readonly cookie: string;
  send(method: string, path: string, body?: unknown): Promise<Reply>;
  /** The decoded answer. @throws when the hub refuses or answers something else than the schema */
  get<S extends TSchema>(path: string, schema: S): Promise<Static<S>>;
  post<S extends TSchema>(path: string, body: unknown, schema: S): Promise<Static<S>>;
}

/** One request as a browser page of that origin sends it. */
export async function request(
  hub: string,
  method: string,
  path: string,
  options: { readonly body?: unknown; readonly headers?: Record<string, string> } = {},
): Promise<Reply & { readonly cookie: string }> {
  const response = await fetch(new URL(path, hub), {
    method,
    headers: {
      origin: new URL(hub).origin,
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const [cookie = ''] = response.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
  return { status: response.status, text: await response.text(), cookie };
}

/** Redeems a one-time link, as its page does. @throws when the hub refuses the link */
export async function signIn(link: string): Promise<Session> {
  const hub = new URL(link).origin;
  const token = new URLSearchParams(new URL(link).hash.slice(1)).get('token') ?? '';
  const redeemed = await request(hub, 'POST', '/api/session/redeem', { body: { token } });
  if (redeemed.cookie === '') throw new Error(`the link was refused: ${redeemed.status} ${redeemed.text}`);
  return sessionOf(hub, redeemed.cookie);
}

export function sessionOf(hub: string, cookie: string): Session {
  const send = (method: string, path: string, body?: unknown): Promise<Reply> =>
    request(hub, method, path, { body, headers: { cookie } });
  const decoded = async <S extends TSchema>(
    method: string,
    path: string,
    body: unknown,
    schema: S,
  ): Promise<Static<S>> => {
    const { status, text } = await send(method, path, body);
    const value = compiledDecoder(schema, 10_000_000).text(text);
    if (status >= 300 || !value.ok) {
      const why = value.ok ? '' : ` ("${value.error.path}" ${value.error.message})`;
      throw new Error(`${method} ${path} answered ${status}${why}: ${text.slice(0, 300)}`);
    }
    return value.value;
  };
  return {
    hub,
    cookie,
    send,
    get: (path, schema) => decoded('GET', path, undefined, schema),
    post: (path, body, schema) => decoded('POST', path, body, schema),
  };
}
