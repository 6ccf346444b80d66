// Between the journal's writer and the file: everything that one commit changes, as one statement.
import { type Database, type Statements, StoreError } from '../../shared/server/sqlite.ts';
import { cut, MARK_COLUMNS, RATING_COLUMNS } from './packed-rows.ts';

export const SITE = 1;

/** What the projector changes, each a JSON array of rows; the trigger below names their columns by number. */
export interface ProjectionPayload {
  readonly cursorFrom: number;
  readonly cursorTo: number;
  readonly verdicts: string;
  readonly tallies: string;
  readonly dissatisfied: string;
  readonly reasons: string;
  readonly listening: string;
  readonly folds: string;
}

/** What the journal adds: ratings and marks packed (`packed-rows.ts`, at most MAX_PACKED each), the rest as JSON rows. */
export interface JournalPayload {
  readonly head: number;
  readonly count: number;
  readonly opened: string;
  readonly ratings: Uint8Array;
  readonly ratingCount: number;
  readonly facts: string;
  readonly quarantined: string;
  readonly marks: Uint8Array;
  readonly markCount: number;
  readonly flags: string;
}

/** Rows of one packed BLOB. */
export const MAX_PACKED = 8_192;

const COUNTS = [
  'n4',
  'n3',
  'n2',
  'n1',
  'mash',
  'double',
  'locked',
  'multi',
  'staff4',
  'staff3',
  'staff2',
  'staff1',
] as const;
/** Columns of a tally that count, in the order of a tally row behind area, slot and estimated. */
export const TALLY_COUNTS: readonly string[] = COUNTS;

const column = (index: number): string => `j.value->>${index}`;
const columns = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => column(from + index)).join(', ');

const ADD_REASONS = (sign: 1 | -1, joined: string): string => `
  INSERT INTO reason_tally (site, area, slot, estimated, reason, count)
  SELECT NEW.site, d.area, d.slot, d.estimated, r.reason, ${sign} FROM ${joined}
  ON CONFLICT DO UPDATE SET count = count + excluded.count;`;
const RATINGS_WITH_REASONS = (wanted: string): string => `json_each(NEW.dissatisfied) j
    CROSS JOIN dissatisfied d ON d.site = NEW.site AND d.rating = ${column(0)} AND d.position = ${column(1)}
    CROSS JOIN reason_given r ON r.site = NEW.site AND r.rating = d.rating AND r.given = 1
    WHERE ${wanted}`;
const REASONS_OF_RATINGS = `json_each(NEW.reasons) j
    CROSS JOIN reason_given r ON r.site = NEW.site AND r.rating = ${column(0)} AND r.reason = ${column(1)} AND r.given = 1
    CROSS JOIN dissatisfied d ON d.site = NEW.site AND d.rating = r.rating AND d.counted = 1
    WHERE TRUE`;

// The reasons' tally is at every moment the join of counted dissatisfied ratings with given reasons: before either side
// changes its share is taken out, afterwards it is put in again. So it does not matter which of the two came first.
const MOVE_CURSOR = `
  SELECT RAISE(ABORT, 'cursorMoved') WHERE NEW.cursor_from IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM projector WHERE site = NEW.site AND cursor = NEW.cursor_from);
  UPDATE projector SET cursor = NEW.cursor_to WHERE site = NEW.site AND NEW.cursor_from IS NOT NULL;`;
const ADD_TALLIES = `
  INSERT INTO tally (site, area, slot, estimated, ${COUNTS.join(', ')})
  SELECT NEW.site, ${columns(0, 15)} FROM json_each(NEW.tallies) j WHERE TRUE
  ON CONFLICT DO UPDATE SET ${COUNTS.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')};`;
const PROJECT = `${MOVE_CURSOR}
  DELETE FROM verdict WHERE site = NEW.site
    AND position IN (SELECT ${column(0)} FROM json_each(NEW.verdicts) j WHERE ${column(1)} IS NULL);
  INSERT INTO verdict (site, position, why, filter)
  SELECT NEW.site, ${columns(0, 3)} FROM json_each(NEW.verdicts) j WHERE ${column(1)} IS NOT NULL
  ON CONFLICT DO UPDATE SET why = excluded.why, filter = excluded.filter;
  ${ADD_TALLIES}
  ${ADD_REASONS(-1, RATINGS_WITH_REASONS('d.counted = 1'))}
  INSERT INTO dissatisfied (site, rating, position, area, slot, estimated, counted)
  SELECT NEW.site, ${columns(0, 6)} FROM json_each(NEW.dissatisfied) j WHERE TRUE
  ON CONFLICT DO UPDATE SET counted = excluded.counted;
  ${ADD_REASONS(1, RATINGS_WITH_REASONS('d.counted = 1'))}
  ${ADD_REASONS(-1, REASONS_OF_RATINGS)}
  INSERT INTO reason_given (site, rating, reason, given, opened_at, outbox, sequence)
  SELECT NEW.site, ${columns(0, 6)} FROM json_each(NEW.reasons) j WHERE TRUE
  ON CONFLICT DO UPDATE SET given = excluded.given, opened_at = excluded.opened_at, outbox = excluded.outbox,
    sequence = excluded.sequence
    WHERE (excluded.opened_at, excluded.outbox, excluded.sequence) > (opened_at, outbox, sequence);
  ${ADD_REASONS(1, REASONS_OF_RATINGS)}
  INSERT INTO listening (site, area, slot, terminal, millis)
  SELECT NEW.site, ${columns(0, 4)} FROM json_each(NEW.listening) j WHERE TRUE
  ON CONFLICT DO UPDATE SET millis = millis + excluded.millis;
  INSERT INTO outbox_fold (site, outbox, state)
  SELECT NEW.site, ${columns(0, 2)} FROM json_each(NEW.folds) j WHERE TRUE
  ON CONFLICT DO UPDATE SET state = excluded.state;`;

const mark = (name: string): string => cut(MARK_COLUMNS, name, 'NEW.marks', 's.row');

const MOVE_HEAD = `
  SELECT RAISE(ABORT, 'headMoved')
    WHERE NOT EXISTS (SELECT 1 FROM journal_head WHERE site = NEW.site AND position = NEW.head);
  UPDATE journal_head SET position = NEW.head + NEW.count WHERE site = NEW.site;`;
const ADD_RATINGS = `
  INSERT INTO fact (site, kind, ${RATING_COLUMNS.map(({ name }) => name).join(', ')})
  SELECT NEW.site, 'rated', ${RATING_COLUMNS.map(({ name }) => cut(RATING_COLUMNS, name, 'NEW.ratings', 's.row')).join(', ')}
  FROM packed_row s WHERE s.row < NEW.rating_count ORDER BY s.row;`;
const MOVE_MARKS = `
  UPDATE outbox SET mark = iif(outbox.mark = ${mark('before')}, ${mark('through')}, RAISE(ABORT, 'markMoved')),
    hash = ${mark('hash')}, last_fact = ${mark('last_fact')}
  FROM packed_row s WHERE s.row < NEW.mark_count AND outbox.number = ${mark('number')};`;
const APPEND = `${MOVE_HEAD}
  INSERT INTO outbox (site, number, name, terminal, opened_at, previous, previous_length, mark, hash, last_fact)
  SELECT NEW.site, ${columns(0, 6)}, 0, '', 0 FROM json_each(NEW.opened) j;
  ${ADD_RATINGS}
  INSERT INTO fact (site, position, outbox, previous, sequence, kind, id, wall, mono, at, estimated, received_at,
    area, level, language, input, marks, body)
  SELECT NEW.site, ${columns(0, 5)}, coalesce(unhex(${column(5)}), ${column(6)}), ${columns(7, 11)} FROM json_each(NEW.facts) j;
  INSERT INTO quarantine (site, position, outbox, sequence, received_at, path, message, bytes)
  SELECT NEW.site, ${columns(0, 7)} FROM json_each(NEW.quarantined) j;
  ${MOVE_MARKS}
  UPDATE outbox SET flags = ${column(1)}, ended = ${column(2)}
  FROM json_each(NEW.flags) j WHERE outbox.number = ${column(0)};`;
/** What a group of nothing but counted, satisfied ratings needs of the two: the usual one, at half of the cost. */
const APPEND_PLAIN = MOVE_HEAD + ADD_RATINGS + MOVE_MARKS + MOVE_CURSOR + ADD_TALLIES;

const PROJECT_COLUMNS =
  'cursor_from, cursor_to, verdicts, tallies, dissatisfied, reasons, listening, folds'.split(', ');
const APPEND_COLUMNS =
  'head, count, opened, ratings, rating_count, facts, quarantined, marks, mark_count, flags'.split(', ');
const PLAIN_COLUMNS =
  'head, count, ratings, rating_count, marks, mark_count, cursor_from, cursor_to, tallies'.split(', ');
const view = (name: string, names: readonly string[], body: string): string => `
CREATE TEMP VIEW IF NOT EXISTS ${name} AS SELECT ${['site', ...names].map((each) => `NULL AS ${each}`).join(', ')};
CREATE TEMP TRIGGER IF NOT EXISTS ${name}_all INSTEAD OF INSERT ON ${name} BEGIN ${body} END;`;
const insert = (name: string, names: readonly string[]): string =>
  `INSERT INTO ${name} (site, ${names.join(', ')}) VALUES (${SITE}, ${names.map(() => '?').join(', ')})`;

/**
 * Prepares the connection. A commit is one insert into a view whose trigger does the whole of it: one trip to the thread
 * pool and one atomic, durable statement where BEGIN … COMMIT would take a dozen trips, each behind a turn of the event loop.
 */
export const prepareCommits = (database: Statements): Promise<void> =>
  database.exec(
    `CREATE TEMP TABLE IF NOT EXISTS packed_row (row INTEGER PRIMARY KEY);
     INSERT OR IGNORE INTO packed_row (row)
       WITH RECURSIVE counted (row) AS (SELECT 0 UNION ALL SELECT row + 1 FROM counted WHERE row < ${MAX_PACKED - 1})
       SELECT row FROM counted;` +
      view('append_group', [...APPEND_COLUMNS, ...PROJECT_COLUMNS], APPEND + PROJECT) +
      view('append_group_plain', PLAIN_COLUMNS, APPEND_PLAIN) +
      view('project_group', PROJECT_COLUMNS, PROJECT),
  );

const APPEND_SQL = insert('append_group', [...APPEND_COLUMNS, ...PROJECT_COLUMNS]);
const PLAIN_SQL = insert('append_group_plain', PLAIN_COLUMNS);
const PROJECT_SQL = insert('project_group', PROJECT_COLUMNS);

const projectionValues = (payload: ProjectionPayload | undefined) =>
  payload
    ? [
        payload.cursorFrom,
        payload.cursorTo,
        payload.verdicts,
        payload.tallies,
        payload.dissatisfied,
        payload.reasons,
        payload.listening,
        payload.folds,
      ]
    : [null, null, '[]', '[]', '[]', '[]', '[]', '[]'];

const NONE = '[]';
const isPlain = (journal: JournalPayload, projection: ProjectionPayload): boolean =>
  [journal.opened, journal.facts, journal.quarantined, journal.flags].every((rows) => rows === NONE) &&
  [projection.verdicts, projection.dissatisfied, projection.reasons].every((rows) => rows === NONE) &&
  [projection.listening, projection.folds].every((rows) => rows === NONE);

/**
 * Appends and, where given, projects; durable when it resolves. @throws StoreError, see `isMoved`
 */
export const appendGroup = async (
  database: Database,
  payload: JournalPayload,
  projection: ProjectionPayload | undefined,
): Promise<void> => {
  if (projection && isPlain(payload, projection)) {
    await database.run(PLAIN_SQL, [
      payload.head,
      payload.count,
      payload.ratings,
      payload.ratingCount,
      payload.marks,
      payload.markCount,
      projection.cursorFrom,
      projection.cursorTo,
      projection.tallies,
    ]);
    return;
  }
  await database.run(APPEND_SQL, [
    payload.head,
    payload.count,
    payload.opened,
    payload.ratings,
    payload.ratingCount,
    payload.facts,
    payload.quarantined,
    payload.marks,
    payload.markCount,
    payload.flags,
    ...projectionValues(projection),
  ]);
};

/** Projects facts that stand in the journal already. @throws StoreError, see `isMoved` */
export const projectGroup = async (database: Database, projection: ProjectionPayload): Promise<void> => {
  await database.run(PROJECT_SQL, projectionValues(projection));
};

/** Whether the commit was refused because another writer moved the head, a mark or the cursor meanwhile. */
export const isMoved = (error: unknown): boolean =>
  error instanceof StoreError && /\b(head|mark|cursor)Moved\b/.test(error.message);
