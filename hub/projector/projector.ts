// Between journal and live: folds facts into the projections, in the journal's own commit or, when behind, after it.
import { decoder } from '../../shared/decode.ts';
import type { Log } from '../../shared/server/log.ts';
import type { Database, Statements } from '../../shared/server/sqlite.ts';
import { type SiteClock, siteClock } from '../../shared/site-time.ts';
import type { GroupProjector } from '../journal/journal.ts';
import type { FactRow } from '../journal/row.ts';
import { isMoved, type ProjectionPayload, projectGroup } from '../store/group-commit.ts';
import { readFacts, readFolds, readHead, readTails } from '../store/journal-reads.ts';
import { readCursor, resetProjections } from '../store/projection-reads.ts';
import type { Change, Deltas } from './deltas.ts';
import { foldRows, type OutboxFold, resumeFold } from './fold.ts';
import { ListeningStateSchema, NOT_LISTENING } from './listening.ts';
import { FILTER_VERSION, RUN_BLOCK, RUN_GAP_MS } from './misuse.ts';

const CHUNK = 5_000;
const MAX_HOT = 20_000;
const PAUSE_AFTER_FAILURE_MS = 5_000;

const listeningState = decoder(ListeningStateSchema);

export interface ProjectorDeps {
  /** Where the projections are written. */
  readonly database: Database;
  /** Where facts are read; the same database unless projections are rebuilt beside the live ones. */
  readonly journal: Statements;
  /** The time zone whose half-hours are counted. */
  readonly timeZone: () => string;
  readonly log: Log;
  readonly now: () => number;
  readonly onChange: (change: Change, position: number) => void | Promise<void>;
}

export interface Projector extends GroupProjector {
  cursor(): number;
  /** Folds the journal up to that position. */
  catchUpTo(position: number): Promise<void>;
  behind(): boolean;
}

/** Opens at the stored cursor; starts from nothing where time zone or misuse filter are not those it was folded with. */
export async function openProjector(deps: ProjectorDeps): Promise<Projector> {
  const { database, journal, log } = deps;
  let stored = await readCursor(database);
  let cursor = stored.cursor;
  let head = (await readHead(journal)).position;
  let clock: SiteClock = siteClock(stored.timeZone || deps.timeZone());
  let hot = new Map<number, OutboxFold>();
  let folded: { deltas: Deltas; to: number } | undefined;
  let pausedUntil = 0;

  const fitsSettings = (): boolean => stored.timeZone === deps.timeZone() && stored.filter === FILTER_VERSION;

  const startAnew = async (): Promise<void> => {
    if (cursor > 0) log.info({ timeZone: deps.timeZone() }, 'rebuilding the projections');
    await resetProjections(database, deps.timeZone(), FILTER_VERSION);
    stored = await readCursor(database);
    cursor = 0;
    clock = siteClock(stored.timeZone);
    hot = new Map();
  };

  /** Puts the folds of the rows' outboxes into memory, from what is stored and what stands before the rows. */
  const warm = async (rows: readonly FactRow[]): Promise<void> => {
    const cold = new Map<number, FactRow>();
    for (const row of rows) {
      const { number } = row.origin;
      if (row.previous > 0 && !hot.has(number) && !cold.has(number)) cold.set(number, row);
    }
    if (cold.size === 0) return;
    const starts = Array.from(cold.values(), ({ previous, mono, sequence }) => ({
      position: previous,
      mono,
      sequence,
    }));
    const tails = new Map<number, FactRow[]>();
    for (const row of await readTails(journal, starts, RUN_GAP_MS, RUN_BLOCK)) {
      const tail = tails.get(row.origin.number);
      if (tail) tail.push(row);
      else tails.set(row.origin.number, [row]);
    }
    const states = await readFolds(database, [...cold.keys()]);
    for (const number of cold.keys()) {
      const state = listeningState.text(states.get(number) ?? '');
      hot.set(number, resumeFold(tails.get(number) ?? [], state.ok ? state.value : NOT_LISTENING, clock));
    }
  };

  const coolDown = (): void => {
    for (const number of hot.keys()) {
      if (hot.size <= MAX_HOT) return;
      hot.delete(number);
    }
  };

  const fold = async (rows: readonly FactRow[], from: number, to: number): Promise<ProjectionPayload> => {
    coolDown();
    await warm(rows);
    const deltas = foldRows(rows, hot, clock);
    folded = { deltas, to };
    return deltas.payload(from, to);
  };

  const committed = async (): Promise<void> => {
    if (!folded) return;
    const { deltas, to } = folded;
    folded = undefined;
    cursor = to;
    head = Math.max(head, to);
    await deps.onChange(deltas.change(), to);
  };

  const lost = async (): Promise<void> => {
    folded = undefined;
    hot = new Map();
    stored = await readCursor(database);
    cursor = stored.cursor;
    head = (await readHead(journal)).position;
  };

  /** The impossible in a fold must not stop the river: facts go on without it, and it is tried again. */
  const stumble = async (error: unknown): Promise<void> => {
    log.error({ err: error, cursor }, 'projecting failed');
    pausedUntil = deps.now() + PAUSE_AFTER_FAILURE_MS;
    await lost();
  };

  const step = async (through: number): Promise<void> => {
    const rows = await readFacts(journal, cursor, through, CHUNK);
    const last = rows.at(-1);
    const to = last && rows.length === CHUNK ? last.position : through;
    await projectGroup(database, await fold(rows, cursor, to));
    await committed();
  };

  if (!fitsSettings()) await startAnew();

  return {
    cursor: () => cursor,
    behind: () => cursor < head || !fitsSettings(),
    get wantsTurn() {
      return (cursor < head || !fitsSettings()) && deps.now() >= pausedUntil;
    },
    fold: async (rows, from, to) => {
      if (cursor !== from || !fitsSettings()) {
        head = to;
        return undefined;
      }
      try {
        return await fold(rows, from, to);
      } catch (error) {
        await stumble(error);
        head = to;
        return undefined;
      }
    },
    committed,
    lost,
    catchUp: async () => {
      try {
        if (!fitsSettings()) await startAnew();
        if (cursor < head) await step(head);
      } catch (error) {
        if (isMoved(error)) await lost();
        else await stumble(error);
      }
    },
    catchUpTo: async (position) => {
      while (cursor < position) await step(position);
    },
  };
}
