// Accounts of staff: rules over the list of users. Pure; `accounts-office.ts` makes the result durable.
import type { Static } from 'typebox';
import type { ApiError, Me, NewUserSchema, User, UserChangesSchema } from '../../shared/api.ts';
import type { AreaId } from '../../shared/area.ts';
import { ok, type Result } from '../../shared/result.ts';
import { hasRight, RIGHTS } from '../../shared/role.ts';
import { merged, refused } from '../office/state.ts';
import type { Account } from '../store/account-store.ts';

const MAX_ACCOUNTS = 2_000;

const isAdministrator = ({ active, roles }: Account): boolean => active && roles.includes('administrator');

export const administratorsOf = (accounts: readonly Account[]): Account[] => accounts.filter(isAdministrator);

const duplicateAt = (list: readonly (string | number)[]): number =>
  list.findIndex((each, index) => list.indexOf(each) !== index);

function listProblem(
  wanted: { readonly roles?: readonly string[]; readonly areas?: readonly AreaId[] },
  isArea: (id: AreaId) => boolean,
): { readonly ok: false; readonly error: ApiError } | undefined {
  const unknown = (wanted.areas ?? []).findIndex((id) => !isArea(id));
  if (unknown >= 0) return refused('invalid', `/areas/${unknown}`, 'names no area');
  const role = duplicateAt(wanted.roles ?? []);
  if (role >= 0) return refused('invalid', `/roles/${role}`, 'stands twice in the list');
  const area = duplicateAt(wanted.areas ?? []);
  return area >= 0 ? refused('invalid', `/areas/${area}`, 'stands twice in the list') : undefined;
}

export function newAccount(
  accounts: readonly Account[],
  wanted: Static<typeof NewUserSchema>,
  isArea: (id: AreaId) => boolean,
): Result<Omit<Account, 'id'>, ApiError> {
  if (accounts.length >= MAX_ACCOUNTS) return refused('conflict', '', `at most ${MAX_ACCOUNTS} users`);
  if (accounts.some(({ login }) => login === wanted.login)) {
    return refused('conflict', '/login', 'is taken by another user');
  }
  const problem = listProblem(wanted, isArea);
  if (problem) return problem;
  const { login, name, roles, areas, language = 'zh-Hant' } = wanted;
  return ok({ login, name, roles, areas, language, active: true, password: null, lastSeenAt: null });
}

/** The last active administrator over the whole site stays one. */
export function changedAccount(
  accounts: readonly Account[],
  id: number,
  changes: Static<typeof UserChangesSchema>,
  isArea: (id: AreaId) => boolean,
  root: AreaId,
): Result<{ readonly before: Account; readonly after: Account }, ApiError> {
  const before = accounts.find((account) => account.id === id);
  if (!before) return refused('notFound', '', 'there is no such user');
  const problem = listProblem(changes, isArea);
  if (problem) return problem;
  const after = merged(before, changes);
  const rules = (account: Account): boolean => isAdministrator(account) && account.areas.includes(root);
  const others = accounts.some((account) => account.id !== id && rules(account));
  if (rules(before) && !rules(after) && !others) {
    const path = after.active ? (after.roles.includes('administrator') ? '/areas' : '/roles') : '/active';
    return refused('conflict', path, 'the last administrator of the whole site stays one');
  }
  return ok({ before, after });
}

export const endsSessions = (before: Account, after: Account): boolean =>
  before.active !== after.active ||
  JSON.stringify([before.roles, before.areas]) !== JSON.stringify([after.roles, after.areas]);

/** What the audit trail keeps of an account: no secret. */
export const auditView = ({
  login,
  name,
  roles,
  areas,
  language,
  active,
  password,
}: Omit<Account, 'id'>) => ({
  login,
  name,
  roles,
  areas,
  language,
  active,
  hasPassword: password !== null,
});

export const userView = ({ password, ...rest }: Account): User => ({
  ...rest,
  hasPassword: password !== null,
});

export const meView = ({ id, login, name, roles, areas, language, password }: Account): Me => ({
  id,
  login,
  name,
  roles,
  rights: RIGHTS.filter((right) => hasRight(roles, right)),
  areas,
  language,
  hasPassword: password !== null,
});
