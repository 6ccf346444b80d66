// The terminal's memory: outboxes with their chained facts, how far the hub holds them, the kept policy. Only here
// and beside it stands SQL.
import { RatedBody, SentFactSchema } from '../../shared/fact.ts';
import type { Level } from '../../shared/level.ts';
import { type TerminalPolicy, TerminalPolicySchema } from '../../shared/policy.ts';
import type { Result } from '../../shared/result.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import type { Database, Row } from '../../shared/server/sqlite.ts';
import type { Instant } from '../../shared/site-time.ts';
import { MAX_BATCH } from '../../shared/wire.ts';
import type { Timers } from '../timers.ts';
import type { ClockMark, Draft, OutboxInfo } from './outbox.ts';
import { type AppendRefusal, type Opening, Writer } from './writer.ts';

/** UTF-16 units of facts in one batch: well below what one message may hold. */
const MAX_BATCH_LENGTH = 300_000;
const TRIM_STEP = 5_000;

export interface Batch {
  readonly outbox: string;
  readonly first: number;
  readonly last: number;
  /** Chain behind the last fact. */
  readonly hash: string;
  /** Canonical texts, in order. */
  readonly facts: readonly string[];
}

export interface OpenStoreDeps {
  readonly database: Database;
  readonly terminal: string;
  readonly timers: Timers;
  readonly onTrouble: (code: string | null) => void;
  /** New facts lie ready for the hub. */
  readonly onAppended: () => void;
}

const policyDecoder = compiledDecoder(TerminalPolicySchema);
const factDecoder = compiledDecoder(SentFactSchema);
const ratedDecoder = compiledDecoder(RatedBody);

const number = (row: Row, key: string): number => Number(row[key]);
const text = (row: Row, key: string): string => String(row[key]);

export class TerminalStore {
  readonly #database: Database;
  readonly #terminal: string;
  readonly #writer: Writer;
  readonly #outboxes: OutboxInfo[];
  #marks: ClockMark[];
  #epoch = 0;
  readonly #unsavedAcks = new Set<number>();

  private constructor(deps: OpenStoreDeps, outboxes: OutboxInfo[], marks: ClockMark[], nextOrd: number) {
    this.#database = deps.database;
    this.#terminal = deps.terminal;
    this.#outboxes = outboxes;
    this.#marks = marks;
    this.#writer = new Writer({
      ...deps,
      newest: outboxes.at(-1),
      nextOrd,
      onWritten: (grown, newMarks) => {
        for (const outbox of grown) {
          const known = this.#outboxes.find(({ ord }) => ord === outbox.ord);
          this.#adopt(known ? { ...outbox, acked: known.acked, trimmed: known.trimmed } : outbox);
        }
        this.#marks.push(...newMarks);
        deps.onAppended();
      },
    });
  }

  /** Loads what is kept of this terminal. @throws StoreError */
  static async open(deps: OpenStoreDeps): Promise<TerminalStore> {
    const { database, terminal } = deps;
    const outboxes = await database.all('SELECT * FROM outbox WHERE terminal = ? ORDER BY ord', [terminal]);
    const marks = await database.all(
      `SELECT clock_mark.* FROM clock_mark JOIN outbox USING (ord)
       WHERE terminal = ? ORDER BY clock_mark.ord, clock_mark.sequence`,
      [terminal],
    );
    const top = await database.get('SELECT coalesce(max(ord), 0) AS ord FROM outbox');
    const nextOrd = Number(top?.['ord'] ?? 0) + 1;
    const store = new TerminalStore(deps, outboxes.map(outboxOf), marks.map(markOf), nextOrd);
    store.#epoch = Number((await store.#kept('epoch')) ?? 0);
    return store;
  }

  /** All outboxes whose heads are kept, oldest first. */
  get outboxes(): readonly OutboxInfo[] {
    return this.#outboxes;
  }

  get marks(): readonly ClockMark[] {
    return this.#marks;
  }

  /** Facts that the hub has not acknowledged. */
  get waiting(): number {
    return this.#outboxes.reduce((sum, { last, acked }) => sum + last - acked, 0);
  }

  openOutbox(opening: Opening): Promise<Result<void, AppendRefusal>> {
    return this.#writer.open(opening);
  }

  /** Resolves when durable; see `Writer.append`. */
  append(drafts: readonly Draft[]): Promise<Result<void, AppendRefusal>> {
    return this.#writer.append(drafts);
  }

  async has(id: string): Promise<boolean> {
    return (await this.#database.get('SELECT 1 AS found FROM fact WHERE id = ?', [id])) !== undefined;
  }

  /** The level of the rating with that id; undefined when no such rating is kept here. */
  async ratingLevel(id: string): Promise<Level | undefined> {
    const row = await this.#database.get('SELECT text FROM fact WHERE id = ?', [id]);
    const fact = row && factDecoder.text(text(row, 'text'));
    if (!fact?.ok || fact.value.kind !== 'rated') return undefined;
    const body = ratedDecoder.value(fact.value.body);
    return body.ok ? body.value.level : undefined;
  }

  /** Facts of one outbox from a sequence on, as many as one message takes; undefined when there are none. */
  async batch(outbox: string, from: number): Promise<Batch | undefined> {
    const info = this.#outboxes.find(({ id }) => id === outbox);
    if (!info) return undefined;
    const rows = await this.#database.all(
      'SELECT sequence, hash, text FROM fact WHERE ord = ? AND sequence >= ? ORDER BY sequence LIMIT ?',
      [info.ord, from, MAX_BATCH],
    );
    const taken: Row[] = [];
    for (let length = 0; length < MAX_BATCH_LENGTH; ) {
      const row = rows[taken.length];
      if (!row) break;
      taken.push(row);
      length += text(row, 'text').length;
    }
    const first = taken[0];
    const last = taken.at(-1);
    if (!first || !last) return undefined;
    return {
      outbox,
      first: number(first, 'sequence'),
      last: number(last, 'sequence'),
      hash: text(last, 'hash'),
      facts: taken.map((row) => text(row, 'text')),
    };
  }

  /** The hub's word, also where it is lower than before [W5]. Saved with the next `saveAcks`. */
  acknowledged(outbox: string, through: number): void {
    const info = this.#outboxes.find(({ id }) => id === outbox);
    if (!info) return;
    const acked = Math.min(through, info.last);
    if (acked === info.acked) return;
    this.#adopt({ ...info, acked });
    this.#unsavedAcks.add(info.ord);
  }

  /** Marks are a cache of what the next welcome says anew, so they need no commit of their own each time. */
  async saveAcks(): Promise<void> {
    if (this.#unsavedAcks.size === 0) return;
    const rows = this.#outboxes
      .filter(({ ord }) => this.#unsavedAcks.has(ord))
      .map(({ ord, acked }) => [ord, acked]);
    this.#unsavedAcks.clear();
    await this.#database.run(
      `UPDATE outbox SET acked = told.value ->> 1 FROM json_each(?) AS told WHERE outbox.ord = told.value ->> 0`,
      [JSON.stringify(rows)],
    );
  }

  /**
   * Lets go of acknowledged facts that lie before the newest clock measurement at or before `before` (the hub's time),
   * and thus surely are older. Heads stay. Returns how many facts went.
   */
  async trim(before: Instant): Promise<number> {
    const mark = this.#marks.findLast(({ hub }) => hub <= before);
    if (!mark) return 0;
    await this.saveAcks();
    let gone = 0;
    for (const info of this.#outboxes.filter(({ ord }) => ord <= mark.ord)) {
      const through = Math.min(info.acked, info.ord === mark.ord ? mark.sequence : info.last);
      if (through > info.trimmed) gone += await this.#trimOutbox(info, through);
    }
    await this.#trimMarks(mark);
    return gone;
  }

  async #trimOutbox(info: OutboxInfo, through: number): Promise<number> {
    let gone = 0;
    for (let from = info.trimmed; from < through; from += TRIM_STEP) {
      const to = Math.min(through, from + TRIM_STEP);
      await this.#database.transaction(async (statements) => {
        const { changes } = await statements.run('DELETE FROM fact WHERE ord = ? AND sequence <= ?', [
          info.ord,
          to,
        ]);
        await statements.run('UPDATE outbox SET trimmed = ? WHERE ord = ?', [to, info.ord]);
        gone += changes;
      });
    }
    const now = this.#outboxes.find(({ ord }) => ord === info.ord) ?? info;
    this.#adopt({ ...now, trimmed: through });
    return gone;
  }

  /** Older measurements serve nobody once every fact up to `mark` is gone. */
  async #trimMarks(mark: ClockMark): Promise<void> {
    const needed = this.#outboxes.some(({ ord, trimmed, last }) => ord < mark.ord && trimmed < last);
    if (needed) return;
    await this.#database.run('DELETE FROM clock_mark WHERE (ord, sequence) < (?, ?)', [
      mark.ord,
      mark.sequence,
    ]);
    this.#marks = this.#marks.slice(this.#marks.indexOf(mark));
  }

  async policy(): Promise<TerminalPolicy | undefined> {
    const kept = await this.#kept('policy');
    const decoded = kept === undefined ? undefined : policyDecoder.text(kept);
    return decoded?.ok ? decoded.value : undefined;
  }

  keepPolicy(policy: TerminalPolicy): Promise<void> {
    return this.#keep('policy', policy);
  }

  /** The epoch of the hub's journal in the last welcome; 0 before the first. */
  get epoch(): number {
    return this.#epoch;
  }

  keepEpoch(epoch: number): Promise<void> {
    this.#epoch = epoch;
    return this.#keep('epoch', epoch);
  }

  /** Gives up what cannot be written now, saves marks, closes nothing: the database belongs to the caller. */
  async stop(): Promise<void> {
    await this.#writer.stop();
    // A full disk is no reason to hang or fail here: the next welcome says the marks again.
    await this.saveAcks().catch(() => undefined);
  }

  /** Settings are one terminal's: a machine that was enrolled anew as another must not show the old one's place. */
  #settingKey(name: string): string {
    return `${name} ${this.#terminal}`;
  }

  async #kept(name: string): Promise<string | undefined> {
    const row = await this.#database.get('SELECT value FROM setting WHERE key = ?', [this.#settingKey(name)]);
    return row && text(row, 'value');
  }

  async #keep(name: string, value: unknown): Promise<void> {
    await this.#database.run(
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      [this.#settingKey(name), JSON.stringify(value)],
    );
  }

  #adopt(outbox: OutboxInfo): void {
    const index = this.#outboxes.findIndex(({ ord }) => ord === outbox.ord);
    const old = this.#outboxes[index];
    if (old) this.#outboxes[index] = outbox;
    else this.#outboxes.push(outbox);
  }
}

const outboxOf = (row: Row): OutboxInfo => ({
  ord: number(row, 'ord'),
  id: text(row, 'id'),
  boot: text(row, 'boot'),
  openedMono: number(row, 'opened_mono'),
  lastMono: number(row, 'last_mono'),
  last: number(row, 'last'),
  hash: text(row, 'hash'),
  acked: number(row, 'acked'),
  trimmed: number(row, 'trimmed'),
});

const markOf = (row: Row): ClockMark => ({
  ord: number(row, 'ord'),
  sequence: number(row, 'sequence'),
  mono: number(row, 'mono'),
  wall: number(row, 'wall'),
  hub: number(row, 'hub'),
});
