// Which Host and Origin are the hub's own: a page of another site, or of a name bound to this address, gets nothing.
const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

export interface OwnAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Under which staff reach the hub, e.g. behind a name; null when only by host and port. */
  readonly publicUrl: string | null;
}

export interface OwnNames {
  isHost(host: string | undefined): boolean;
  /** Both must be the hub's own, and an Origin must be there. */
  isOrigin(headers: { readonly origin?: string | undefined; readonly host?: string | undefined }): boolean;
  /** Base of links, without a trailing slash. */
  readonly baseUrl: string;
}

const withPort = (host: string, port: number, usual: number): string[] =>
  port === usual ? [host, `${host}:${port}`] : [`${host}:${port}`];

/** On loopback only loopback names and the public URL count; elsewhere the certificate guards the name. */
export function ownNames({ host, port, tls, publicUrl }: OwnAddress): OwnNames {
  const scheme = tls ? 'https' : 'http';
  const usual = tls ? 443 : 80;
  const shown = host.includes(':') ? `[${host}]` : host;
  const own = isLoopback(host) ? [...LOOPBACK_HOSTS, shown] : [shown];
  const hosts = new Set(own.flatMap((each) => withPort(each, port, usual)));
  const origins = new Set([...hosts].map((each) => `${scheme}://${each}`));
  if (publicUrl !== null) {
    const url = new URL(publicUrl);
    hosts.add(url.host);
    origins.add(url.origin);
  }
  const isHost = (name: string | undefined): boolean =>
    name !== undefined && (hosts.has(name.toLowerCase()) || (!isLoopback(host) && tls));
  return {
    isHost,
    isOrigin: ({ origin, host: name }) => {
      if (origin === undefined || !isHost(name)) return false;
      return origins.has(origin) || (!isLoopback(host) && tls && origin === `https://${name}`);
    },
    baseUrl:
      publicUrl === null ? `${scheme}://${withPort(shown, port, usual)[0]}` : publicUrl.replace(/\/+$/, ''),
  };
}
