// The river inside the hub, wired: sockets of terminals → journal → projections, and the proofs over them.
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../shared/server/clock.ts';
import type { Signer } from '../shared/server/keys.ts';
import type { Log } from '../shared/server/log.ts';
import type { Database } from '../shared/server/sqlite.ts';
import { DAY } from '../shared/site-time.ts';
import type { Directory, HubFacts, Links, ProjectionChange, Projections, Records } from './contracts.ts';
import { newLinkBook } from './ingest/links.ts';
import { registerUplinkRoute } from './ingest/route.ts';
import { newUplink, type Uplink } from './ingest/uplink.ts';
import { type Journal, openJournal } from './journal/journal.ts';
import type { Change } from './projector/deltas.ts';
import { openProjector } from './projector/projector.ts';
import { sealJournal } from './records/daily-seal.ts';
import { HUB_TERMINAL, type HubOutbox, newHubOutbox } from './records/hub-facts.ts';
import { newRecords } from './records/records.ts';
import { prepareCommits } from './store/group-commit.ts';
import { readMarks } from './store/journal-reads.ts';
import {
  countQuarantined,
  positionsOf,
  readFeed,
  readListening,
  readReasons,
  readTallies,
} from './store/projection-reads.ts';
import { readLastSeal } from './store/seals.ts';
import { readSights, writeSights } from './store/sights.ts';

export interface RiverDeps {
  /** The only connection that writes; migrated. */
  readonly database: Database;
  /** A read-only connection on the same file, for dashboards. */
  readonly reader: Database;
  readonly directory: Directory;
  /** The hub's own key: the one that terminals pinned. */
  readonly signer: Signer;
  readonly clock: Clock;
  readonly log: Log;
  /** The program's version, for the hub's own facts. */
  readonly version: string;
  /** A terminal that the directory does not know, or has not approved, said hello with that name. */
  readonly onUnknown: (terminal: string, address: string) => void;
}

export interface River {
  /** Adds the terminals' socket to the app; registers @fastify/websocket unless that is done already. */
  registerUplink(app: FastifyInstance): Promise<void>;
  readonly links: Links;
  readonly projections: Projections;
  readonly records: Records;
  readonly hubFacts: HubFacts;
  /** False while commits fail or the projections are behind the journal. */
  ready(): boolean;
  /** Refuses terminals, seals and flushes the journal. The connections stay open: whoever opened them closes them. */
  stop(): Promise<void>;
}

const TICK_MS = 5_000;
const SIGHTS_EVERY_MS = 60_000;

/**
 * Tells of each commit. Looks ratings up on the writing connection: a slow query of a dashboard must not hold up the journal.
 */
function changeBell(
  database: Database,
  log: Log,
): {
  ring: (change: Change, position: number) => Promise<void>;
  onChange: Projections['onChange'];
} {
  const listeners = new Set<(change: ProjectionChange) => void>();
  return {
    ring: async (change, position) => {
      if (listeners.size === 0) return;
      const named = change.reasonsOf.length > 0 ? await positionsOf(database, change.reasonsOf) : [];
      const ratings = named.length > 0 ? [...new Set([...change.ratings, ...named])] : change.ratings;
      for (const listener of listeners) {
        try {
          listener({ areas: change.areas, ratings, position });
        } catch (error) {
          // Whoever watches must not be able to stop the river.
          log.error({ err: error }, 'a listener to the projections failed');
        }
      }
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const newProjections = (reader: Database, onChange: Projections['onChange']): Projections => ({
  tallies: (areas, from, until) => readTallies(reader, areas, from, until),
  listening: (areas, from, until) => readListening(reader, areas, from, until),
  reasons: (areas, from, until) => readReasons(reader, areas, from, until),
  feed: (areas, limit, sincePosition) => readFeed(reader, areas, limit, sincePosition),
  quarantinedSince: (from) => countQuarantined(reader, from),
  onChange,
});

/** Opens the journal, lets the projections catch up with it, and wires ingest before it. @throws StoreError */
export async function buildRiver(deps: RiverDeps): Promise<River> {
  const { database, reader, directory, signer, clock, log } = deps;
  const now = (): number => clock.wall();
  await prepareCommits(database);
  const book = newLinkBook(await readSights(database));
  const bell = changeBell(database, log);
  const projector = await openProjector({
    database,
    journal: database,
    timeZone: () => directory.clock().timeZone,
    log,
    now,
    onChange: bell.ring,
  });
  const stopping = new AbortController();
  let uplink: Uplink | undefined;
  let hubOutbox: HubOutbox | undefined;
  const journal: Journal = await openJournal({
    database,
    projector,
    knowsArea: (area) => directory.area(area) !== undefined,
    log,
    onPressure: (pressed) => uplink?.press(pressed),
    onFlagged: book.flagged,
    onLost: () => {
      uplink?.dropAll('stopping');
      hubOutbox?.lost();
    },
    wait: (ms) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined),
  });
  journal.nudge();
  await journal.settled();
  uplink = newUplink({
    journal,
    directory,
    signer,
    book,
    readMarks: (names) => readMarks(database, names),
    now,
    log,
    onUnknown: deps.onUnknown,
  });
  const own = newHubOutbox({ journal, database, directory, signer, clock, version: deps.version });
  hubOutbox = own;
  const hub = uplink;
  // A time zone that an administrator changed moves every slot: the projections are then folded anew.
  const unsubscribe = directory.onChange(() => journal.nudge());

  let sightsAt = now();
  let sealedAt = (await readLastSeal(database))?.at ?? now();
  const keep = async (): Promise<void> => {
    if (now() - sightsAt >= SIGHTS_EVERY_MS) {
      sightsAt = now();
      await writeSights(database, book.unstored());
    }
    await own.tick();
    if (now() - sealedAt >= DAY) {
      sealedAt = now();
      await sealJournal(database, signer, now());
    }
  };
  let keeping: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    hub.tick();
    if (projector.wantsTurn) journal.nudge();
    if (!journal.healthy()) return;
    keeping = keeping.then(keep).catch((error: unknown) => log.error({ err: error }, 'housekeeping failed'));
  }, TICK_MS);

  return {
    registerUplink: (app) => registerUplinkRoute(app, hub),
    links: hub.links,
    projections: newProjections(reader, bell.onChange),
    records: newRecords({
      database,
      keyOf: (terminal) =>
        terminal === HUB_TERMINAL ? signer.publicKey : directory.terminal(terminal)?.publicKey,
      hubKey: signer.publicKey,
      log,
      now,
    }),
    hubFacts: { settingChanged: own.settingChanged },
    ready: () => journal.healthy() && !projector.behind(),
    stop: async () => {
      clearInterval(timer);
      unsubscribe();
      hub.stop();
      await keeping;
      if (journal.healthy()) {
        await own.seal();
        await journal.settled();
        await sealJournal(database, signer, now());
        await writeSights(database, book.unstored());
      }
      stopping.abort();
      await journal.stop();
    },
  };
}
