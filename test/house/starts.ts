// Starting programs as a person does, in a folder of the test's own; whatever was started ends with the test.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { compiled } from '../root.ts';
import { freePort, freePorts } from './net.ts';
import { kill, type Program, type Start, startProgram } from './program.ts';
import { until } from './until.ts';

export interface TryOut {
  readonly program: Program;
  readonly ports: readonly [hub: number, first: number, second: number];
  readonly data: string;
}

export const answers = async (port: number, path: string): Promise<boolean> => {
  try {
    return (await fetch(`http://127.0.0.1:${port}${path}`)).ok;
  } catch {
    return false;
  }
};

/** What a person reads: log lines are JSON and for machines. */
export const sentences = (text: string): string[] =>
  text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('{'));

export const allGone = (ports: readonly number[]): Promise<void> =>
  until(
    'nothing answers any more',
    async () => (await Promise.all(ports.map((port) => answers(port, '/healthz')))).every((each) => !each),
    10_000,
  );

/** Resolves when hub and both terminals are ready. */
export async function ready({ program, ports }: TryOut): Promise<void> {
  const all = async (): Promise<boolean> => {
    if (!program.running()) throw new Error(`it ended: ${program.output()}`);
    return (await Promise.all(ports.map((port) => answers(port, '/readyz')))).every((each) => each);
  };
  await until('hub and both terminals are ready', all, 30_000, () => program.output());
}

export class Starts {
  readonly folder = mkdtempSync(join(tmpdir(), 'chime-start-'));
  readonly #programs: Program[] = [];
  readonly #servers: Server[] = [];

  start(start: Start): Program {
    const program = startProgram({ cwd: this.folder, ...start });
    this.#programs.push(program);
    return program;
  }

  async tryOut(data = join(this.folder, 'data'), ports?: TryOut['ports']): Promise<TryOut> {
    const [hub = 0, first = 0] = ports ?? (await freePorts([1, 2]));
    const env = { CHIME_DATA: data, CHIME_HUB_PORT: String(hub), CHIME_TERMINAL_PORT: String(first) };
    const program = this.start({ script: compiled('shared/server/try-out.js'), env, detached: true });
    return { program, ports: [hub, first, first + 1], data };
  }

  /** The one sentence with which it ends at once. @throws when it says more, less, or does not end with 1 */
  async refusal(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    return this.refusalOf(this.start({ script: compiled(script), args, env }));
  }

  async refusalOf(program: Program): Promise<string> {
    const { code } = await program.exited;
    const [said, ...more] = sentences(program.stderr());
    if (code === 1 && said !== undefined && more.length === 0) return said;
    throw new Error(`not one sentence and code 1 but ${code}: ${program.output()}`);
  }

  /** Arguments with a configuration file for that program. */
  configured(name: 'hub' | 'terminal', fields: object = {}): string[] {
    const path = join(this.folder, `${name}.json`);
    const own = name === 'hub' ? { port: 0 } : { port: 0, hub: 'http://127.0.0.1:9' };
    const config = { data: join(this.folder, name), logLevel: 'warn', ...own, ...fields };
    writeFileSync(path, JSON.stringify(config, null, 2));
    return ['--config', path];
  }

  async takenPort(): Promise<number> {
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    this.#servers.push(server);
    return port;
  }

  async end(): Promise<void> {
    await Promise.all(this.#programs.map((program) => kill(program, 'SIGKILL')));
    for (const server of this.#servers) server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The one file of that name, wherever it lies. */
export function found(under: string, name: string): string {
  const paths = readdirSync(under, { recursive: true, encoding: 'utf8' });
  const path = paths.find((each) => basename(each) === name);
  if (path === undefined) throw new Error(`no ${name} in ${under}: ${paths.join(', ')}`);
  return join(under, path);
}

/** The child of that process whose command line names the script. */
export function childOf(parent: number, script: string): number {
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const isChild = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      if (isChild && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(script)) return Number(name);
    } catch {
      // It ended while being looked at.
    }
  }
  throw new Error(`no child of ${parent} runs ${script}`);
}
