// API: signing in and out, and what users may change about themselves.
import { MeSchema, MyChangesSchema, RedeemSchema, SessionSchema, SignInSchema } from '../../shared/api.ts';
import type { Cookies } from '../access/access.ts';
import { meView } from '../access/accounts.ts';
import type { Accounts, SignedIn } from '../access/accounts-office.ts';
import type { Guard } from '../access/guard.ts';
import type { Access } from '../contracts.ts';
import type { App } from './app.ts';
import { ApiFailure, orRefuse } from './failure.ts';
import { done, doneSchema } from './parts.ts';

/** Beside the limit per login: guesses from one address. */
export const SIGN_INS_PER_MINUTE = 20;
export const REDEEMS_PER_MINUTE = 30;

const perMinute = (max: number) => ({ rateLimit: { max, timeWindow: 60_000 } });
const tags = ['session'];

export interface SessionDeps {
  readonly accounts: Accounts;
  readonly cookies: Cookies;
  readonly access: Access;
  readonly guard: Guard;
}

export function sessionRoutes(app: App, { accounts, cookies, access, guard }: SessionDeps): void {
  const begun = ({ account, secret }: SignedIn) => ({ cookie: cookies.set(secret), me: meView(account) });

  app.get(
    '/api/session',
    { schema: { tags, summary: 'Who this browser is signed in as', response: { 200: SessionSchema } } },
    async ({ headers }) => ({ me: (await access.userOf(headers.cookie)) ?? null }),
  );
  app.post(
    '/api/session',
    {
      schema: { tags, summary: 'Sign in', body: SignInSchema, response: { 200: MeSchema } },
      config: perMinute(SIGN_INS_PER_MINUTE),
    },
    async ({ body }, reply) => {
      const { cookie, me } = begun(orRefuse(await accounts.signIn(body.login, body.password)));
      return reply.header('set-cookie', cookie).send(me);
    },
  );
  app.post(
    '/api/session/redeem',
    {
      schema: { tags, summary: 'Redeem a one-time link', body: RedeemSchema, response: { 200: MeSchema } },
      config: perMinute(REDEEMS_PER_MINUTE),
    },
    async ({ body }, reply) => {
      const { cookie, me } = begun(orRefuse(await accounts.redeem(body.token)));
      return reply.header('set-cookie', cookie).send(me);
    },
  );
  app.delete(
    '/api/session',
    { schema: { tags, summary: 'Sign out', response: { 200: doneSchema } } },
    async ({ headers }, reply) => {
      const secret = cookies.secretOf(headers.cookie);
      if (secret !== undefined) await accounts.signOut(secret);
      return reply.header('set-cookie', cookies.set(null)).send(done);
    },
  );
  app.get(
    '/api/me',
    { schema: { tags, summary: 'Who is signed in', response: { 200: MeSchema } } },
    async (request) => guard.userOf(request),
  );
  app.patch(
    '/api/me',
    {
      schema: {
        tags,
        summary: 'Change own language or password',
        body: MyChangesSchema,
        response: { 200: MeSchema },
      },
      config: perMinute(SIGN_INS_PER_MINUTE),
    },
    async (request) => {
      const secret = cookies.secretOf(request.headers.cookie);
      if (secret === undefined) throw new ApiFailure('signedOut', '', 'sign in first');
      return meView(orRefuse(await accounts.changeOwn(guard.userOf(request).id, secret, request.body)));
    },
  );
}
