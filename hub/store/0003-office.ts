// Site, areas, terminals, accounts, audit. Migrations go forward only and are never edited once released.
import type { Migration } from '../../shared/server/migrate.ts';

const TABLES = `
CREATE TABLE office_site (
  site INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  language TEXT NOT NULL,
  target REAL NOT NULL,
  minimum INTEGER NOT NULL,
  desk TEXT,
  public_url TEXT,
  opening_hours TEXT NOT NULL,
  try_out INTEGER NOT NULL
) STRICT;

CREATE TABLE office_area (
  site INTEGER NOT NULL,
  id INTEGER NOT NULL,
  parent INTEGER,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  sort INTEGER NOT NULL,
  retired INTEGER NOT NULL,
  PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE office_reason (
  site INTEGER NOT NULL,
  id TEXT NOT NULL,
  icon TEXT NOT NULL,
  name TEXT NOT NULL,
  routes_to TEXT NOT NULL,
  sort INTEGER NOT NULL,
  retired INTEGER NOT NULL,
  PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE office_terminal (
  site INTEGER NOT NULL,
  id TEXT NOT NULL,
  number INTEGER NOT NULL,
  label TEXT NOT NULL,
  area INTEGER NOT NULL,
  public_key TEXT NOT NULL,
  in_service INTEGER NOT NULL,
  pixels_per_mm REAL NOT NULL,
  sound INTEGER NOT NULL,
  enrolled_at INTEGER NOT NULL,
  retired_at INTEGER,
  approved INTEGER NOT NULL,
  policy_version INTEGER NOT NULL,
  PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE enrolment_code (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  site INTEGER NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  area INTEGER NOT NULL,
  number INTEGER,
  label TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  tries_left INTEGER NOT NULL,
  closed_at INTEGER
) STRICT;

CREATE TABLE account (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  site INTEGER NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,
  areas TEXT NOT NULL,
  language TEXT NOT NULL,
  active INTEGER NOT NULL,
  password TEXT,
  last_seen_at INTEGER,
  UNIQUE (site, login)
) STRICT;

CREATE TABLE account_session (
  hash TEXT PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account (id),
  created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_link (
  hash TEXT PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account (id),
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  site INTEGER NOT NULL,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  subject TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  setting TEXT,
  noted INTEGER NOT NULL
) STRICT;

CREATE INDEX audit_unnoted ON audit (id) WHERE noted = 0;
`;

export const office: Migration = {
  version: 3,
  up: (statements) => statements.exec(TABLES),
};
