// Every route of the hub and what it takes to use it. A route that is not in this table cannot be registered.
import type { Right } from '../../shared/role.ts';

/** `anyone`: no session needed. `signedIn`: any active user. A right: some role of the user must grant it. */
export type Need = 'anyone' | 'signedIn' | Right;

export interface RouteRule {
  readonly need: Need;
  /** For what concerns the whole site: the user must stand at its root. */
  readonly wholeSite?: true;
  /** Called by machines, not by pages: an absent Origin and any Host are fine; a foreign Origin is not. */
  readonly machine?: true;
  /** Checks cookie, Host and Origin by itself, because it refuses in its own words. */
  readonly socket?: true;
}

const configureSite: RouteRule = { need: 'configure', wholeSite: true };
const manageUsers: RouteRule = { need: 'manageUsers', wholeSite: true };
const audit: RouteRule = { need: 'audit', wholeSite: true };

export const ROUTE_RULES: Readonly<Record<string, RouteRule>> = {
  'GET /healthz': { need: 'anyone', machine: true },
  'GET /readyz': { need: 'anyone', machine: true },
  'POST /api/enrol': { need: 'anyone', machine: true },
  'GET /uplink': { need: 'anyone', socket: true },
  'GET /live': { need: 'see', socket: true },

  'GET /api/session': { need: 'anyone' },
  'POST /api/session': { need: 'anyone' },
  'POST /api/session/redeem': { need: 'anyone' },
  'DELETE /api/session': { need: 'anyone' },
  'GET /api/me': { need: 'signedIn' },
  'PATCH /api/me': { need: 'signedIn' },

  'GET /api/overview': { need: 'see' },
  'GET /api/site': { need: 'see' },
  'PUT /api/site': configureSite,
  'GET /api/opening-hours': { need: 'see' },
  'PUT /api/opening-hours': configureSite,
  'GET /api/areas': { need: 'see' },
  'POST /api/areas': { need: 'configure' },
  'PATCH /api/areas/:id': { need: 'configure' },
  'GET /api/terminals': { need: 'configure' },
  'PATCH /api/terminals/:id': { need: 'configure' },
  'POST /api/terminals/:id/command': { need: 'configure' },
  'GET /api/enrolment-codes': { need: 'configure' },
  'POST /api/enrolment-codes': { need: 'configure' },
  'DELETE /api/enrolment-codes/:id': { need: 'configure' },
  'GET /api/reasons': { need: 'see' },
  'PUT /api/reasons': configureSite,

  'GET /api/users': manageUsers,
  'POST /api/users': manageUsers,
  'PATCH /api/users/:id': manageUsers,
  'POST /api/users/:id/sign-in-link': manageUsers,

  'GET /api/audit': audit,
  'GET /api/quarantine': audit,
  'POST /api/records/verify': audit,
  'POST /api/records/replay': audit,

  'GET /api/openapi.json': { need: 'anyone' },
  'GET /*': { need: 'anyone' },
};

/** The page that shows the API, with its own local files: it holds nothing that the public schema does not. */
const DOCS_PREFIX = 'GET /api/docs';

/** HEAD is GET without the body. */
export function ruleOf(method: string, url: string): RouteRule | undefined {
  const key = `${method === 'HEAD' ? 'GET' : method} ${url}`;
  const rule = Object.hasOwn(ROUTE_RULES, key) ? ROUTE_RULES[key] : undefined;
  if (rule) return rule;
  return key === DOCS_PREFIX || key.startsWith(`${DOCS_PREFIX}/`) ? { need: 'anyone' } : undefined;
}
