// The way in for a first or a lost administrator, for whoever may read the hub's own machine.
import { administratorsOf } from '../access/accounts.ts';
import type { Accounts } from '../access/accounts-office.ts';
import type { Office } from './office.ts';
import { rootOf } from './state.ts';

/** No administrator ever signed in. */
export const isUnclaimed = (accounts: Accounts): boolean =>
  administratorsOf(accounts.all()).every(({ lastSeenAt }) => lastSeenAt === null);

/** The token of a one-time link for the first administrator over the whole site. */
export async function administratorLink(accounts: Accounts, office: Office, lifeMs: number): Promise<string> {
  const root = rootOf(office.state()).id;
  const administrator = administratorsOf(accounts.all()).find(({ areas }) => areas.includes(root));
  if (!administrator) throw new Error('the site has no administrator');
  const link = await accounts.newLink('hub', administrator.id, lifeMs);
  if (!link.ok) throw new Error(link.error.message);
  return link.value.token;
}
