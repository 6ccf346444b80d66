// What the projector keeps. Migrations go forward only and are never edited once released.
import type { Migration } from '../../shared/server/migrate.ts';

export const projections: Migration = {
  version: 2,
  up: (statements) => statements.exec(''),
};
