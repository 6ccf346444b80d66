// What an administrator set, as one value: commands make the next one, the store keeps it, the directory shows it.
import type { ApiError, Site } from '../../shared/api.ts';
import type { Area, AreaId } from '../../shared/area.ts';
import type { OpeningHours } from '../../shared/opening-hours.ts';
import type { Reason } from '../../shared/reason.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { EnrolledTerminal } from '../contracts.ts';

export interface OfficeState {
  readonly site: Site & { readonly tryOut: boolean };
  readonly openingHours: OpeningHours;
  readonly areas: readonly Area[];
  readonly reasons: readonly Reason[];
  readonly terminals: readonly EnrolledTerminal[];
}

/** The next state, or why not, with the field as a JSON pointer into what was asked. */
export type Changed = Result<OfficeState, ApiError>;

export const refused = (
  reason: ApiError['reason'],
  path: string,
  message: string,
): { readonly ok: false; readonly error: ApiError } => fail({ reason, path, message });

export const areaOf = (state: OfficeState, id: AreaId): Area | undefined =>
  state.areas.find((area) => area.id === id);

/** The site's own area: the one without a parent. */
export function rootOf(state: OfficeState): Area {
  const root = state.areas.find((area) => area.parent === null);
  if (!root) throw new Error('the site has no root area');
  return root;
}

/** With the members that were given; `undefined` means "as it was". */
export function merged<T extends object>(old: T, changes: { readonly [K in keyof T]?: T[K] | undefined }): T {
  const next = { ...old };
  for (const key in changes) {
    const value = changes[key];
    if (value !== undefined) Object.assign(next, { [key]: value });
  }
  return next;
}
