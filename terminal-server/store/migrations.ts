// The outbox database's schema, version by version.
import type { Migration } from '../../shared/server/migrate.ts';

export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    up: (statements) =>
      statements.exec(`
        CREATE TABLE outbox (
          ord INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          terminal TEXT NOT NULL,
          boot TEXT NOT NULL,
          opened_mono INTEGER NOT NULL,
          last_mono INTEGER NOT NULL,
          last INTEGER NOT NULL,
          hash TEXT NOT NULL,
          acked INTEGER NOT NULL,
          trimmed INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE fact (
          ord INTEGER NOT NULL REFERENCES outbox (ord),
          sequence INTEGER NOT NULL,
          id TEXT NOT NULL UNIQUE,
          hash TEXT NOT NULL,
          text TEXT NOT NULL,
          PRIMARY KEY (ord, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE clock_mark (
          ord INTEGER NOT NULL REFERENCES outbox (ord),
          sequence INTEGER NOT NULL,
          mono INTEGER NOT NULL,
          wall INTEGER NOT NULL,
          hub INTEGER NOT NULL,
          PRIMARY KEY (ord, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
      `),
  },
];
