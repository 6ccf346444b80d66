// Who is signed in: the session's part of the hub's API.
import type { Static } from 'typebox';
import { type Me, MeSchema, type MyChangesSchema, SessionSchema } from '../../../shared/api.ts';
import { type Answer, AnythingSchema, type Api } from './http.ts';

export type MyChanges = Static<typeof MyChangesSchema>;

/** Null: nobody is signed in here. */
export const readSession = (api: Api): Answer<{ me: Me | null }> =>
  api.send('GET', '/api/session', SessionSchema);
export const signIn = (api: Api, login: string, password: string): Answer<Me> =>
  api.send('POST', '/api/session', MeSchema, { login, password });
/** Trades the token of a one-time link, which stood in the fragment, for a session. */
export const redeem = (api: Api, token: string): Answer<Me> =>
  api.send('POST', '/api/session/redeem', MeSchema, { token });
export const signOut = (api: Api): Answer<unknown> => api.send('DELETE', '/api/session', AnythingSchema);
export const changeMe = (api: Api, changes: MyChanges): Answer<unknown> =>
  api.send('PATCH', '/api/me', AnythingSchema, changes);
