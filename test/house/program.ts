// One of the real programs as a child process, as a technician would start it.
import { type ChildProcess, spawn } from 'node:child_process';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Program {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  running(): boolean;
  /** Everything it printed, both streams. */
  output(): string;
  stdout(): string;
  stderr(): string;
  /** Ignored when it is gone. */
  kill(signal: NodeJS.Signals): void;
}

export interface Start {
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly node?: string;
  readonly cwd?: string;
  /** In a process group of its own, so that a signal can be sent to all of it. */
  readonly detached?: boolean;
}

const MAX_KEPT = 200_000;
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export function startProgram({ script, args = [], env = {}, node, cwd, detached }: Start): Program {
  const child = spawn(node ?? process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', ...env },
    detached: detached ?? false,
    ...(cwd === undefined ? {} : { cwd }),
  });
  running.add(child);
  const texts = { stdout: '', stderr: '', both: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (data: Buffer) => {
      texts[name] = (texts[name] + String(data)).slice(-MAX_KEPT);
      texts.both = (texts.both + String(data)).slice(-MAX_KEPT);
    });
  }
  const exited = new Promise<Exit>((resolve) => {
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
    child.on('error', (error) => {
      running.delete(child);
      texts.both += String(error);
      resolve({ code: null, signal: null });
    });
  });
  return {
    child,
    pid: child.pid ?? -1,
    exited,
    running: () => child.exitCode === null && child.signalCode === null,
    output: () => texts.both,
    stdout: () => texts.stdout,
    stderr: () => texts.stderr,
    kill: (signal) => {
      child.kill(signal);
    },
  };
}

/** Kills and waits until the process is gone. */
export async function kill(program: Program, signal: NodeJS.Signals): Promise<Exit> {
  program.kill(signal);
  if (signal !== 'SIGKILL') program.kill('SIGCONT');
  return program.exited;
}
