// A proof over the projections: folds the whole journal again beside the live ones, and compares.
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { ReplayReport } from '../../shared/api.ts';
import type { Log } from '../../shared/server/log.ts';
import { migrate } from '../../shared/server/migrate.ts';
import { type Database, openDatabase } from '../../shared/server/sqlite.ts';
import { openProjector, type Projector } from '../projector/projector.ts';
import { journal } from '../store/0001-journal.ts';
import { projections } from '../store/0002-projections.ts';
import { compareProjections, type Difference } from '../store/compare.ts';
import { prepareCommits } from '../store/group-commit.ts';
import { countFacts } from '../store/journal-reads.ts';
import { readCursor } from '../store/projection-reads.ts';

const MAX_DIFFERENCES = 100;
/** Within so many facts of the live cursor the snapshot is taken, so that it need not be held for long. */
const NEAR = 5_000;

export interface ReplayDeps {
  /** The hub's database file. */
  readonly path: string;
  readonly log: Log;
  readonly now: () => number;
}

/** Rebuilds in a file of its own beside the database, and removes it. */
export async function replayJournal(deps: ReplayDeps): Promise<ReplayReport> {
  const scratch = `${deps.path}.replay-${randomBytes(6).toString('hex')}`;
  const live = await openDatabase(deps.path, { readOnly: true });
  const rebuilt = await openDatabase(scratch, { synchronous: 'NORMAL' });
  try {
    await migrate(rebuilt, [journal, projections]);
    await prepareCommits(rebuilt);
    return await rebuildAndCompare(live, rebuilt, deps);
  } finally {
    await rebuilt.close();
    await live.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${scratch}${suffix}`, { force: true });
  }
}

async function rebuildAndCompare(live: Database, rebuilt: Database, deps: ReplayDeps): Promise<ReplayReport> {
  const { timeZone } = await readCursor(live);
  const projector: Projector = await openProjector({
    database: rebuilt,
    journal: live,
    // A projector that never ran has none; nothing was folded then, in whatever zone.
    timeZone: () => timeZone || 'UTC',
    log: deps.log,
    now: deps.now,
    onChange: () => undefined,
  });
  for (
    let reached = await readCursor(live);
    reached.cursor - projector.cursor() > NEAR;
    reached = await readCursor(live)
  ) {
    await projector.catchUpTo(reached.cursor);
  }
  await live.run('ATTACH DATABASE ? AS rebuilt', [rebuilt.path]);
  await live.exec('BEGIN');
  const { cursor } = await readCursor(live);
  await projector.catchUpTo(cursor);
  const facts = await countFacts(live, cursor);
  // The snapshot of the attached file begins with the first look at it: after the last fold.
  const differences: Difference[] = await compareProjections(live, 'rebuilt', MAX_DIFFERENCES);
  await live.exec('COMMIT');
  return { at: deps.now(), facts, equal: differences.length === 0, differences };
}
