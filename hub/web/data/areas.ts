// The tree of areas: its part of the hub's API, and the order in which a page lists it.
import type { Static } from 'typebox';
import { type AreaChangesSchema, AreasSchema, type NewAreaSchema } from '../../../shared/api.ts';
import type { Area, AreaId } from '../../../shared/area.ts';
import { type Answer, AnythingSchema, type Api } from './http.ts';

export type NewArea = Static<typeof NewAreaSchema>;
export type AreaChanges = Static<typeof AreaChangesSchema>;

export const readAreas = (api: Api): Answer<Area[]> => api.send('GET', '/api/areas', AreasSchema);
export const addArea = (api: Api, area: NewArea): Answer<unknown> =>
  api.send('POST', '/api/areas', AnythingSchema, area);
export const changeArea = (api: Api, id: AreaId, changes: AreaChanges): Answer<unknown> =>
  api.send('PATCH', `/api/areas/${id}`, AnythingSchema, changes);

export interface TreeRow {
  readonly area: Area;
  /** 0 for the site. */
  readonly depth: number;
}

const bySiblingOrder = (a: Area, b: Area): number => a.order - b.order || a.id - b.id;

export const siblingsOf = (areas: readonly Area[], area: Area): Area[] =>
  areas.filter((each) => each.parent === area.parent && !each.retired).sort(bySiblingOrder);

/** Parents before children, siblings in their order. */
export function treeOf(areas: readonly Area[], parent: AreaId | null = null, depth = 0): TreeRow[] {
  return areas
    .filter((area) => area.parent === parent)
    .sort(bySiblingOrder)
    .flatMap((area) => [{ area, depth }, ...treeOf(areas, area.id, depth + 1)]);
}

/** The orders to write so that the area stands one place earlier (`by` −1) or later (+1) among its siblings. */
export function reordered(
  areas: readonly Area[],
  area: Area,
  by: -1 | 1,
): { readonly id: AreaId; readonly order: number }[] {
  const siblings = siblingsOf(areas, area);
  const from = siblings.indexOf(area);
  const other = siblings[from + by];
  if (from < 0 || !other) return [];
  const moved = siblings.with(from, other).with(from + by, area);
  return moved
    .map(({ id, order }, index) => ({ id, order: (index + 1) * 10, was: order }))
    .filter(({ order, was }) => order !== was)
    .map(({ id, order }) => ({ id, order }));
}
