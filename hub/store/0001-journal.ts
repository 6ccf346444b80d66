// The journal's tables. Migrations go forward only and are never edited once released.
import type { Migration } from '../../shared/server/migrate.ts';

export const journal: Migration = {
  version: 1,
  up: (statements) => statements.exec(''),
};
