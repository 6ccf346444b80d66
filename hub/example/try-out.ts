// What the try-out's starter asks of the hub of the example museum: sign-in links for its posts, codes for its terminals.
import type { Accounts } from '../access/accounts-office.ts';
import { LINK_LIFE_MS } from '../api/user-routes.ts';
import type { Enrolment } from '../office/enrolment.ts';
import type { Office } from '../office/office.ts';
import { TRY_OUT_PLACES, TRY_OUT_POSTS, type TryOutPlace } from './museum.ts';

export interface TryOut {
  /** A new link for each post that is still there and active. */
  links(): Promise<{ readonly post: string; readonly url: string }[]>;
  /** Undefined when no area of that kind is left. */
  code(place: TryOutPlace): Promise<string | undefined>;
}

export interface TryOutDeps {
  readonly office: Office;
  readonly accounts: Accounts;
  readonly enrolment: Enrolment;
  readonly linkOf: (token: string) => string;
}

export function tryOutOf({ office, accounts, enrolment, linkOf }: TryOutDeps): TryOut {
  return {
    async links() {
      const links: { post: string; url: string }[] = [];
      for (const post of TRY_OUT_POSTS) {
        const account = accounts.all().find(({ login, active }) => login === post && active);
        const link = account && (await accounts.newLink('hub', account.id, LINK_LIFE_MS));
        if (link?.ok) links.push({ post, url: linkOf(link.value.token) });
      }
      return links;
    },
    async code(place) {
      const area = office.areas().find(({ kind, retired }) => kind === place && !retired);
      if (!area) return undefined;
      // Whichever asks first: the numbers are in the order in which the starter names the glasses.
      const number = TRY_OUT_PLACES.indexOf(place) + 1;
      const numbered = await enrolment.newCode('hub', { area: area.id, number });
      const made = numbered.ok ? numbered : await enrolment.newCode('hub', { area: area.id });
      return made.ok ? made.value.code : undefined;
    },
  };
}
