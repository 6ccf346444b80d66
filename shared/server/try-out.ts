// What `npm start` runs: a hub and two terminals of the example museum as child processes, and a short welcome.
import { fileURLToPath } from 'node:url';
import { Type } from 'typebox';
import { compiledDecoder } from './compile.ts';
import { type FromHubProgram, FromHubProgramSchema, ListeningSchema, type Place } from './starter-wire.ts';
import { TryOutChild } from './try-out-child.ts';
import { watchSources } from './try-out-dev.ts';
import {
  configPath,
  portProblem,
  type TryOutSettings,
  tryOutSettings,
  writeConfigurations,
} from './try-out-settings.ts';

const fromHub = compiledDecoder(FromHubProgramSchema);
const listening = compiledDecoder(ListeningSchema);
const readiness = compiledDecoder(Type.Object({ enrolled: Type.Boolean() }));

/** The folder of the compiled programs: `dist`. */
const dist = fileURLToPath(new URL('../..', import.meta.url));
const HUB = `${dist}hub/main.js`;
const TERMINAL = `${dist}terminal-server/main.js`;
const PLACES = ['hall', 'restroom'] as const;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

type Opened = Extract<FromHubProgram, { type: 'listening' }>;

class TryOut {
  readonly #settings: TryOutSettings;
  readonly #hub: TryOutChild;
  readonly #terminals: readonly TryOutChild[];
  readonly #listening = new Set<Place>();
  #opened: Opened | undefined;
  #welcomed = false;
  #stopping = false;

  constructor(settings: TryOutSettings) {
    this.#settings = settings;
    const failed = (): void => void this.stop(1);
    this.#hub = new TryOutChild({
      name: 'The hub',
      script: HUB,
      config: configPath(settings, 'hub'),
      say,
      onMessage: (message) => this.#hearHub(message),
      onFailed: failed,
    });
    this.#terminals = PLACES.map(
      (place, index) =>
        new TryOutChild({
          name: `Terminal ${index + 1}`,
          script: TERMINAL,
          config: configPath(settings, `terminal-${index + 1}`),
          say,
          onMessage: (message) => this.#hearTerminal(place, message),
          onFailed: failed,
        }),
    );
  }

  start(): void {
    this.#hub.start();
    for (const terminal of this.#terminals) terminal.start();
  }

  /** After the programs changed. */
  async restart(): Promise<void> {
    await Promise.all(this.#terminals.map((terminal) => terminal.restart()));
    await this.#hub.restart();
  }

  /** The terminals first, so that what they sealed still reaches the hub. */
  async stop(code: number): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    if (code === 0) say('\nStopping …');
    await Promise.all(this.#terminals.map((terminal) => terminal.stop()));
    await this.#hub.stop();
    process.exit(code);
  }

  #hearHub(message: unknown): void {
    const heard = fromHub.value(message);
    if (!heard.ok || this.#stopping) return;
    if (heard.value.type === 'code') {
      this.#enrol(heard.value.place, heard.value.code);
      return;
    }
    this.#opened = heard.value;
    if (!heard.value.tryOut) {
      process.stderr.write(
        `The folder ${this.#settings.data} holds a museum that is not the try-out's: set CHIME_DATA to another one.\n`,
      );
      void this.stop(1);
      return;
    }
    for (const place of this.#listening) void this.#enrolWhereNew(place);
    this.#welcome();
  }

  #hearTerminal(place: Place, message: unknown): void {
    if (!listening.value(message).ok) return;
    this.#listening.add(place);
    if (this.#opened) void this.#enrolWhereNew(place);
    this.#welcome();
  }

  async #enrolWhereNew(place: Place): Promise<void> {
    const port = this.#settings.terminalPorts[PLACES.indexOf(place)];
    try {
      const reply = await fetch(`http://127.0.0.1:${port}/readyz`);
      const ready = readiness.text(await reply.text());
      if (ready.ok && !ready.value.enrolled) this.#hub.send({ type: 'askCode', place });
    } catch {
      // It ended meanwhile; its next start asks again.
    }
  }

  #enrol(place: Place, code: string | null): void {
    if (code === null) {
      say(`The museum has no ${place} left in which a terminal could stand.`);
      return;
    }
    this.#terminals[PLACES.indexOf(place)]?.send({ type: 'enrol', code });
  }

  #welcome(): void {
    const opened = this.#opened;
    if (!opened || this.#listening.size < PLACES.length) return;
    const { data, terminalPorts } = this.#settings;
    const links = opened.links.map(({ post, url }) => `  ${post.padEnd(15)}${url}`);
    if (this.#welcomed) {
      if (links.length > 0) say(['The hub is back. Its sign-in links are new:', ...links].join('\n'));
    } else {
      say(
        [
          '',
          'Chime is running: a try-out with the example museum, open day and night.',
          '',
          `  Glass in a hall      http://127.0.0.1:${terminalPorts[0]}/`,
          `  Glass in a toilet    http://127.0.0.1:${terminalPorts[1]}/`,
          `  Dashboard            ${opened.url}/`,
          '',
          'Sign in to the dashboard with a link (each works once, for 24 hours):',
          ...links,
          '',
          `Data are kept in ${data}. Ctrl-C stops everything.`,
          '',
        ].join('\n'),
      );
    }
    this.#welcomed = true;
    // The next welcome is for a hub that came back.
    this.#opened = { ...opened, links: [] };
  }
}

function giveUp(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const settings = tryOutSettings(process.env, process.cwd());
if (!settings.ok) giveUp(settings.error);
const written = writeConfigurations(settings.value);
if (!written.ok) giveUp(written.error);
const taken = await portProblem(settings.value);
if (taken !== undefined) giveUp(taken);
const tryOut = new TryOut(settings.value);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void tryOut.stop(0));
tryOut.start();
if (process.argv.includes('--dev')) watchSources(dist, say, () => tryOut.restart());
