// The river inside the hub, wired: sockets of terminals → journal → projections, and the proofs over them.
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../shared/server/clock.ts';
import type { Signer } from '../shared/server/keys.ts';
import type { Log } from '../shared/server/log.ts';
import type { Database } from '../shared/server/sqlite.ts';
import type { Directory, HubFacts, Links, Projections, Records } from './contracts.ts';

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

export async function buildRiver(_deps: RiverDeps): Promise<River> {
  throw new Error('the river is still being laid');
}
