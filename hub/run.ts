// Runs the hub until somebody stops it: signals, the starter's channel, the lines that a technician sees.
import { fail, ok, type Result } from '../shared/result.ts';
import { machineClock } from '../shared/server/clock.ts';
import { compiledDecoder } from '../shared/server/compile.ts';
import { newLog } from '../shared/server/log.ts';
import { type FromHubProgram, ToHubProgramSchema } from '../shared/server/starter-wire.ts';
import { buildHub, FIRST_LINK_MS, type Hub } from './build-hub.ts';
import type { HubConfig } from './config.ts';

const fromStarter = compiledDecoder(ToHubProgramSchema);

export interface RunDeps {
  readonly config: HubConfig;
  readonly version: string;
  readonly pages: string;
}

const tell = (message: FromHubProgram): void => {
  if (process.connected) process.send?.(message);
};

/** Ends once, whatever comes first and however often; a second signal does not cut the first one short. */
function stopper(hub: Hub): () => void {
  let stopping = false;
  return () => {
    if (stopping) return;
    stopping = true;
    // A socket or a disk that hangs must not keep the process for ever: what is durable stays durable.
    setTimeout(() => process.exit(1), 8_000).unref();
    hub.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`The hub did not end cleanly: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
}

function listenToStarter(hub: Hub, stop: () => void): void {
  process.on('message', (message) => {
    const asked = fromStarter.value(message);
    if (!asked.ok) return;
    if (asked.value.type === 'stop') return stop();
    const { place } = asked.value;
    const code = hub.tryOut?.code(place) ?? Promise.resolve(undefined);
    void code.then((given) => tell({ type: 'code', place, code: given ?? null }));
  });
  process.on('disconnect', stop);
  // The starter may have gone while the hub was being built; nobody would ever end it then.
  if (process.connected === false) stop();
}

/** Resolves with what to print once the port is open; the process then lives by it. */
export async function runHub({ config, version, pages }: RunDeps): Promise<Result<string | null, string>> {
  const log = newLog('hub', config.logLevel);
  const built = await buildHub({ config, clock: machineClock(), log, version, pages });
  if (!built.ok) return fail(built.error.message);
  const hub = built.value;
  const stop = stopper(hub);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  const listening = await hub.listen();
  if (!listening.ok) {
    await hub.stop();
    return fail(listening.error.message);
  }
  const { port, url } = listening.value;
  if (process.send) {
    listenToStarter(hub, stop);
    const links = (await hub.tryOut?.links()) ?? [];
    tell({ type: 'listening', port, url, tryOut: hub.tryOut !== null, links });
    return ok(null);
  }
  const link = await hub.firstLink();
  const first = link
    ? `\nNo administrator has signed in yet. This link works once, for ${FIRST_LINK_MS / 60_000} minutes:\n  ${link}`
    : '';
  return ok(`The hub listens on ${url}${first}`);
}
