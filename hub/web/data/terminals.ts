// The terminals and their enrolment codes: their part of the hub's API.
import type { Static } from 'typebox';
import {
  EnrolmentCodeReplySchema,
  type NewEnrolmentCodeSchema,
  OpenEnrolmentCodesSchema,
  type TerminalChangesSchema,
  type TerminalRecord,
  TerminalsSchema,
} from '../../../shared/api.ts';
import { type Answer, AnythingSchema, type Api } from './http.ts';

export type TerminalChanges = Static<typeof TerminalChangesSchema>;
export type NewEnrolmentCode = Static<typeof NewEnrolmentCodeSchema>;
export type EnrolmentCode = Static<typeof EnrolmentCodeReplySchema>;
export type OpenEnrolmentCode = Static<typeof OpenEnrolmentCodesSchema>[number];

export const readTerminals = (api: Api): Answer<TerminalRecord[]> =>
  api.send('GET', '/api/terminals', TerminalsSchema);
export const changeTerminal = (api: Api, id: string, changes: TerminalChanges): Answer<unknown> =>
  api.send('PATCH', `/api/terminals/${id}`, AnythingSchema, changes);
export const commandTerminal = (api: Api, id: string, command: 'identify' | 'reload'): Answer<unknown> =>
  api.send('POST', `/api/terminals/${id}/command`, AnythingSchema, { command });
export const readCodes = (api: Api): Answer<OpenEnrolmentCode[]> =>
  api.send('GET', '/api/enrolment-codes', OpenEnrolmentCodesSchema);
export const makeCode = (api: Api, wanted: NewEnrolmentCode): Answer<EnrolmentCode> =>
  api.send('POST', '/api/enrolment-codes', EnrolmentCodeReplySchema, wanted);
export const revokeCode = (api: Api, id: number): Answer<unknown> =>
  api.send('DELETE', `/api/enrolment-codes/${id}`, AnythingSchema);

/** `7K3QM9TD` as it is read aloud and typed: `7K3Q M9TD`. */
export const groupCode = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`;
