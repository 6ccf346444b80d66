// API: users, their roles and areas, and their one-time links.
import {
  NewUserSchema,
  SignInLinkSchema,
  UserChangesSchema,
  UserSchema,
  UsersSchema,
} from '../../shared/api.ts';
import { DAY } from '../../shared/site-time.ts';
import { userView } from '../access/accounts.ts';
import type { Accounts } from '../access/accounts-office.ts';
import type { Guard } from '../access/guard.ts';
import type { App } from './app.ts';
import { orRefuse } from './failure.ts';
import { NumberedSchema } from './parts.ts';

/** How long a link that an administrator makes can be redeemed. */
export const LINK_LIFE_MS = DAY;

export interface UserDeps {
  readonly accounts: Accounts;
  readonly guard: Guard;
  /** The address of `/sign-in` with the token in its fragment. */
  readonly linkOf: (token: string) => string;
}

export function userRoutes(app: App, { accounts, guard, linkOf }: UserDeps): void {
  const tags = ['users'];
  app.get(
    '/api/users',
    { schema: { tags, summary: 'All users', response: { 200: UsersSchema } } },
    async () => accounts.all().map(userView),
  );
  app.post(
    '/api/users',
    { schema: { tags, summary: 'Add a user', body: NewUserSchema, response: { 200: UserSchema } } },
    async (request) => orRefuse(await accounts.add(guard.userOf(request).login, request.body)),
  );
  app.patch(
    '/api/users/:id',
    {
      schema: {
        tags,
        summary: 'Change name, roles, areas, language; deactivate',
        params: NumberedSchema,
        body: UserChangesSchema,
        response: { 200: UserSchema },
      },
    },
    async (request) =>
      orRefuse(await accounts.change(guard.userOf(request).login, request.params.id, request.body)),
  );
  app.post(
    '/api/users/:id/sign-in-link',
    {
      schema: {
        tags,
        summary: 'A one-time sign-in link: shown once, 24 hours, replaces the one before',
        params: NumberedSchema,
        response: { 200: SignInLinkSchema },
      },
    },
    async (request) => {
      const { login } = guard.userOf(request);
      const { token, expiresAt } = orRefuse(await accounts.newLink(login, request.params.id, LINK_LIFE_MS));
      return { url: linkOf(token), expiresAt };
    },
  );
}
