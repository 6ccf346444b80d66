// The tree of areas: site → building → floor → room; a leaf is a cell (網格) with one owner.
import { type Static, Type } from 'typebox';
import { LocalTextSchema } from './language.ts';

/** Number of an area within its site; never used twice, also not after retirement. */
export const AreaIdSchema = Type.Integer({
  minimum: 1,
  maximum: 2_147_483_647,
});
export type AreaId = number;

/** The one area that has no parent is the site itself. */
export const AreaKindSchema = Type.Union([
  Type.Literal('site'),
  Type.Literal('building'),
  Type.Literal('floor'),
  Type.Literal('hall'),
  Type.Literal('entrance'),
  Type.Literal('restroom'),
  Type.Literal('other'),
]);
export type AreaKind = Static<typeof AreaKindSchema>;

export const AreaSchema = Type.Object(
  {
    id: AreaIdSchema,
    parent: Type.Union([AreaIdSchema, Type.Null()]),
    kind: AreaKindSchema,
    name: LocalTextSchema,
    /** Sorting among siblings, ascending. */
    order: Type.Integer({ minimum: 0, maximum: 100_000 }),
    retired: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type Area = Static<typeof AreaSchema>;

/** The area and everything beneath it, by id. Children of a retired area are included: their figures remain. */
export function withDescendants(areas: readonly Area[], root: AreaId): Set<AreaId> {
  const children = new Map<AreaId, AreaId[]>();
  for (const area of areas) {
    if (area.parent === null) continue;
    const siblings = children.get(area.parent);
    if (siblings) siblings.push(area.id);
    else children.set(area.parent, [area.id]);
  }
  const found = new Set<AreaId>();
  const waiting = [root];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...(children.get(id) ?? []));
  }
  return found;
}

/** From the site down to the area itself; empty when the area is unknown. */
export function pathTo(areas: readonly Area[], id: AreaId): Area[] {
  const byId = new Map(areas.map((area) => [area.id, area]));
  const path: Area[] = [];
  for (
    let area = byId.get(id);
    area && !path.includes(area);
    area = area.parent === null ? undefined : byId.get(area.parent)
  ) {
    path.unshift(area);
  }
  return path;
}
