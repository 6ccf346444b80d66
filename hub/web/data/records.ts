// The records: audit trail, quarantine and the two proofs; their part of the hub's API.
import type { Static } from 'typebox';
import {
  AuditSchema,
  QuarantineSchema,
  type ReplayReport,
  ReplayReportSchema,
  type VerifyReport,
  VerifyReportSchema,
} from '../../../shared/api.ts';
import type { Answer, Api } from './http.ts';

export type AuditEntry = Static<typeof AuditSchema>[number];
export type Quarantined = Static<typeof QuarantineSchema>[number];

export const PAGE_LENGTH = 50;

const older = (before: number | undefined): string =>
  `?limit=${PAGE_LENGTH}${before === undefined ? '' : `&before=${before}`}`;

/** Newest first; `before` continues behind that id. */
export const readAudit = (api: Api, before?: number): Answer<AuditEntry[]> =>
  api.send('GET', `/api/audit${older(before)}`, AuditSchema);
/** Newest first; `before` continues behind that position. */
export const readQuarantine = (api: Api, before?: number): Answer<Quarantined[]> =>
  api.send('GET', `/api/quarantine${older(before)}`, QuarantineSchema);
export const verify = (api: Api): Answer<VerifyReport> =>
  api.send('POST', '/api/records/verify', VerifyReportSchema);
export const replay = (api: Api): Answer<ReplayReport> =>
  api.send('POST', '/api/records/replay', ReplayReportSchema);
