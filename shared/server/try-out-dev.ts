// `npm run dev`: compiles and builds while one works, and starts the programs anew when what they run changed.
import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { dirname, join } from 'node:path';

/** A compiler writes many files; the restart waits until it is quiet. */
const QUIET_MS = 400;
const PROGRAMS = ['hub', 'terminal-server', 'shared'];

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It ended by itself.
  }
}

/** @param dist the folder of the compiled programs; the compilers end with this process */
export function watchSources(dist: string, say: (line: string) => void, restart: () => Promise<void>): void {
  const root = dirname(join(dist, '.'));
  const bin = join(root, 'node_modules', '.bin');
  const run = (command: string, args: readonly string[]): ChildProcess =>
    // In a group of its own: tsc is a script that starts the compiler proper, which must end with it.
    spawn(join(bin, command), args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  const compilers = [
    run('tsc', ['--watch', '--preserveWatchOutput', '--pretty', 'false']),
    ...['kiosk-ui', 'hub/web'].map((page) =>
      run('vite', ['build', '--watch', '--logLevel', 'warn', '--mode', page]),
    ),
  ];
  process.on('exit', () => {
    for (const { pid } of compilers) endGroup(pid);
  });

  let quiet: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  const changed = (): void => {
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      say('The programs changed; starting them again.');
      turn = turn.then(restart);
    }, QUIET_MS);
  };
  for (const program of PROGRAMS) {
    watch(join(dist, program), { recursive: true }, (_, file) => {
      if (file?.endsWith('.js') && !file.endsWith('.test.js')) changed();
    });
  }
  say('Watching the sources: programs start again and pages are built anew when they change.');
}
