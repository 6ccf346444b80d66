// The users: their part of the hub's API.
import type { Static } from 'typebox';
import {
  type NewUserSchema,
  SignInLinkSchema,
  type User,
  type UserChangesSchema,
  UsersSchema,
} from '../../../shared/api.ts';
import { type Answer, AnythingSchema, type Api } from './http.ts';

export type NewUser = Static<typeof NewUserSchema>;
export type UserChanges = Static<typeof UserChangesSchema>;
export type SignInLink = Static<typeof SignInLinkSchema>;

export const readUsers = (api: Api): Answer<User[]> => api.send('GET', '/api/users', UsersSchema);
export const addUser = (api: Api, user: NewUser): Answer<unknown> =>
  api.send('POST', '/api/users', AnythingSchema, user);
export const changeUser = (api: Api, id: number, changes: UserChanges): Answer<unknown> =>
  api.send('PATCH', `/api/users/${id}`, AnythingSchema, changes);
export const makeLink = (api: Api, id: number): Answer<SignInLink> =>
  api.send('POST', `/api/users/${id}/sign-in-link`, SignInLinkSchema);
