// For tests: a whole terminal in this process, on a real folder and real sockets, with time moved by hand.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { decoder } from '../shared/decode.ts';
import { type GlassState, type Intent, type ToGlass, ToGlassSchema } from '../shared/glass.ts';
import { mintReceiptCode } from '../shared/id.ts';
import type { Level } from '../shared/level.ts';
import { newLog } from '../shared/server/log.ts';
import { buildTerminal, type Terminal } from './build-terminal.ts';
import { type HandClock, handClock } from './hand-clock.ts';
import type { FakeHub } from './uplink/fake-hub.ts';

const decodeDown = decoder(ToGlassSchema);

/** Waits for what sockets and disks do by themselves; never for a clock. */
export async function until(what: () => boolean | Promise<boolean>, hint = ''): Promise<void> {
  const begun = Date.now();
  while (!(await what())) {
    if (Date.now() - begun > 10_000) throw new Error(`waited in vain: ${hint || what.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const newCode = (): string => mintReceiptCode((bytes) => crypto.getRandomValues(bytes));

export const tapOf = (level: Level, code = newCode(), ago = 0): Extract<Intent, { type: 'tap' }> => ({
  type: 'tap',
  code,
  level,
  input: 'touch',
  language: 'en',
  ago,
});

export interface RunningTerminal {
  readonly terminal: Terminal;
  readonly hand: HandClock;
  readonly port: number;
  readonly data: string;
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'chime-terminal-'));
export const removeFolder = (path: string): void => rmSync(path, { recursive: true, force: true });

/** Starts a terminal on `data` and enrols it with the hub where it is not. */
export async function startTerminal(
  hub: FakeHub,
  data: string,
  hand: HandClock = handClock(),
  options: { readonly enrol?: boolean; readonly pages?: string } = {},
): Promise<RunningTerminal> {
  const built = await buildTerminal({
    config: { hub: hub.url, ca: undefined, host: '127.0.0.1', port: 0, data, keepDays: 400 },
    clock: hand.clock,
    timers: hand.timers,
    random: () => 0.5,
    log: newLog('test', 'silent'),
    pages: options.pages ?? join(data, 'no-pages'),
  });
  if (!built.ok) throw new Error(built.error.message);
  const terminal = built.value;
  const listening = await terminal.listen();
  if (!listening.ok) throw new Error(listening.error.message);
  if (options.enrol ?? true) {
    const enrolled = await terminal.enrol(hub.code);
    if (!enrolled.ok) throw new Error(enrolled.error.message);
  }
  return { terminal, hand, port: listening.value.port, data };
}

/** A page in miniature: keeps what it hears. */
export class Page {
  readonly socket: WebSocket;
  readonly heard: ToGlass[] = [];
  closed: number | undefined;

  constructor(port: number, headers: Readonly<Record<string, string>> = {}) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/glass`, {
      headers: { origin: `http://127.0.0.1:${port}`, ...headers },
    });
    this.socket.on('message', (data) => {
      const decoded = decodeDown.text(data.toString());
      if (!decoded.ok) throw new Error(`${decoded.error.path} ${decoded.error.message}`);
      this.heard.push(decoded.value);
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', (code) => {
      this.closed = code;
    });
  }

  static async open(port: number): Promise<Page> {
    const page = new Page(port);
    await until(() => page.state !== undefined, 'the first state');
    return page;
  }

  get state(): GlassState | undefined {
    return this.heard.findLast((message) => message.type === 'state');
  }

  get recorded(): string[] {
    return this.heard.flatMap((message) => (message.type === 'recorded' ? [message.key] : []));
  }

  get refused(): Extract<ToGlass, { type: 'refused' }>[] {
    return this.heard.filter((message) => message.type === 'refused');
  }

  say(intent: Intent): void {
    this.socket.send(JSON.stringify(intent));
  }

  /** Sends a tap and waits until it is recorded. */
  async tap(level: Level, code = newCode(), ago = 0): Promise<string> {
    this.say(tapOf(level, code, ago));
    await until(() => this.recorded.includes(code), 'recorded');
    return code;
  }

  close(): void {
    this.socket.terminate();
  }
}
