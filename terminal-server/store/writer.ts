// Between session and outbox file: the only writer of facts. What arrives while one commit is under way goes into the
// next; a commit that fails (disk full) is tried again until it succeeds, and nobody is told "recorded" before.
import { canonicalFact } from '../../shared/canonical.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { chainNext, chainStart } from '../../shared/server/chain.ts';
import type { Database, Statements } from '../../shared/server/sqlite.ts';
import type { Cancel, Timers } from '../timers.ts';
import type { ClockMark, Draft, Head, OutboxInfo } from './outbox.ts';

/** Facts that may wait while the disk takes none; the page keeps what is refused beyond. */
export const MAX_WAITING = 10_000;
const MAX_COMMIT = 1_000;
const RETRY_MS = 1_000;

export type AppendRefusal = 'tooMany' | 'stopped';

export interface Opening {
  readonly id: string;
  readonly boot: string;
  /** Made at the moment of writing, because it names the outbox before it. */
  readonly first: (previous: Head | null) => Draft;
}

interface Item {
  readonly opening?: Opening;
  readonly drafts: readonly Draft[];
  readonly settle: (result: Result<void, AppendRefusal>) => void;
}

interface Working {
  readonly ord: number;
  readonly outbox: string;
  readonly last: number;
  readonly hash: Buffer;
}

interface Written {
  readonly working: Working | undefined;
  readonly outboxes: readonly OutboxInfo[];
  readonly marks: readonly ClockMark[];
}

export interface WriterDeps {
  readonly database: Database;
  readonly terminal: string;
  readonly timers: Timers;
  /** The newest outbox of this terminal that was there before. */
  readonly newest: OutboxInfo | undefined;
  readonly nextOrd: number;
  /** After each commit: outboxes opened or grown, and clock marks. */
  readonly onWritten: (outboxes: readonly OutboxInfo[], marks: readonly ClockMark[]) => void;
  /** The store failed (with SQLite's code), or works again (null). */
  readonly onTrouble: (code: string | null) => void;
}

export class Writer {
  readonly #deps: WriterDeps;
  #queue: Item[] = [];
  #waiting = 0;
  #busy = false;
  #stopped = false;
  #failing = false;
  #cancelRetry: Cancel = () => undefined;
  #working: Working | undefined;
  #newest: OutboxInfo | undefined;
  #nextOrd: number;

  constructor(deps: WriterDeps) {
    this.#deps = deps;
    this.#newest = deps.newest;
    this.#nextOrd = deps.nextOrd;
  }

  /** Begins a new outbox [F3]; what is appended from now on goes into it. */
  open(opening: Opening): Promise<Result<void, AppendRefusal>> {
    return this.#enqueue([], opening);
  }

  /**
   * Resolves when every draft is durable. A draft whose id was written before, in any outbox, is durable already and
   * not written twice.
   */
  append(drafts: readonly Draft[]): Promise<Result<void, AppendRefusal>> {
    return this.#enqueue(drafts);
  }

  /** Gives up what could not be written; waits for a commit under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelRetry();
    for (const item of this.#queue.splice(0)) item.settle(fail('stopped'));
    await this.#idle;
  }

  #idle: Promise<void> = Promise.resolve();

  #enqueue(drafts: readonly Draft[], opening?: Opening): Promise<Result<void, AppendRefusal>> {
    if (this.#stopped) return Promise.resolve(fail('stopped'));
    if (this.#waiting + drafts.length > MAX_WAITING) return Promise.resolve(fail('tooMany'));
    this.#waiting += drafts.length;
    return new Promise((resolve) => {
      const settle = (result: Result<void, AppendRefusal>): void => {
        this.#waiting -= drafts.length;
        resolve(result);
      };
      this.#queue.push({ drafts, settle, ...(opening ? { opening } : {}) });
      this.#start();
    });
  }

  #start(): void {
    if (this.#busy || this.#failing) return;
    this.#busy = true;
    this.#idle = this.#drain();
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0 && !this.#failing) {
      const group = this.#takeGroup();
      try {
        const written = await this.#deps.database.transaction((statements) => this.#write(statements, group));
        this.#adopt(written);
        for (const item of group) item.settle(ok(undefined));
      } catch (error) {
        this.#postpone(group, error);
      }
    }
    // Together with the look at the queue: a caller who was just answered may append at once.
    this.#busy = false;
  }

  #takeGroup(): Item[] {
    const group: Item[] = [];
    for (let facts = 0; facts < MAX_COMMIT; ) {
      const item = this.#queue.shift();
      if (!item) break;
      group.push(item);
      facts += item.drafts.length;
    }
    return group;
  }

  #postpone(group: readonly Item[], error: unknown): void {
    if (this.#stopped) {
      for (const item of group) item.settle(fail('stopped'));
      return;
    }
    this.#queue.unshift(...group);
    this.#failing = true;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    this.#deps.onTrouble(code);
    this.#cancelRetry = this.#deps.timers.after(RETRY_MS, () => {
      this.#failing = false;
      this.#start();
    });
  }

  #adopt(written: Written): void {
    this.#working = written.working;
    this.#newest = written.outboxes.at(-1) ?? this.#newest;
    this.#nextOrd = Math.max(this.#nextOrd, (this.#newest?.ord ?? 0) + 1);
    this.#deps.onWritten(written.outboxes, written.marks);
    this.#deps.onTrouble(null);
  }

  async #write(statements: Statements, group: readonly Item[]): Promise<Written> {
    const known = await knownIds(statements, group);
    const chain = new ChainBuilder(this.#deps.terminal, this.#working, this.#newest, this.#nextOrd);
    for (const { opening, drafts } of group) {
      if (opening) chain.open(opening);
      for (const draft of drafts) {
        if (known.has(draft.id)) continue;
        known.add(draft.id);
        chain.add(draft);
      }
    }
    await chain.store(statements);
    return { working: chain.working, outboxes: chain.outboxes(), marks: chain.marks };
  }
}

async function knownIds(statements: Statements, group: readonly Item[]): Promise<Set<string>> {
  const ids = group.flatMap(({ drafts }) => drafts.map(({ id }) => id));
  if (ids.length === 0) return new Set();
  const rows = await statements.all('SELECT id FROM fact WHERE id IN (SELECT value FROM json_each(?))', [
    JSON.stringify(ids),
  ]);
  return new Set(rows.map((row) => String(row['id'])));
}

/** Lays drafts behind one another and remembers what of it must be stored. */
class ChainBuilder {
  readonly marks: ClockMark[] = [];
  readonly #terminal: string;
  readonly #touched = new Map<number, OutboxInfo>();
  readonly #facts: [ord: number, sequence: number, id: string, hash: string, text: string][] = [];
  #nextOrd: number;
  #newest: OutboxInfo | undefined;
  working: Working | undefined;

  constructor(
    terminal: string,
    working: Working | undefined,
    newest: OutboxInfo | undefined,
    nextOrd: number,
  ) {
    this.#terminal = terminal;
    this.working = working;
    this.#newest = newest;
    this.#nextOrd = nextOrd;
  }

  open({ id, boot, first }: Opening): void {
    const before = this.#newest;
    const draft = first(before ? { outbox: before.id, last: before.last, hash: before.hash } : null);
    const ord = this.#nextOrd++;
    const hash = chainStart(this.#terminal, id);
    this.working = { ord, outbox: id, last: 0, hash };
    const { mono } = draft;
    const lastMono = mono;
    this.#newest = {
      ord,
      id,
      boot,
      openedMono: mono,
      lastMono,
      last: 0,
      hash: hash.toString('base64url'),
      acked: 0,
      trimmed: 0,
    };
    this.add(draft);
  }

  add(draft: Draft): void {
    const { working } = this;
    if (!working || !this.#newest) throw new Error('a fact was appended before an outbox was opened');
    const { id, kind, wall, mono } = draft;
    const head: Head = {
      outbox: working.outbox,
      last: working.last,
      hash: working.hash.toString('base64url'),
    };
    const body = typeof draft.body === 'function' ? draft.body(head) : draft.body;
    const sequence = working.last + 1;
    const text = canonicalFact({ sequence, id, kind, wall, mono, body });
    const hash = chainNext(working.hash, text);
    const hashText = hash.toString('base64url');
    this.working = { ...working, last: sequence, hash };
    this.#facts.push([working.ord, sequence, id, hashText, text]);
    if (kind === 'clockMeasured' && 'hub' in body) {
      this.marks.push({ ord: working.ord, sequence, mono, wall, hub: body.hub });
    }
    const lastMono = Math.max(mono, this.#newest.lastMono);
    this.#newest = { ...this.#newest, lastMono, last: sequence, hash: hashText };
    this.#touched.set(working.ord, this.#newest);
  }

  outboxes(): OutboxInfo[] {
    return [...this.#touched.values()];
  }

  async store(statements: Statements): Promise<void> {
    for (const box of this.#touched.values()) {
      await statements.run(
        `INSERT INTO outbox (ord, id, terminal, boot, opened_mono, last_mono, last, hash, acked, trimmed)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)
         ON CONFLICT (ord) DO UPDATE SET last_mono = excluded.last_mono, last = excluded.last, hash = excluded.hash`,
        [box.ord, box.id, this.#terminal, box.boot, box.openedMono, box.lastMono, box.last, box.hash],
      );
    }
    if (this.#facts.length > 0) {
      await statements.run(
        `INSERT INTO fact (ord, sequence, id, hash, text)
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?)`,
        [JSON.stringify(this.#facts)],
      );
    }
    if (this.marks.length > 0) {
      const rows = this.marks.map(({ ord, sequence, mono, wall, hub }) => [ord, sequence, mono, wall, hub]);
      await statements.run(
        `INSERT INTO clock_mark (ord, sequence, mono, wall, hub)
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?)`,
        [JSON.stringify(rows)],
      );
    }
  }
}
