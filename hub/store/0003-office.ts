// Site, areas, terminals, accounts, audit. Migrations go forward only and are never edited once released.
import type { Migration } from '../../shared/server/migrate.ts';

export const office: Migration = {
  version: 3,
  up: (statements) => statements.exec(''),
};
