// Between ingest and projections: the only writer of facts.
import type { AreaId } from '../../shared/area.ts';
import type { Log } from '../../shared/server/log.ts';
import type { Database } from '../../shared/server/sqlite.ts';
import type { Facts } from '../../shared/wire.ts';
import { appendGroup, isMoved, type ProjectionPayload } from '../store/group-commit.ts';
import { readFlags, readHead, readOutbox, readSuccessors } from '../store/journal-reads.ts';
import { raiseEpoch } from '../store/restored.ts';
import { buildGroup, type Group, type Queued } from './group.ts';
import { type Intake, takeBatch } from './intake.ts';
import { noteGrowth, noteOpening } from './lineage.ts';
import { BROKEN_CHAIN, CLONED, newOutbox, type OutboxEntry } from './outbox.ts';
import type { FactRow } from './row.ts';

export const MAX_GROUP = 5_000;
/** With more facts than this waiting for a commit no socket is read, until fewer than a quarter wait. */
export const MAX_WAITING = 40_000;
const MAX_KNOWN = 50_000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

/** What folds each group in the same commit; behind, it catches up between groups. */
export interface GroupProjector {
  /** What the group changes; undefined when the projector does not stand right before it. */
  fold(rows: readonly FactRow[], from: number, to: number): Promise<ProjectionPayload | undefined>;
  committed(): Promise<void>;
  /** Forgets what was folded and not committed. */
  lost(): Promise<void>;
  readonly wantsTurn: boolean;
  catchUp(): Promise<void>;
}

export interface JournalDeps {
  readonly database: Database;
  readonly projector: GroupProjector;
  readonly knowsArea: (area: AreaId) => boolean;
  readonly log: Log;
  /** True: read no socket; false: go on. */
  readonly onPressure: (pressed: boolean) => void;
  readonly onFlagged: (terminal: string, bits: number) => void;
  /** Another writer moved the journal: what was taken and not acknowledged is forgotten; terminals must rewind. */
  readonly onLost: () => void;
  readonly wait: (ms: number) => Promise<void>;
}

export interface Journal {
  epoch(): number;
  /** The database was put back to an older copy: a new epoch begins, once, if `from` still holds. */
  raiseEpoch(from: number): Promise<void>;
  position(): number;
  /** False while a commit fails. */
  healthy(): boolean;
  /** The outbox's entry; made when the name is new, and then owned by that terminal. */
  outbox(name: string, terminal: string): OutboxEntry | Promise<OutboxEntry>;
  /** Takes what is new in a batch into the queue; `done` once it is durable. @throws RangeError as `takeBatch` */
  take(
    entry: OutboxEntry,
    terminal: string,
    message: Facts,
    receivedAt: number,
    done: (through: number) => void,
  ): Intake['how'];
  /** Calls back once everything taken of that outbox so far is durable. */
  whenDurable(entry: OutboxEntry, done: (through: number) => void): void;
  flag(entry: OutboxEntry, bit: number): void;
  /** Runs what waits: facts, flags, a projector that is behind. */
  nudge(): void;
  /** Resolves when nothing waits any more, or when a commit fails. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export async function openJournal(deps: JournalDeps): Promise<Journal> {
  const { database, projector, log } = deps;
  let head = await readHead(database);
  let lastOutbox = head.lastOutbox;
  const known = new Map<string, OutboxEntry>();
  const loading = new Map<string, Promise<OutboxEntry>>();
  const flagged = new Set<OutboxEntry>();
  let queue: Queued[] = [];
  let waiting = 0;
  let failing = false;
  let pressed = false;
  let stopped = false;
  let running: Promise<void> | undefined;

  const press = (): void => {
    const next = failing || waiting > (pressed ? MAX_WAITING / 4 : MAX_WAITING);
    if (next === pressed) return;
    pressed = next;
    deps.onPressure(next);
  };

  const remember = (entry: OutboxEntry): OutboxEntry => {
    known.set(entry.name, entry);
    if (known.size > MAX_KNOWN) {
      for (const [name, each] of known) {
        if (each.queued > 0 || flagged.has(each) || each === entry) continue;
        known.delete(name);
        break;
      }
    }
    return entry;
  };

  const load = async (name: string, terminal: string): Promise<OutboxEntry> => {
    const stored = await readOutbox(database, name);
    if (stored) return remember(stored);
    lastOutbox += 1;
    const entry = newOutbox(lastOutbox, name, terminal);
    for (const { length } of await readSuccessors(database, name)) {
      entry.ended = Math.min(entry.ended ?? length, length);
    }
    return remember(entry);
  };

  const flag = (entry: OutboxEntry, bit: number): void => {
    if ((entry.flags & bit) === 0) log.warn({ terminal: entry.terminal, outbox: entry.name, bit }, 'flagged');
    entry.flags |= bit;
    flagged.add(entry);
    deps.onFlagged(entry.terminal, entry.flags);
  };

  const lineage = {
    known: async (name: string) => {
      const stored = known.has(name) ? undefined : await readOutbox(database, name);
      return known.get(name) ?? (stored && remember(stored));
    },
    successors: async (name: string) => [
      ...(await readSuccessors(database, name)),
      ...Array.from(known.values())
        .filter((each) => each.previous === name && !each.written)
        .map((each) => ({ name: each.name, length: each.previousLength ?? 0 })),
    ],
  };

  const nextItems = (): Queued[] => {
    let count = 0;
    let end = 0;
    for (const { batch } of queue) {
      count += batch ? batch.facts.length + batch.flaws.length : 0;
      if (count > MAX_GROUP && end > 0) break;
      end += 1;
    }
    const items = queue.slice(0, end);
    queue = queue.slice(end);
    return items;
  };

  const nextGroup = async (): Promise<Group> => {
    const items = nextItems();
    for (const { entry, batch } of items) {
      if (batch?.openedAt === undefined) continue;
      for (const changed of await noteOpening(entry, batch, lineage)) {
        flagged.add(changed);
        if (changed.flags !== 0) deps.onFlagged(changed.terminal, changed.flags);
      }
    }
    const flags = Array.from(flagged).filter(
      (entry) => entry.written || items.some((item) => item.batch && item.entry === entry),
    );
    for (const entry of flags) flagged.delete(entry);
    return buildGroup(items, flags, head.position);
  };

  /** True once durable; false when the journal was lost to another writer or is stopping. */
  const commit = async (group: Group, projection: ProjectionPayload | undefined): Promise<boolean> => {
    for (let delay = FIRST_RETRY_MS; !stopped || !failing; delay = Math.min(delay * 2, LAST_RETRY_MS)) {
      try {
        await appendGroup(database, group.payload, projection);
        if (failing) log.info('commits succeed again');
        failing = false;
        return true;
      } catch (error) {
        if (isMoved(error)) {
          log.error({ err: error }, 'another writer moved the journal');
          return false;
        }
        log.error(
          { err: error, facts: group.count },
          'a commit failed: nothing is acknowledged, trying again',
        );
        failing = true;
        press();
        if (!stopped) await deps.wait(delay);
      }
    }
    return false;
  };

  const forget = async (): Promise<void> => {
    queue = [];
    waiting = 0;
    known.clear();
    flagged.clear();
    failing = false;
    head = await readHead(database);
    lastOutbox = head.lastOutbox;
    await projector.lost();
    deps.onLost();
  };

  const settle = (group: Group): void => {
    head = { ...head, position: head.position + group.count };
    waiting -= group.count;
    for (const [entry, mark] of group.marks) entry.mark = mark.through;
    for (const { entry, done } of group.items) {
      entry.queued -= 1;
      done(entry.mark);
    }
  };

  const turn = async (): Promise<void> => {
    const group = await nextGroup();
    const to = head.position + group.count;
    const projection = group.count > 0 ? await projector.fold(group.rows, head.position, to) : undefined;
    if (!(await commit(group, projection))) {
      if (!stopped) await forget();
      return;
    }
    settle(group);
    press();
    if (projection) await projector.committed();
  };

  const run = async (): Promise<void> => {
    // What arrives in the same turn of the event loop shares the first commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (!(stopped && failing)) {
      if (queue.length > 0 || Array.from(flagged).some((entry) => entry.written)) await turn();
      else if (projector.wantsTurn && !stopped) await projector.catchUp();
      else break;
    }
  };

  const nudge = (): void => {
    running ??= run()
      .catch((error: unknown) => {
        log.fatal({ err: error }, 'the journal stopped');
        failing = true;
        press();
      })
      .finally(() => {
        running = undefined;
      });
  };

  const push = (item: Queued): void => {
    item.entry.queued += 1;
    queue.push(item);
    nudge();
  };

  for (const [terminal, bits] of await readFlags(database)) deps.onFlagged(terminal, bits);

  return {
    epoch: () => head.epoch,
    raiseEpoch: async (from) => {
      if (head.epoch !== from) return;
      head = { ...head, epoch: from + 1 };
      log.warn({ epoch: head.epoch }, 'the database is an older copy: terminals send again what it lacks');
      await raiseEpoch(database, head.epoch);
    },
    position: () => head.position,
    healthy: () => !failing,
    outbox: (name, terminal) => {
      const entry = known.get(name);
      if (entry) return entry;
      const underway = loading.get(name);
      if (underway) return underway;
      const started = load(name, terminal).finally(() => loading.delete(name));
      loading.set(name, started);
      return started;
    },
    take: (entry, terminal, message, receivedAt, done) => {
      const intake = takeBatch(entry, terminal, message, receivedAt, deps.knowsArea);
      if (intake.how === 'brokenChain') flag(entry, BROKEN_CHAIN);
      if (intake.how === 'taken') {
        const { batch } = intake;
        entry.taken = batch.through;
        entry.takenHash = batch.hash;
        if (noteGrowth(entry)) flag(entry, CLONED);
        waiting += batch.facts.length + batch.flaws.length;
        push({ entry, batch, done });
        press();
      }
      return intake.how;
    },
    whenDurable: (entry, done) => {
      if (entry.queued === 0) done(entry.mark);
      else push({ entry, batch: undefined, done });
    },
    flag,
    nudge,
    settled: async () => {
      while (running && !failing) await running;
    },
    stop: async () => {
      stopped = true;
      while (running) await running;
    },
  };
}
