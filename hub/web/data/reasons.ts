// The reasons behind "dissatisfied": their part of the hub's API.
import { ReasonsSchema } from '../../../shared/api.ts';
import { type Reason, STANDARD_REASONS } from '../../../shared/reason.ts';
import { type Answer, AnythingSchema, type Api } from './http.ts';

export const readReasons = (api: Api): Answer<Reason[]> => api.send('GET', '/api/reasons', ReasonsSchema);
export const writeReasons = (api: Api, reasons: readonly Reason[]): Answer<unknown> =>
  api.send('PUT', '/api/reasons', AnythingSchema, reasons);

/** An id that no reason of the list has; ids are never used twice, retired ones included. */
export function freshReasonId(reasons: readonly Reason[]): string {
  const used = new Set([...reasons, ...STANDARD_REASONS].map(({ id }) => id));
  let number = 1;
  while (used.has(`own${number}`)) number++;
  return `own${number}`;
}

/** The list with orders rewritten as it stands. */
export const renumbered = (reasons: readonly Reason[]): Reason[] =>
  reasons.map((reason, order) => ({ ...reason, order }));
