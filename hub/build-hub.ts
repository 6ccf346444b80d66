// The hub, wired: folder → house → river → live → HTTP. Nothing here decides; it only says who gets what.
import { rmSync } from 'node:fs';
import { fail, ok, type Result } from '../shared/result.ts';
import type { Clock } from '../shared/server/clock.ts';
import type { Log } from '../shared/server/log.ts';
import { MINUTE } from '../shared/site-time.ts';
import { openAdminDoor } from './access/admin-door.ts';
import { ownNames } from './access/origin.ts';
import { buildApi, signInUrl } from './api/build-api.ts';
import type { HubConfig } from './config.ts';
import { EXAMPLE_MUSEUM } from './example/museum.ts';
import { type TryOut, tryOutOf } from './example/try-out.ts';
import { type Live, registerLive } from './live/live.ts';
import { administratorLink, isUnclaimed } from './office/administrator-link.ts';
import { EMPTY_MUSEUM } from './office/founding.ts';
import { openHouse } from './office/open-house.ts';
import { openFolder, type Problem, socketPath } from './open-folder.ts';
import { buildRiver } from './river.ts';

export interface HubDeps {
  readonly config: HubConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** Folder of the built pages. */
  readonly pages: string;
}

export interface Hub {
  /** Opens the port; the hub's own address is known from then on. */
  listen(): Promise<Result<{ readonly port: number; readonly url: string }, Problem>>;
  /** A one-time link for an administrator as long as none ever signed in; undefined afterwards. */
  firstLink(): Promise<string | undefined>;
  /** Null when the data are not the example museum's. */
  readonly tryOut: TryOut | null;
  /** Ends sockets, seals, closes the database. */
  stop(): Promise<void>;
}

/** How long the link of the first administrator holds; each start prints a new one. */
export const FIRST_LINK_MS = 30 * MINUTE;

/** Opens the data folder and builds everything; nothing listens yet. */
export async function buildHub(deps: HubDeps): Promise<Result<Hub, Problem>> {
  const { config, clock, log, version } = deps;
  const opened = await openFolder(config.data);
  if (!opened.ok) return opened;
  const folder = opened.value;
  const { database, reader, signer } = folder;
  const now = (): number => clock.wall();
  const tls = config.tls !== null;
  const address = { host: config.host, port: config.port, tls, publicUrl: config.publicUrl };
  let names = ownNames(address);
  const house = await openHouse({
    database,
    log,
    now,
    founding: config.tryOut ? EXAMPLE_MUSEUM : EMPTY_MUSEUM,
    hubKey: signer.publicKey,
    tls,
    names: () => names,
  });
  const { office, access, accounts, enrolment } = house;
  const onUnknown = (terminal: string, from: string): void =>
    log.warn({ terminal, from }, 'a terminal that is not enrolled or not approved asked to connect');
  const river = await buildRiver({
    database,
    reader,
    directory: office,
    signer,
    clock,
    log,
    version,
    onUnknown,
  });
  house.audit.attach(river.hubFacts);
  const { links, projections, records } = river;
  let live: Live | undefined;
  const app = await buildApi({
    house,
    names: () => names,
    reader,
    links,
    records,
    ready: () => river.ready(),
    now,
    log,
    tls: config.tls,
    version,
    pages: deps.pages,
    more: async (each) => {
      await river.registerUplink(each);
      live = registerLive(each, { projections, directory: office, links, access, now, log });
    },
  });
  const linkOf = (token: string): string => signInUrl(names, token);
  const door = await openAdminDoor(socketPath(config.data), log, () =>
    administratorLink(accounts, office, FIRST_LINK_MS).then(linkOf),
  );

  return ok({
    async listen() {
      try {
        await app.listen({ host: config.host, port: config.port });
      } catch (error) {
        if (!(error instanceof Error && 'code' in error)) throw error;
        return fail(listenProblem(config, String(error.code)));
      }
      const bound = app.server.address();
      const port = typeof bound === 'object' && bound ? bound.port : config.port;
      names = ownNames({ ...address, port });
      return ok({ port, url: names.baseUrl });
    },
    async firstLink() {
      if (!isUnclaimed(accounts)) return undefined;
      return linkOf(await administratorLink(accounts, office, FIRST_LINK_MS));
    },
    tryOut: office.site().tryOut ? tryOutOf({ office, accounts, enrolment, linkOf }) : null,
    async stop() {
      await door.close();
      rmSync(socketPath(config.data), { force: true });
      await live?.stop();
      await house.audit.settled();
      // Before the sockets close: terminals are told why, and what they sent is sealed.
      await river.stop();
      await app.close();
      await folder.close();
    },
  });
}

function listenProblem({ host, port }: HubConfig, code: string): Problem {
  const why =
    code === 'EADDRINUSE'
      ? `Port ${port} on ${host} is taken by another program`
      : `Port ${port} on ${host} cannot be opened (${code})`;
  return { reason: 'portTaken', message: `${why}: choose another "port" in the configuration file.` };
}
