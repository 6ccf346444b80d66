// What dashboards and the projector read of the projections.
import type { AreaId } from '../../shared/area.ts';
import { DISSATISFIED } from '../../shared/level.ts';
import type { Database, Row, Statements } from '../../shared/server/sqlite.ts';
import { type Instant, SLOT } from '../../shared/site-time.ts';
import type { FeedRow, ListeningRow, TallyRow } from '../contracts.ts';
import { languageOf, OUT_OF_HOURS, STAFF_PRESENT } from '../journal/row.ts';
import { exclusionOf } from '../projector/deltas.ts';
import { idText, integer, integerOrNull, levelOf, text } from './columns.ts';
import { SITE } from './group-commit.ts';

export interface Cursor {
  readonly cursor: number;
  /** '' before anything was folded. */
  readonly timeZone: string;
  readonly filter: number;
}

export async function readCursor(statements: Statements): Promise<Cursor> {
  const row = await statements.get('SELECT cursor, time_zone, filter FROM projector WHERE site = ?', [SITE]);
  if (!row) throw new Error('the projector has no cursor');
  return {
    cursor: integer(row, 'cursor'),
    timeZone: text(row, 'time_zone'),
    filter: integer(row, 'filter'),
  };
}

/** Tables that are folded from the journal, with their keys; all can be dropped and folded again. */
export const PROJECTION_TABLES = {
  verdict: ['position'],
  tally: ['area', 'slot', 'estimated'],
  dissatisfied: ['rating', 'position'],
  reason_given: ['rating', 'reason'],
  reason_tally: ['area', 'slot', 'estimated', 'reason'],
  listening: ['area', 'slot', 'terminal'],
  outbox_fold: ['outbox'],
} as const;

export async function resetProjections(database: Database, timeZone: string, filter: number): Promise<void> {
  const deletes = Object.keys(PROJECTION_TABLES).map((table) => `DELETE FROM ${table};`);
  await database.transaction(async (statements) => {
    await statements.exec(deletes.join(' '));
    await statements.run('UPDATE projector SET cursor = 0, time_zone = ?, filter = ? WHERE site = ?', [
      timeZone,
      filter,
      SITE,
    ]);
  });
}

const list = (areas: readonly AreaId[]): string => JSON.stringify(areas);
const WITHIN = 't.site = ? AND t.area = j.value AND t.slot >= ? AND t.slot < ?';

const tallyOf = (row: Row): TallyRow => ({
  area: integer(row, 'area'),
  slot: integer(row, 'slot'),
  estimated: integer(row, 'estimated') === 1,
  counts: { n4: integer(row, 'n4'), n3: integer(row, 'n3'), n2: integer(row, 'n2'), n1: integer(row, 'n1') },
  excluded: {
    mash: integer(row, 'mash'),
    double: integer(row, 'double'),
    locked: integer(row, 'locked'),
    multi: integer(row, 'multi'),
  },
  staff: {
    n4: integer(row, 'staff4'),
    n3: integer(row, 'staff3'),
    n2: integer(row, 'staff2'),
    n1: integer(row, 'staff1'),
  },
});

export async function readTallies(
  statements: Statements,
  areas: readonly AreaId[],
  from: Instant,
  until: Instant,
): Promise<TallyRow[]> {
  const rows = await statements.all(`SELECT t.* FROM json_each(?) j CROSS JOIN tally t ON ${WITHIN}`, [
    list(areas),
    SITE,
    from,
    until,
  ]);
  return rows.map(tallyOf);
}

export async function readListening(
  statements: Statements,
  areas: readonly AreaId[],
  from: Instant,
  until: Instant,
): Promise<ListeningRow[]> {
  const rows = await statements.all(
    `SELECT t.* FROM json_each(?) j CROSS JOIN listening t ON ${WITHIN} WHERE t.millis > 0`,
    [list(areas), SITE, from, until],
  );
  return rows.map((row) => ({
    area: integer(row, 'area'),
    terminal: text(row, 'terminal'),
    slot: integer(row, 'slot'),
    // A copied terminal has two outboxes that listen at the same time: it is one place all the same.
    millis: Math.min(integer(row, 'millis'), SLOT),
  }));
}

export async function readReasons(
  statements: Statements,
  areas: readonly AreaId[],
  from: Instant,
  until: Instant,
): Promise<{ reason: string; count: number }[]> {
  const rows = await statements.all(
    `SELECT t.reason, sum(t.count) AS total FROM json_each(?) j CROSS JOIN reason_tally t ON ${WITHIN}
     GROUP BY t.reason HAVING total > 0 ORDER BY total DESC, t.reason`,
    [list(areas), SITE, from, until],
  );
  return rows.map((row) => ({ reason: text(row, 'reason'), count: integer(row, 'total') }));
}

export async function countQuarantined(statements: Statements, from: Instant): Promise<number> {
  const row = await statements.get(
    'SELECT count(*) AS count FROM quarantine WHERE site = ? AND received_at >= ?',
    [SITE, from],
  );
  return row ? integer(row, 'count') : 0;
}

/** Positions of the dissatisfied ratings with those ids. */
export async function positionsOf(statements: Statements, ratings: readonly string[]): Promise<number[]> {
  const rows = await statements.all(
    'SELECT d.position FROM json_each(?) j CROSS JOIN dissatisfied d ON d.site = ? AND d.rating = j.value',
    [JSON.stringify(ratings), SITE],
  );
  return rows.map((row) => integer(row, 'position'));
}

/** How far back by position the newest ratings are looked for before the areas' own index is asked. */
const NEAR = 4_000;
const FEED_SELECT = `SELECT f.position, f.id, f.at, f.estimated, f.area, f.level, f.language, f.marks, o.terminal, v.why`;
const FEED_JOIN = `CROSS JOIN outbox o ON o.number = f.outbox
  LEFT JOIN verdict v ON v.site = f.site AND v.position = f.position`;

/** Newest first by position. Behind `since` where given; else the newest, in quiet areas the newest by their own time. */
export async function readFeed(
  statements: Statements,
  areas: readonly AreaId[],
  limit: number,
  since: number | undefined,
): Promise<FeedRow[]> {
  const head = await statements.get('SELECT position FROM journal_head WHERE site = ?', [SITE]);
  const near = since ?? Math.max(0, (head ? integer(head, 'position') : 0) - NEAR);
  let rows = await statements.all(
    `${FEED_SELECT} FROM fact f ${FEED_JOIN}
     WHERE f.site = ? AND f.position > ? AND f.level IS NOT NULL AND f.area IN (SELECT value FROM json_each(?))
     ORDER BY f.position DESC LIMIT ?`,
    [SITE, near, list(areas), limit],
  );
  if (since === undefined && rows.length < limit && near > 0) {
    rows = await statements.all(
      `${FEED_SELECT} FROM json_each(?) j CROSS JOIN fact f ON f.site = ? AND f.level IS NOT NULL AND f.area = j.value
         AND f.at >= coalesce((SELECT n.at FROM fact n WHERE n.site = f.site AND n.area = j.value AND n.level IS NOT NULL
           ORDER BY n.at DESC LIMIT 1 OFFSET ?), 0)
       ${FEED_JOIN} ORDER BY f.position DESC LIMIT ?`,
      [list(areas), SITE, limit - 1, limit],
    );
  }
  return feedOf(statements, rows);
}

async function feedOf(statements: Statements, rows: readonly Row[]): Promise<FeedRow[]> {
  const reasons = new Map<string, string[]>();
  const ratings = rows.filter((row) => row['level'] === DISSATISFIED).map((row) => idText(row, 'id'));
  if (ratings.length > 0) {
    const given = await statements.all(
      `SELECT r.rating, r.reason FROM json_each(?) j CROSS JOIN reason_given r ON r.site = ? AND r.rating = j.value
       WHERE r.given = 1 ORDER BY r.opened_at, r.outbox, r.sequence`,
      [JSON.stringify([...new Set(ratings)]), SITE],
    );
    for (const row of given) {
      const rating = text(row, 'rating');
      reasons.set(rating, [...(reasons.get(rating) ?? []), text(row, 'reason')]);
    }
  }
  return rows.map((row) => feedRow(row, reasons.get(idText(row, 'id')) ?? []));
}

function feedRow(row: Row, reasons: readonly string[]): FeedRow {
  const marks = integer(row, 'marks');
  const why = integerOrNull(row, 'why');
  const level = levelOf(row);
  return {
    position: integer(row, 'position'),
    at: integer(row, 'at'),
    estimated: integer(row, 'estimated') === 1,
    area: integer(row, 'area'),
    terminal: text(row, 'terminal'),
    level,
    language: languageOf(integer(row, 'language')),
    excluded: why === null ? null : exclusionOf(why),
    staffPresent: (marks & STAFF_PRESENT) !== 0,
    outOfHours: (marks & OUT_OF_HOURS) !== 0,
    reasons: level === DISSATISFIED ? reasons : [],
  };
}
