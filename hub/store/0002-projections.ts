// What the projector keeps. Migrations go forward only and are never edited once released.
import type { Migration } from '../../shared/server/migrate.ts';

// All of it can be rebuilt from the journal. `slot` is the first instant of the local half-hour; of an estimated rating
// that of the local day. `dissatisfied` and `reason_given` meet by the rating's id, whichever comes first.
export const projections: Migration = {
  version: 2,
  up: (statements) =>
    statements.exec(`
CREATE TABLE projector (
  site INTEGER PRIMARY KEY, cursor INTEGER NOT NULL, time_zone TEXT NOT NULL, filter INTEGER NOT NULL
) STRICT;
INSERT INTO projector (site, cursor, time_zone, filter) VALUES (1, 0, '', 1);

CREATE TABLE verdict (
  site INTEGER NOT NULL, position INTEGER NOT NULL, why INTEGER NOT NULL, filter INTEGER NOT NULL,
  PRIMARY KEY (site, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
  site INTEGER NOT NULL, area INTEGER NOT NULL, slot INTEGER NOT NULL, estimated INTEGER NOT NULL,
  n4 INTEGER NOT NULL, n3 INTEGER NOT NULL, n2 INTEGER NOT NULL, n1 INTEGER NOT NULL,
  mash INTEGER NOT NULL, double INTEGER NOT NULL, locked INTEGER NOT NULL, multi INTEGER NOT NULL,
  staff4 INTEGER NOT NULL, staff3 INTEGER NOT NULL, staff2 INTEGER NOT NULL, staff1 INTEGER NOT NULL,
  PRIMARY KEY (site, area, slot, estimated)
) STRICT, WITHOUT ROWID;

CREATE TABLE dissatisfied (
  site INTEGER NOT NULL, rating TEXT NOT NULL, position INTEGER NOT NULL,
  area INTEGER NOT NULL, slot INTEGER NOT NULL, estimated INTEGER NOT NULL, counted INTEGER NOT NULL,
  PRIMARY KEY (site, rating, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE reason_given (
  site INTEGER NOT NULL, rating TEXT NOT NULL, reason TEXT NOT NULL, given INTEGER NOT NULL,
  opened_at INTEGER NOT NULL, outbox TEXT NOT NULL, sequence INTEGER NOT NULL,
  PRIMARY KEY (site, rating, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE reason_tally (
  site INTEGER NOT NULL, area INTEGER NOT NULL, slot INTEGER NOT NULL, estimated INTEGER NOT NULL,
  reason TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (site, area, slot, estimated, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE listening (
  site INTEGER NOT NULL, area INTEGER NOT NULL, slot INTEGER NOT NULL, terminal TEXT NOT NULL, millis INTEGER NOT NULL,
  PRIMARY KEY (site, area, slot, terminal)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox_fold (
  site INTEGER NOT NULL, outbox INTEGER NOT NULL, state TEXT NOT NULL,
  PRIMARY KEY (site, outbox)
) STRICT, WITHOUT ROWID;
`),
};
