// API: the audit trail, quarantined facts, and the proofs over the journal, one at a time.

import type { Static } from 'typebox';
import { AuditSchema, QuarantineSchema, ReplayReportSchema, VerifyReportSchema } from '../../shared/api.ts';
import type { Records } from '../contracts.ts';
import type { AuditEntry } from '../store/audit-store.ts';
import type { App } from './app.ts';
import { ApiFailure } from './failure.ts';
import { PageSchema, USUAL_PAGE } from './parts.ts';

type Page<T> = (before: number | undefined, limit: number) => Promise<T[]>;

export interface RecordDeps {
  readonly audit: Page<AuditEntry>;
  readonly quarantine: Page<Static<typeof QuarantineSchema>[number]>;
  readonly records: Records;
}

/** A second long proof at the same time would only slow both. */
function oneAtATime() {
  let busy = false;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy) throw new ApiFailure('unavailable', '', 'a check is running already: wait until it is done');
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  };
}

export function recordRoutes(app: App, { audit, quarantine, records }: RecordDeps): void {
  const tags = ['records'];
  const alone = oneAtATime();
  app.get(
    '/api/audit',
    {
      schema: { tags, summary: 'Who changed what', querystring: PageSchema, response: { 200: AuditSchema } },
    },
    async ({ query }) => audit(query.before, query.limit ?? USUAL_PAGE),
  );
  app.get(
    '/api/quarantine',
    {
      schema: {
        tags,
        summary: 'Facts that were kept and not understood',
        querystring: PageSchema,
        response: { 200: QuarantineSchema },
      },
    },
    async ({ query }) => quarantine(query.before, query.limit ?? USUAL_PAGE),
  );
  app.post(
    '/api/records/verify',
    {
      schema: {
        tags,
        summary: 'Recompute every chain, check every seal',
        response: { 200: VerifyReportSchema },
      },
    },
    () => alone(() => records.verify()),
  );
  app.post(
    '/api/records/replay',
    {
      schema: {
        tags,
        summary: 'Rebuild every projection and compare it with the live one',
        response: { 200: ReplayReportSchema },
      },
    },
    () => alone(() => records.replay()),
  );
}
