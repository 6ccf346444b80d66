// The hub's own outbox: what it decides and sets is a fact like any other, in a chain under its own key.
import { canonicalJson } from '../../shared/canonical.ts';
import type { FactBody, FactKind } from '../../shared/fact.ts';
import { chainNext, sealBytes } from '../../shared/server/chain.ts';
import type { Clock } from '../../shared/server/clock.ts';
import { newFactId, newName, type Signer } from '../../shared/server/keys.ts';
import type { Database } from '../../shared/server/sqlite.ts';
import { DAY } from '../../shared/site-time.ts';
import type { Directory, HubFacts } from '../contracts.ts';
import { chainText } from '../journal/chain-run.ts';
import type { Journal } from '../journal/journal.ts';
import type { OutboxEntry } from '../journal/outbox.ts';
import { readLastOutbox } from '../store/journal-reads.ts';

/** Stands where a terminal's name stands; no terminal can have it (`NameSchema` has 16 characters). */
export const HUB_TERMINAL = 'hub';

export interface HubOutbox extends HubFacts {
  /** Seals the head when it moved since the last seal. */
  seal(): Promise<void>;
  /** Seals once a day. To be called now and then. */
  tick(): Promise<void>;
  /** The journal was moved by another writer: what waits fails, and the next fact opens a new outbox. */
  lost(): void;
}

export interface HubOutboxDeps {
  readonly journal: Journal;
  readonly database: Database;
  readonly directory: Directory;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly version: string;
}

/** One outbox per process start, opened with the first fact. */
export function newHubOutbox(deps: HubOutboxDeps): HubOutbox {
  const { journal, clock, signer } = deps;
  let entry: OutboxEntry | undefined;
  let sealedThrough = 0;
  let sealedAt = clock.wall();
  let last: Promise<unknown> = Promise.resolve();
  const waiting = new Set<(reason: Error) => void>();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };

  const append = <K extends FactKind>(into: OutboxEntry, kind: K, body: FactBody<K>): Promise<void> => {
    const now = { wall: Math.round(clock.wall()), mono: clock.mono() };
    const fact = { sequence: into.taken + 1, id: newFactId(), kind, ...now, body };
    const hash = chainNext(Buffer.from(into.takenHash, 'latin1'), canonicalJson(fact)).toString('base64url');
    return new Promise((resolve, reject) => {
      waiting.add(reject);
      const how = journal.take(
        into,
        HUB_TERMINAL,
        {
          type: 'facts',
          outbox: into.name,
          clock: { how: 'measured', mono: now.mono, hub: now.wall },
          hash,
          facts: [fact],
        },
        now.wall,
        () => {
          waiting.delete(reject);
          resolve();
        },
      );
      if (how === 'taken') return;
      waiting.delete(reject);
      reject(new Error(`the hub's own fact was not taken: ${how}`));
    });
  };

  const rootArea = (): number => {
    const root = deps.directory.areas().find(({ parent }) => parent === null);
    if (!root) throw new Error('the house has no site area');
    return root.id;
  };

  const opened = async (): Promise<OutboxEntry> => {
    if (entry) return entry;
    const before = await readLastOutbox(deps.database, HUB_TERMINAL);
    const fresh = await journal.outbox(newName(), HUB_TERMINAL);
    await append(fresh, 'outboxOpened', {
      area: rootArea(),
      boot: clock.boot,
      version: deps.version,
      previous: before
        ? { outbox: before.name, length: before.mark, hash: chainText(before.takenHash) }
        : null,
    });
    entry = fresh;
    return fresh;
  };

  const seal = async (): Promise<void> => {
    if (!entry || entry.taken === sealedThrough) return;
    const through = entry.taken;
    const hash = chainText(entry.takenHash);
    const signature = signer.sign(sealBytes(HUB_TERMINAL, entry.name, through, hash));
    await append(entry, 'sealed', { through, hash, signature });
    sealedThrough = entry.taken;
    sealedAt = clock.wall();
  };

  return {
    settingChanged: (setting, subject, audit) =>
      inTurn(async () => append(await opened(), 'settingChanged', { setting, subject, audit })),
    seal: () => inTurn(seal),
    lost: () => {
      entry = undefined;
      for (const reject of waiting) reject(new Error('the journal was moved by another writer'));
      waiting.clear();
    },
    tick: () => inTurn(async () => (clock.wall() - sealedAt >= DAY ? seal() : undefined)),
  };
}
