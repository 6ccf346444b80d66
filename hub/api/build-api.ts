// The hub's HTTP surface, wired: every route that it has is listed here or registered by whoever is handed the app.
import type { FastifyInstance } from 'fastify';
import type { Log } from '../../shared/server/log.ts';
import type { Database } from '../../shared/server/sqlite.ts';
import type { Instant } from '../../shared/site-time.ts';
import { guard } from '../access/guard.ts';
import type { OwnNames } from '../access/origin.ts';
import type { Links, Records } from '../contracts.ts';
import type { House } from '../office/open-house.ts';
import { listAudit } from '../store/audit-store.ts';
import { factCounts, listQuarantine } from '../store/record-store.ts';
import { type AppDeps, newApp } from './app.ts';
import { describeApi } from './docs.ts';
import { pageRoutes } from './pages.ts';
import { probeRoutes } from './probe-routes.ts';
import { recordRoutes } from './record-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { siteRoutes } from './site-routes.ts';
import { terminalRoutes } from './terminal-routes.ts';
import { userRoutes } from './user-routes.ts';

export interface ApiDeps extends AppDeps {
  readonly house: House;
  readonly names: () => OwnNames;
  /** Read-only connection. */
  readonly reader: Database;
  readonly links: Links;
  readonly records: Records;
  readonly ready: () => boolean;
  readonly now: () => Instant;
  readonly log: Log;
  readonly version: string;
  /** Folder of the built pages. */
  readonly pages: string;
  /** Registers the sockets, and what else stands beside the office. */
  readonly more: (app: FastifyInstance) => Promise<void>;
}

export const signInUrl = (names: OwnNames, token: string): string =>
  `${names.baseUrl}/sign-in#token=${token}`;

/** All routes registered, nothing listens yet. */
export async function buildApi(deps: ApiDeps): Promise<FastifyInstance> {
  const { house, names, reader, links, records, now, version } = deps;
  const { office, accounts, enrolment, access, cookies } = house;
  const app = await newApp({ log: deps.log, tls: deps.tls });
  const door = guard(app, { access, directory: office, names });
  await describeApi(app, version, cookies.name);
  await deps.more(app);
  probeRoutes(app, { version, ready: deps.ready, tryOut: () => office.site().tryOut });
  sessionRoutes(app, { accounts, cookies, access, guard: door });
  siteRoutes(app, { office, guard: door });
  terminalRoutes(app, { office, enrolment, guard: door, links, now, factCounts: () => factCounts(reader) });
  userRoutes(app, { accounts, guard: door, linkOf: (token) => signInUrl(names(), token) });
  recordRoutes(app, {
    records,
    audit: (before, limit) => listAudit(reader, before, limit),
    quarantine: (before, limit) => listQuarantine(reader, before, limit),
  });
  await pageRoutes(app, deps.pages);
  return app;
}
