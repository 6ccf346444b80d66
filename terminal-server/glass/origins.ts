// Whose requests the glass answers: only those addressed to this terminal, from pages that it served itself [G1].
import { networkInterfaces } from 'node:os';

export interface OwnAddress {
  readonly host: string;
  readonly port: number;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const ANY = new Set(['0.0.0.0', '::', '']);

const bracketed = (host: string): string =>
  (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host).toLowerCase();

const machineAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));

/**
 * Names under which the terminal may be addressed, each with its port; port 80 also goes without. One that listens on
 * every address answers under each address of the machine, never under a name that anybody's DNS could point here.
 */
export function ownHosts({ host, port }: OwnAddress, addresses = machineAddresses): ReadonlySet<string> {
  const own = ANY.has(host) ? addresses() : [host];
  const names = new Set([...LOOPBACK, ...own.map(bracketed)]);
  return new Set([...names].flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])]));
}

export const isOwnHost = (own: ReadonlySet<string>, host: string | undefined): boolean =>
  host !== undefined && own.has(host.toLowerCase());

/** A browser always names the origin of a socket; one that names none is no page of ours. */
export const isOwnOrigin = (own: ReadonlySet<string>, origin: string | undefined): boolean => {
  if (origin === undefined) return false;
  const match = /^http:\/\/([^/]+)$/.exec(origin);
  return match?.[1] !== undefined && own.has(match[1].toLowerCase());
};
