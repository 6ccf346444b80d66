// All schema versions of the hub's database, in their order.
import type { Migration } from '../../shared/server/migrate.ts';
import { journal } from './0001-journal.ts';
import { projections } from './0002-projections.ts';
import { office } from './0003-office.ts';

export const MIGRATIONS: readonly Migration[] = [journal, projections, office];
