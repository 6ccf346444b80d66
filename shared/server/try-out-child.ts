// One program of the try-out as a child process: started, watched, started again when it crashes, ended cleanly.
import { type ChildProcess, spawn } from 'node:child_process';

export const FIRST_WAIT_MS = 1_000;
export const LONGEST_WAIT_MS = 30_000;
/** Having run this long, a crash counts as the first again. */
export const STEADY_MS = 60_000;
const END_WITHIN_MS = 10_000;

/** How long to wait before the next start; doubles with each crash that follows soon. */
export const waitAfter = (crashes: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, crashes - 1));

export interface ChildDeps {
  /** As the welcome calls it, e.g. `the hub`. */
  readonly name: string;
  readonly script: string;
  readonly config: string;
  readonly say: (line: string) => void;
  /** Everything that it says over the channel. */
  readonly onMessage: (message: unknown) => void;
  /** It ended before it ever ran: its own sentence is on stderr. */
  readonly onFailed: () => void;
}

export class TryOutChild {
  readonly #deps: ChildDeps;
  #process: ChildProcess | undefined;
  #ran = false;
  #ending = false;
  #crashes = 0;
  #startedAt = 0;
  #again: NodeJS.Timeout | undefined;

  constructor(deps: ChildDeps) {
    this.#deps = deps;
  }

  start(): void {
    const { script, config } = this.#deps;
    this.#startedAt = Date.now();
    // In a group of its own: Ctrl-C reaches the starter alone, which ends the terminals before the hub.
    const child = spawn(process.execPath, [script, '--config', config], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      detached: true,
    });
    this.#process = child;
    child.on('message', (message) => {
      this.#ran = true;
      this.#deps.onMessage(message);
    });
    child.on('error', (error) => this.#deps.say(`${this.#deps.name} cannot be started: ${error.message}`));
    child.on('exit', (code, signal) => this.#ended(child, signal ?? `code ${code}`));
  }

  send(message: object): void {
    this.#process?.send?.(message, () => undefined);
  }

  /** Ends it and starts it anew, e.g. after its program changed. */
  async restart(): Promise<void> {
    if (this.#ending) return;
    await this.#end();
    this.start();
  }

  async stop(): Promise<void> {
    this.#ending = true;
    clearTimeout(this.#again);
    await this.#end();
  }

  async #end(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    const late = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
    if (child.connected) child.send({ type: 'stop' }, () => undefined);
    else child.kill('SIGTERM');
    await gone;
    clearTimeout(late);
  }

  #ended(child: ChildProcess, how: string): void {
    if (this.#ending || child !== this.#process) return;
    this.#process = undefined;
    if (!this.#ran) {
      this.#deps.onFailed();
      return;
    }
    if (Date.now() - this.#startedAt >= STEADY_MS) this.#crashes = 0;
    this.#crashes += 1;
    const wait = waitAfter(this.#crashes);
    this.#deps.say(`${this.#deps.name} ended unexpectedly (${how}); starting it again in ${wait / 1000} s.`);
    this.#again = setTimeout(() => this.start(), wait);
  }
}
