// `npm run check:nodes`: start-up and unit tests on the other Node lines, through the npm package `node`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './house/net.ts';
import { startProgram } from './house/program.ts';
import { until } from './house/until.ts';
import { compiled, ROOT } from './root.ts';

const LINES = [24, 26];
const READY_MS = 60_000;

interface Outcome {
  readonly node: string;
  readonly what: string;
  readonly failure: string | undefined;
}

/** The path of that line's newest Node; npm keeps it in its cache. @throws with npm's own words */
function nodeOf(line: number): string {
  const args = ['exec', '--yes', `--package=node@${line}`, '--', 'node', '-p', 'process.execPath'];
  const { status, stdout, stderr } = spawnSync('npm', args, {
    encoding: 'utf8',
    cwd: tmpdir(),
    shell: process.platform === 'win32',
  });
  const path = stdout.trim().split('\n').at(-1);
  if (status !== 0 || !path)
    throw new Error(`npm could not fetch Node ${line}: ${stderr.trim().slice(-500)}`);
  return path;
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
  } catch {
    return false;
  }
}

/** The try-out in a new folder: hub and both terminals answer `/healthz`, and Ctrl-C ends it. */
async function startsUp(node: string): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'chime-nodes-'));
  const [hub, first] = await freePorts([1, 2]);
  if (hub === undefined || first === undefined) return 'no free ports';
  const tryOut = startProgram({
    node,
    script: compiled('shared/server/try-out.js'),
    env: {
      CHIME_DATA: join(folder, 'data'),
      CHIME_HUB_PORT: String(hub),
      CHIME_TERMINAL_PORT: String(first),
    },
  });
  try {
    const ports = [hub, first, first + 1];
    const ready = async (): Promise<boolean> =>
      (await Promise.all(ports.map(isHealthy))).every((each) => each);
    await until('hub and both terminals are healthy', ready, READY_MS);
    tryOut.kill('SIGINT');
    const { code } = await tryOut.exited;
    return code === 0 ? undefined : `ended with ${code} on Ctrl-C`;
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${tryOut.output()}`;
  } finally {
    tryOut.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

function unitTests(node: string): string | undefined {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const { status } = spawnSync(node, [vitest, 'run', '--project=unit', '--reporter=dot'], {
    cwd: ROOT,
    stdio: 'inherit',
    timeout: 300_000,
    killSignal: 'SIGKILL',
  });
  return status === 0 ? undefined : 'see the lines above';
}

async function checkLine(line: number): Promise<Outcome[]> {
  let node: string;
  try {
    node = nodeOf(line);
  } catch (error) {
    return [{ node: `Node ${line}`, what: 'fetching', failure: String(error) }];
  }
  const name = `Node ${spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1)}`;
  console.log(`\n— ${name}: start-up`);
  const start: Outcome = { node: name, what: 'start-up', failure: await startsUp(node) };
  console.log(`\n— ${name}: unit tests`);
  return [start, { node: name, what: 'unit tests', failure: unitTests(node) }];
}

const outcomes: Outcome[] = [];
for (const line of LINES) outcomes.push(...(await checkLine(line)));

console.log('\n— summary');
for (const { node, what, failure } of outcomes)
  console.log(`${node.padEnd(14)} ${what.padEnd(12)} ${failure === undefined ? 'ok' : `failed: ${failure}`}`);
process.exit(outcomes.every(({ failure }) => failure === undefined) ? 0 : 1);
