// The try-out's settings from the environment, and its folder with the programs' configuration files.
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { fail, ok, type Result } from '../result.ts';
import { makeFolder } from './make-folder.ts';

export interface TryOutSettings {
  readonly hubPort: number;
  /** In a hall, and in a toilet. */
  readonly terminalPorts: readonly [number, number];
  /** Absolute. */
  readonly data: string;
}

const HOST = '127.0.0.1';

function portOf(name: string, value: string | undefined, usual: number): Result<number, string> {
  if (value === undefined || value === '') return ok(usual);
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port >= 1 && port <= 65_535) return ok(port);
  return fail(`${name} is "${value}"; it must be a port between 1 and 65535.`);
}

/** @param folder the folder from which it was started */
export function tryOutSettings(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): Result<TryOutSettings, string> {
  const hub = portOf('CHIME_HUB_PORT', environment['CHIME_HUB_PORT'], 8080);
  if (!hub.ok) return hub;
  const terminal = portOf('CHIME_TERMINAL_PORT', environment['CHIME_TERMINAL_PORT'], 8081);
  if (!terminal.ok) return terminal;
  const first = terminal.value;
  if (first === 65_535)
    return fail('CHIME_TERMINAL_PORT is 65535; the second terminal needs the port after it.');
  if (hub.value === first || hub.value === first + 1) {
    return fail(
      `CHIME_HUB_PORT is ${hub.value}, and the terminals take ${first} and ${first + 1}: choose ports that differ.`,
    );
  }
  const data = resolve(folder, environment['CHIME_DATA'] || 'data');
  return ok({ hubPort: hub.value, terminalPorts: [first, first + 1], data });
}

export const configPath = (settings: TryOutSettings, program: string): string =>
  join(settings.data, `${program}.json`);

/** Makes the folder and writes what the three programs read. */
export function writeConfigurations(settings: TryOutSettings): Result<null, string> {
  const { hubPort, terminalPorts, data } = settings;
  const common = { host: HOST, logLevel: 'error' };
  const hub = { ...common, port: hubPort, data: 'hub', tryOut: true };
  try {
    makeFolder(data);
    const probe = join(data, '.writable');
    writeFileSync(probe, '');
    rmSync(probe);
    writeFileSync(configPath(settings, 'hub'), `${JSON.stringify(hub, null, 2)}\n`);
    for (const [index, port] of terminalPorts.entries()) {
      const name = `terminal-${index + 1}`;
      const terminal = { ...common, hub: `http://${HOST}:${hubPort}`, port, data: name };
      writeFileSync(configPath(settings, name), `${JSON.stringify(terminal, null, 2)}\n`);
    }
    return ok(null);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return fail(`The folder ${data} cannot be written (${why}): set CHIME_DATA to another one.`);
  }
}

const openingProblem = (port: number): Promise<string | undefined> =>
  new Promise((done) => {
    const server = createServer();
    server.once('error', (error) => done('code' in error ? String(error.code) : String(error)));
    server.listen(port, HOST, () => server.close(() => done(undefined)));
  });

/** The first port that cannot be opened, with the variable that changes it. */
export async function portProblem({ hubPort, terminalPorts }: TryOutSettings): Promise<string | undefined> {
  const wanted = [
    { port: hubPort, who: 'the hub', variable: 'CHIME_HUB_PORT' },
    { port: terminalPorts[0], who: 'the first terminal', variable: 'CHIME_TERMINAL_PORT' },
    { port: terminalPorts[1], who: 'the second terminal', variable: 'CHIME_TERMINAL_PORT' },
  ];
  for (const { port, who, variable } of wanted) {
    const code = await openingProblem(port);
    if (code === undefined) continue;
    const why = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be opened (${code})`;
    return `Port ${port} for ${who} ${why}: set ${variable} to another one.`;
  }
  return undefined;
}
