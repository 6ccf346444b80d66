// The hub, wired: folder → house → river → live → HTTP. Nothing here decides; it only says who gets what.
import { rmSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { fail, ok, type Result } from '../shared/result.ts';
import type { Clock } from '../shared/server/clock.ts';
import type { Log } from '../shared/server/log.ts';
import { MINUTE } from '../shared/site-time.ts';
import { openAdminDoor } from './access/admin-door.ts';
import { type OwnNames, ownNames } from './access/origin.ts';
import { buildApi, signInUrl } from './api/build-api.ts';
import type { HubConfig } from './config.ts';
import { EXAMPLE_MUSEUM } from './example/museum.ts';
import { type TryOut, tryOutOf } from './example/try-out.ts';
import { type Live, registerLive } from './live/live.ts';
import { administratorLink, isUnclaimed } from './office/administrator-link.ts';
import { EMPTY_MUSEUM } from './office/founding.ts';
import { type House, openHouse } from './office/open-house.ts';
import { type DataFolder, openFolder, type Problem, socketPath } from './open-folder.ts';
import { buildRiver, type River } from './river.ts';

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

interface Parts {
  readonly folder: DataFolder;
  readonly house: House;
  readonly river: River;
  readonly app: FastifyInstance;
  readonly live: Live;
  /** Asked anew for each link: the port may be chosen by the system. */
  readonly address: Address;
}

/** Where the hub listens; its names are known for good once the port is open. */
class Address {
  readonly #config: HubConfig;
  #names: OwnNames;

  constructor(config: HubConfig) {
    this.#config = config;
    this.#names = this.#namesAt(config.port);
  }
  names = (): OwnNames => this.#names;
  linkOf = (token: string): string => signInUrl(this.#names, token);

  opened(port: number): void {
    this.#names = this.#namesAt(port);
  }
  #namesAt(port: number): OwnNames {
    const { host, publicUrl, tls } = this.#config;
    return ownNames({ host, port, publicUrl, tls: tls !== null });
  }
}

async function assemble(deps: HubDeps, folder: DataFolder): Promise<Parts> {
  const { config, clock, log, version } = deps;
  const { database, reader, signer } = folder;
  const now = (): number => clock.wall();
  const address = new Address(config);
  const { names } = address;
  const founding = config.tryOut ? EXAMPLE_MUSEUM : EMPTY_MUSEUM;
  const hubKey = signer.publicKey;
  const house = await openHouse({ database, log, now, founding, hubKey, tls: config.tls !== null, names });
  const { office: directory, access } = house;
  const onUnknown = (terminal: string, from: string): void =>
    log.warn({ terminal, from }, 'a terminal that is not enrolled or not approved asked to connect');
  const river = await buildRiver({ database, reader, directory, signer, clock, log, version, onUnknown });
  house.audit.attach(river.hubFacts);
  const { links, projections, records } = river;
  const { tls } = config;
  const common = { house, names, reader, links, records, now, log, tls, version, pages: deps.pages };
  let live: Live | undefined;
  const app = await buildApi({
    ...common,
    ready: () => river.ready(),
    more: async (each) => {
      await river.registerUplink(each);
      live = registerLive(each, { projections, directory, links, access, now, log });
    },
  });
  if (!live) throw new Error('the live figures were not registered');
  return { folder, house, river, app, live, address };
}

/** Opens the data folder and builds everything; nothing listens yet. */
export async function buildHub(deps: HubDeps): Promise<Result<Hub, Problem>> {
  const { config, log } = deps;
  const opened = await openFolder(config.data);
  if (!opened.ok) return opened;
  const parts = await assemble(deps, opened.value);
  const { accounts, office, enrolment } = parts.house;
  const { linkOf } = parts.address;
  const newLink = (): Promise<string> => administratorLink(accounts, office, FIRST_LINK_MS).then(linkOf);
  const door = await openAdminDoor(socketPath(config.data), log, newLink);
  return ok({
    listen: () => listen(parts, config),
    firstLink: async () => (isUnclaimed(accounts) ? newLink() : undefined),
    tryOut: office.site().tryOut ? tryOutOf({ office, accounts, enrolment, linkOf }) : null,
    async stop() {
      await door.close();
      rmSync(socketPath(config.data), { force: true });
      await stop(parts);
    },
  });
}

async function listen(
  { app, address }: Parts,
  config: HubConfig,
): Promise<Result<{ readonly port: number; readonly url: string }, Problem>> {
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return fail(listenProblem(config, String(error.code)));
  }
  const bound = app.server.address();
  const port = typeof bound === 'object' && bound ? bound.port : config.port;
  address.opened(port);
  return ok({ port, url: address.names().baseUrl });
}

async function stop({ live, house, river, app, folder }: Parts): Promise<void> {
  await live.stop();
  await house.audit.settled();
  // Before the sockets close: terminals are told why, and what they sent is sealed.
  await river.stop();
  await app.close();
  await folder.close();
}

function listenProblem({ host, port }: HubConfig, code: string): Problem {
  const why =
    code === 'EADDRINUSE'
      ? `Port ${port} on ${host} is taken by another program`
      : `Port ${port} on ${host} cannot be opened (${code})`;
  return { reason: 'portTaken', message: `${why}: choose another "port" in the configuration file.` };
}
