// Target 9: how soon the second `npm start` is ready, and what the programs weigh at rest.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../house/net.ts';
import { until } from '../house/until.ts';
import { ROOT } from '../root.ts';
import { pause, residentBytes } from './machine.ts';
import { atMost, type Outcome } from './report.ts';

const MEGABYTE = 1_000_000;
const REST_MS = 5_000;

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
};

/** Parent of each running process. */
function parents(): Map<number, number> {
  const found = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const text = readFileSync(`/proc/${name}/stat`, 'utf8');
      found.set(Number(name), Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended while the list was read.
    }
  }
  return found;
}

/** Descendants of `root` whose command line names the script. @throws when there is none */
function pidsOf(root: number, script: string): number[] {
  const parentOf = parents();
  const descends = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === root || descends(parentOf.get(pid)));
  const pids = [...parentOf.keys()].filter(
    (pid) => descends(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(script),
  );
  if (pids.length === 0) throw new Error(`no process runs ${script}`);
  return pids;
}

interface Started {
  readonly pid: number;
  readonly readyMs: number;
  stop(): Promise<void>;
}

async function npmStart(env: NodeJS.ProcessEnv, urls: readonly string[]): Promise<Started> {
  const started = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      output += String(data);
    });
  const exited = new Promise((resolve) => child.on('close', resolve));
  const pid = child.pid ?? -1;
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) process.kill(-pid, 'SIGINT');
    await exited;
  };
  try {
    await until(
      'the try-out is ready',
      async () => (await Promise.all(urls.map(answers))).every(Boolean),
      60_000,
      () => output,
    );
  } catch (error) {
    if (child.exitCode === null) process.kill(-pid, 'SIGKILL');
    throw error;
  }
  return { pid, readyMs: performance.now() - started, stop };
}

export async function start(): Promise<Outcome[]> {
  const [hub = 0, terminal = 0] = await freePorts([1, 2]);
  const data = mkdtempSync(join(tmpdir(), 'chime-bench-start-'));
  const env = { CHIME_HUB_PORT: String(hub), CHIME_TERMINAL_PORT: String(terminal), CHIME_DATA: data };
  const urls = [hub, terminal, terminal + 1].map((port) => `http://127.0.0.1:${port}/readyz`);
  try {
    await (await npmStart(env, urls)).stop();
    const second = await npmStart(env, urls);
    await pause(REST_MS);
    const weight = (script: string): number =>
      Math.max(...pidsOf(second.pid, script).map(residentBytes)) / MEGABYTE;
    const hubWeight = weight('dist/hub/main.js');
    const terminalWeight = weight('dist/terminal-server/main.js');
    await second.stop();
    return [
      atMost('9', 'second npm start, all three ready', second.readyMs / 1000, 5, 's'),
      atMost('9', '… hub at rest', hubWeight, 200, 'MB'),
      atMost('9', '… terminal-server at rest, the heavier', terminalWeight, 120, 'MB'),
    ];
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
