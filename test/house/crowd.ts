// Everybody who taps in a fault test, and the books over it: what was made, acknowledged and stored.

import type { Level } from '../../shared/level.ts';
import type { Clock } from '../../shared/server/clock.ts';
import type { WireTerminal } from '../wire-client.ts';
import { Dashboard } from './dashboard.ts';
import type { House } from './house.ts';
import { countTaps, type Journal, readJournal } from './journal.ts';
import type { Random } from './random.ts';
import { differences } from './recount.ts';
import { pause, until } from './until.ts';
import { Visitor } from './visitor.ts';

const LEVELS: readonly [Level, ...Level[]] = [4, 4, 4, 3, 3, 2, 1, 1];
const REASONS: readonly [string, ...string[]] = ['floor', 'smell', 'paper', 'soap', 'bin'];

/** A clock whose monotonic hand the test moves; its wall may be wrong. */
export class HandClock implements Clock {
  readonly boot: string;
  readonly wallOffMs: number;
  #mono: number;

  constructor(boot: string, wallOffMs = 0, mono = 1_000_000) {
    this.boot = boot;
    this.wallOffMs = wallOffMs;
    this.#mono = mono;
  }
  wall(): number {
    return Date.now() + this.wallOffMs;
  }
  mono(): number {
    return this.#mono;
  }
  move(ms: number): void {
    this.#mono += ms;
  }
}

export interface Books {
  readonly made: number;
  readonly acknowledged: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly lost: number;
}

export const bookLine = (what: string, books: Books): string =>
  `${what}: ${books.made} taps made, ${books.acknowledged} acknowledged, ${books.stored} stored, ` +
  `${books.duplicates} duplicates, ${books.lost} lost`;

export class Crowd {
  readonly visitors: Visitor[] = [];
  readonly wires: { readonly terminal: WireTerminal; readonly clock: HandClock }[] = [];
  readonly dashboard: Dashboard;
  readonly #house: House;
  readonly #random: Random;
  readonly #wireTaps = new Set<string>();
  #tapping = false;
  #left = false;
  #loops: Promise<void>[] = [];

  constructor(house: House, random: Random) {
    this.#house = house;
    this.#random = random;
    this.dashboard = new Dashboard(house.session);
  }

  /** Visitors at a real terminal's glass. */
  visit(port: number): Visitor {
    const visitor = new Visitor(port);
    this.visitors.push(visitor);
    this.#loops.push(this.#tapAtGlass(visitor));
    return visitor;
  }

  /** A terminal of the protocol's reference client, with visitors whose time is moved by hand. */
  async visitWire(area: number, wallOffMs = 0): Promise<WireTerminal> {
    const clock = new HandClock(`hand-${this.wires.length}`, wallOffMs);
    const terminal = await this.#house.addWireTerminal(area, { clock });
    this.wires.push({ terminal, clock });
    this.#loops.push(this.#stayConnected(terminal), this.#tapOnWire(terminal, clock));
    return terminal;
  }

  start(): void {
    this.#tapping = true;
  }

  /** One tap of a wire terminal, in the books. */
  tapOnWire(terminal: WireTerminal, clock: HandClock): void {
    const random = this.#random;
    clock.move(random.pick([300, 700, 1_500, 2_500, 4_000, 7_000, 9_000]));
    const level = random.pick(LEVELS);
    const fact = terminal.rate(level);
    this.#wireTaps.add(fact.id);
    if (level === 1 && random.next() < 0.7) terminal.reason(fact.id, random.pick(REASONS));
  }

  /** Stops tapping, waits until every outbox has drained, and compares everything with everything. */
  async settle(limitMs = 60_000): Promise<Books> {
    this.#tapping = false;
    await until(
      'every tap is acknowledged',
      () => this.#waiting() === 0,
      limitMs,
      () => `${this.#waiting()} wait. ${this.#house.hub.output().slice(-2_000)}`,
    );
    const { hubData, hub } = this.#house;
    const { size } = this.#made();
    await until(
      'every tap is in the journal',
      async () => (await countTaps(hubData)) >= size,
      limitMs,
      () => `${size} were made. ${hub.output().slice(-2_000)}`,
    );
    const journal = await readJournal(hubData);
    const books = this.#balance(journal);
    await this.#figuresAgree(journal);
    return books;
  }

  /** After the hub was killed: what it acknowledged must be in the files it left. Returns how many taps those are. */
  async acknowledgedAreStored(): Promise<number> {
    const journal = await readJournal(this.#house.hubData);
    const stored = new Set(journal.taps.map(({ id }) => id));
    const acknowledged = this.#acknowledgedOnWire();
    const lost = [...acknowledged].filter((id) => !stored.has(id));
    if (lost.length > 0)
      throw new Error(`${lost.length} acknowledged taps are not in the killed hub's journal`);
    return acknowledged.size;
  }

  leave(): void {
    this.#left = true;
    this.#tapping = false;
    for (const visitor of this.visitors) visitor.leave();
    for (const { terminal } of this.wires) terminal.disconnect();
    this.dashboard.leave();
  }

  #made(): Set<string> {
    return new Set([...this.visitors.flatMap(({ made }) => [...made]), ...this.#wireTaps]);
  }

  #acknowledgedOnWire(): Set<string> {
    const ids = this.wires.flatMap(({ terminal }) =>
      terminal.outboxes.flatMap((outbox) =>
        outbox.facts.slice(0, terminal.acknowledged.get(outbox.id) ?? 0).map(({ id }) => id),
      ),
    );
    return new Set(ids.filter((id) => this.#wireTaps.has(id)));
  }

  #waiting(): number {
    const atGlass = this.visitors.reduce((sum, { unrecorded }) => sum + unrecorded, 0);
    return atGlass + this.wires.reduce((sum, { terminal }) => sum + terminal.unacknowledged, 0);
  }

  #missingIn(journal: Journal): string[] {
    const stored = new Set(journal.taps.map(({ id }) => id));
    return [...this.#made()].filter((id) => !stored.has(id));
  }

  #balance(journal: Journal): Books {
    const made = this.#made();
    const stored = journal.taps.map(({ id }) => id);
    const strange = stored.filter((id) => !made.has(id)).length;
    const recorded = new Set(this.visitors.flatMap((visitor) => [...visitor.recorded]));
    if (strange > 0) throw new Error(`${strange} stored taps were never made`);
    if (journal.gaps.length > 0) throw new Error(`gaps: ${journal.gaps.join(', ')}`);
    if (journal.integrity !== 'ok') throw new Error(`integrity_check: ${journal.integrity}`);
    return {
      made: made.size,
      acknowledged: recorded.size + this.#acknowledgedOnWire().size,
      stored: stored.length,
      duplicates: stored.length - new Set(stored).size,
      lost: this.#missingIn(journal).length,
    };
  }

  async #figuresAgree(journal: Journal): Promise<void> {
    const { dashboard } = this;
    let found: string[] = ['no view yet'];
    await until(
      'the dashboard shows what the journal holds',
      () => {
        if (dashboard.view) found = differences(dashboard.view, journal, dashboard.now);
        return found.length === 0;
      },
      10_000,
      () => found.slice(0, 6).join('\n'),
    );
  }

  async #tapAtGlass(visitor: Visitor): Promise<void> {
    const random = this.#random;
    while (!this.#left) {
      await pause(random.whole(20, 200));
      if (!this.#tapping) continue;
      const level = random.pick(LEVELS);
      const code = visitor.tap(level);
      if (level === 1 && random.next() < 0.7) visitor.reason(code, random.pick(REASONS));
    }
  }

  async #tapOnWire(terminal: WireTerminal, clock: HandClock): Promise<void> {
    while (!this.#left) {
      await pause(this.#random.whole(5, 40));
      if (this.#tapping) this.tapOnWire(terminal, clock);
    }
  }

  async #stayConnected(terminal: WireTerminal): Promise<void> {
    while (!this.#left) {
      const state = terminal.line?.socket.readyState;
      if (state === undefined || state > 1) await terminal.connect().catch(() => undefined);
      await pause(50);
    }
  }
}
