// The journal's tables. Migrations go forward only and are never edited once released.
import type { Migration } from '../../shared/server/migrate.ts';

// `fact` holds a rating in narrow columns (level … marks) and any other kind as canonical JSON in `body`; `previous` is
// the position of the fact before it in the same outbox, so that an outbox can be walked back without an index.
// Positions are shared by `fact` and `quarantine`, and have no gap.
export const journal: Migration = {
  version: 1,
  up: (statements) =>
    statements.exec(`
CREATE TABLE journal_head (
  site INTEGER PRIMARY KEY, position INTEGER NOT NULL, epoch INTEGER NOT NULL
) STRICT;
INSERT INTO journal_head (site, position, epoch) VALUES (1, 0, 1);

CREATE TABLE outbox (
  number INTEGER PRIMARY KEY,
  site INTEGER NOT NULL,
  name TEXT NOT NULL,
  terminal TEXT NOT NULL,
  mark INTEGER NOT NULL,
  hash TEXT NOT NULL,
  last_fact INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  previous TEXT,
  previous_length INTEGER,
  ended INTEGER,
  flags INTEGER NOT NULL DEFAULT 0,
  UNIQUE (site, name)
) STRICT;
CREATE INDEX outbox_by_terminal ON outbox (site, terminal, number);
CREATE INDEX outbox_by_previous ON outbox (site, previous) WHERE previous IS NOT NULL;

CREATE TABLE fact (
  site INTEGER NOT NULL,
  position INTEGER NOT NULL,
  outbox INTEGER NOT NULL,
  previous INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL,
  id ANY NOT NULL,
  wall INTEGER NOT NULL,
  mono INTEGER NOT NULL,
  at INTEGER NOT NULL,
  estimated INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  area INTEGER,
  level INTEGER,
  language INTEGER,
  input INTEGER,
  marks INTEGER,
  body TEXT,
  PRIMARY KEY (site, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_by_area ON fact (site, area, at) WHERE level IS NOT NULL;

CREATE TABLE quarantine (
  site INTEGER NOT NULL,
  position INTEGER NOT NULL,
  outbox INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  path TEXT NOT NULL,
  message TEXT NOT NULL,
  bytes TEXT NOT NULL,
  PRIMARY KEY (site, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX quarantine_by_time ON quarantine (site, received_at);

CREATE TABLE seal (
  number INTEGER PRIMARY KEY,
  site INTEGER NOT NULL,
  at INTEGER NOT NULL,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  signature TEXT NOT NULL
) STRICT;

CREATE TABLE sight (
  site INTEGER NOT NULL,
  terminal TEXT NOT NULL,
  since INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  clock_offset INTEGER,
  telemetry TEXT,
  PRIMARY KEY (site, terminal)
) STRICT, WITHOUT ROWID;
`),
};
