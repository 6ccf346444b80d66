// For tests: journal and projector on a real database, without sockets.
import { newLog } from '../../shared/server/log.ts';
import type { Database } from '../../shared/server/sqlite.ts';
import type { Facts } from '../../shared/wire.ts';
import { openProjector, type Projector } from '../projector/projector.ts';
import { prepareCommits } from '../store/group-commit.ts';
import type { Intake } from './intake.ts';
import { type Journal, openJournal } from './journal.ts';
import { NOON } from './sample.ts';

export interface JournalKit {
  readonly journal: Journal;
  readonly projector: Projector;
  readonly flags: Map<string, number>;
  readonly pressure: boolean[];
  readonly lost: () => number;
  /** Takes a batch; `durable` resolves with the acknowledged mark. */
  send(terminal: string, message: Facts): Promise<{ how: Intake['how']; durable: Promise<number> }>;
  /** Lets a waiting retry go on. */
  retry(): void;
}

export async function journalKit(
  database: Database,
  areas: readonly number[] = [1, 2, 3],
): Promise<JournalKit> {
  await prepareCommits(database);
  const log = newLog('test', 'silent');
  const flags = new Map<string, number>();
  const pressure: boolean[] = [];
  let lost = 0;
  let wake: () => void = () => undefined;
  const projector = await openProjector({
    database,
    journal: database,
    timeZone: () => 'Asia/Shanghai',
    log,
    now: () => NOON,
    onChange: () => undefined,
  });
  const journal = await openJournal({
    database,
    projector,
    knowsArea: (area) => areas.includes(area),
    log,
    onPressure: (pressed) => pressure.push(pressed),
    onFlagged: (terminal, bits) => flags.set(terminal, (flags.get(terminal) ?? 0) | bits),
    onLost: () => {
      lost += 1;
    },
    wait: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
  });
  return {
    journal,
    projector,
    flags,
    pressure,
    lost: () => lost,
    retry: () => wake(),
    send: async (terminal, message) => {
      const entry = await journal.outbox(message.outbox, terminal);
      let how: Intake['how'] = 'nothingNew';
      const durable = new Promise<number>((resolve) => {
        how = journal.take(entry, terminal, message, NOON + 86_400_000, resolve);
        if (how !== 'taken') journal.whenDurable(entry, resolve);
      });
      return { how, durable };
    },
  };
}
