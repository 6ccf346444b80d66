// Between the pages and the hub's HTTP API: one request, its answer decoded, every refusal a value.
import { type Static, type TSchema, Type } from 'typebox';
import { type ApiError, ApiErrorSchema } from '../../../shared/api.ts';
import { decoder } from '../../../shared/decode.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';

/** What the hub refused, or `offline` (no answer) and `unreadable` (an answer that is not the contract's). */
export interface Refused {
  readonly reason: ApiError['reason'] | 'offline' | 'unreadable';
  /** JSON pointer of the field, '' for the whole. */
  readonly path: string;
  readonly message: string;
}
export type Answer<T> = Promise<Result<T, Refused>>;
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** For answers whose body does not matter: the list is asked for again. */
export const AnythingSchema = Type.Unknown();

export interface Api {
  send<S extends TSchema>(method: Method, path: string, answer: S, body?: unknown): Answer<Static<S>>;
}

const errors = decoder(ApiErrorSchema);

/** `signedOut` is called when a request is refused because the session ended. */
export function httpApi(fetcher: typeof fetch, signedOut: () => void): Api {
  return {
    async send(method, path, answer, body) {
      let response: Response;
      let text: string;
      try {
        response = await fetcher(path, {
          method,
          credentials: 'same-origin',
          headers: {
            accept: 'application/json',
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        text = await response.text();
      } catch {
        return fail({ reason: 'offline', path: '', message: '' });
      }
      if (!response.ok) {
        const refused = errors.text(text);
        if (!refused.ok) return fail({ reason: 'unreadable', path: '', message: `HTTP ${response.status}` });
        if (refused.value.reason === 'signedOut') signedOut();
        return fail(refused.value);
      }
      const decoded =
        text === '' ? decoder(answer).value(null) : decoder(answer, { maxLength: 20_000_000 }).text(text);
      if (decoded.ok) return ok(decoded.value);
      return fail({
        reason: 'unreadable',
        path: '',
        message: `${decoded.error.path} ${decoded.error.message}`,
      });
    },
  };
}
