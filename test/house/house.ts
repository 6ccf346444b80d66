// A whole house of real programs: hub, a wire that can be cut, terminals; on free ports, in a folder of its own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AreasSchema, EnrolmentCodeReplySchema } from '../../shared/api.ts';
import { AreaSchema } from '../../shared/area.ts';
import { DAY_AND_NIGHT } from '../../shared/opening-hours.ts';
import { compiled } from '../root.ts';
import { enrol, WireTerminal, type WireTerminalOptions } from '../wire-client.ts';
import { freePorts } from './net.ts';
import { kill, type Program, startProgram } from './program.ts';
import { startProxy, type Wire } from './proxy.ts';
import { type Session, signIn } from './session.ts';
import { until } from './until.ts';

const START_MS = 30_000;

export interface HouseTerminal {
  readonly port: number;
  readonly area: number;
  readonly folder: string;
  readonly config: string;
  readonly url: string;
  program: Program;
}

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
};

export const signInLink = (output: string): string | undefined =>
  output.match(/https?:\/\/[^\s"]+#token=[A-Za-z0-9_-]{43}/)?.[0];

export class House {
  readonly folder = mkdtempSync(join(tmpdir(), 'chime-house-'));
  readonly terminals: HouseTerminal[] = [];
  hubPort = 0;
  #hub: Program | undefined;
  #wire: Wire | undefined;
  #session: Session | undefined;
  #areas: { hall: number; restroom: number } | undefined;

  get url(): string {
    return `http://127.0.0.1:${this.hubPort}`;
  }
  get hub(): Program {
    if (!this.#hub) throw new Error('the hub was never started');
    return this.#hub;
  }
  /** Between terminals and hub. */
  get wire(): Wire {
    if (!this.#wire) throw new Error('the house is not open');
    return this.#wire;
  }
  /** An administrator's. */
  get session(): Session {
    if (!this.#session) throw new Error('nobody signed in');
    return this.#session;
  }
  get areas(): { hall: number; restroom: number } {
    if (!this.#areas) throw new Error('the house is not furnished');
    return this.#areas;
  }
  get hubData(): string {
    return join(this.folder, 'hub');
  }
  get hubConfig(): string {
    return join(this.folder, 'hub.json');
  }

  async startHub(): Promise<void> {
    const program = startProgram({
      script: compiled('hub/main.js'),
      args: ['--config', this.hubConfig],
    });
    this.#hub = program;
    await this.#ready(program, `${this.url}/readyz`, 'the hub is ready');
  }

  /** The terminal's program alone; resolves when it answers. */
  async startTerminal(terminal: HouseTerminal, args: readonly string[] = []): Promise<void> {
    terminal.program = this.#spawnTerminal(terminal.config, args);
    await this.#ready(terminal.program, `${terminal.url}/healthz`, 'the terminal answers');
  }

  async addTerminal(area: number): Promise<HouseTerminal> {
    const [port = 0] = await freePorts([1]);
    const name = `terminal-${this.terminals.length + 1}`;
    const folder = join(this.folder, name);
    const config = join(this.folder, `${name}.json`);
    const hub = `http://127.0.0.1:${this.wire.port}`;
    writeFileSync(config, JSON.stringify({ hub, port, data: folder, logLevel: 'warn' }));
    const code = await this.enrolmentCode(area);
    const program = this.#spawnTerminal(config, ['--enrol', code]);
    const terminal = { port, area, folder, config, url: `http://127.0.0.1:${port}`, program };
    this.terminals.push(terminal);
    await this.#ready(program, `${terminal.url}/readyz`, 'the terminal is ready');
    return terminal;
  }

  async enrolmentCode(area: number): Promise<string> {
    const { code } = await this.session.post('/api/enrolment-codes', { area }, EnrolmentCodeReplySchema);
    return code;
  }

  /** Enrolled like any terminal, and driven by the test. */
  async addWireTerminal(area: number, options: Partial<WireTerminalOptions> = {}): Promise<WireTerminal> {
    const { identity, reply } = await enrol(this.url, await this.enrolmentCode(area));
    const hub = `http://127.0.0.1:${this.wire.port}`;
    return new WireTerminal({ hub, identity, area, hubKey: reply.hub, ...options });
  }

  async killHub(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await kill(this.hub, signal);
  }

  /** A new hub with an administrator, two areas, open day and night. */
  async open(): Promise<void> {
    const [hubPort = 0] = await freePorts([1]);
    this.hubPort = hubPort;
    mkdirSync(this.hubData, { recursive: true });
    const config = { host: '127.0.0.1', port: hubPort, data: this.hubData, logLevel: 'warn' };
    writeFileSync(this.hubConfig, JSON.stringify(config));
    this.#wire = await startProxy(() => this.hubPort);
    await this.startHub();
    await until(
      'a sign-in link',
      () => signInLink(this.hub.output()) !== undefined,
      5_000,
      () => this.hub.output(),
    );
    this.#session = await signIn(signInLink(this.hub.output()) ?? '');
    await this.session.send('PUT', '/api/opening-hours', DAY_AND_NIGHT);
    const [site] = await this.session.get('/api/areas', AreasSchema);
    if (!site) throw new Error('a new site has no area');
    const add = async (kind: string, hant: string, hans: string, en: string): Promise<number> => {
      const name = { 'zh-Hant': hant, 'zh-Hans': hans, en };
      const area = await this.session.post('/api/areas', { parent: site.id, kind, name }, AreaSchema);
      return area.id;
    };
    this.#areas = {
      hall: await add('hall', '一號展廳', '一号展厅', 'Hall 1'),
      restroom: await add('restroom', '一樓洗手間', '一楼洗手间', 'Ground floor restroom'),
    };
  }

  async close(): Promise<void> {
    const programs = [...this.terminals.map(({ program }) => program), ...(this.#hub ? [this.#hub] : [])];
    await Promise.all(programs.map((program) => kill(program, 'SIGKILL')));
    await this.#wire?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #spawnTerminal(config: string, args: readonly string[]): Program {
    return startProgram({
      script: compiled('terminal-server/main.js'),
      args: ['--config', config, ...args],
    });
  }

  async #ready(program: Program, url: string, what: string): Promise<void> {
    const ready = async (): Promise<boolean> => {
      if (!program.running()) throw new Error(`it ended before ${what}:\n${program.output()}`);
      return answers(url);
    };
    await until(what, ready, START_MS, () => program.output());
  }
}

export async function openHouse(): Promise<House> {
  const house = new House();
  try {
    await house.open();
    return house;
  } catch (error) {
    await house.close();
    throw error;
  }
}
