// Office: rules of the area tree. Pure; the office makes the result durable.
import type { Static } from 'typebox';
import type { AreaChangesSchema, NewAreaSchema } from '../../shared/api.ts';
import { type Area, type AreaId, type AreaKind, pathTo, withDescendants } from '../../shared/area.ts';
import { ok } from '../../shared/result.ts';
import { areaOf, type Changed, merged, type OfficeState, refused } from './state.ts';

/** Levels of the tree, the site itself included. */
export const MAX_DEPTH = 12;
export const MAX_AREAS = 5_000;

/** Which kinds may stand directly beneath which. */
const BENEATH: Readonly<Record<AreaKind, readonly AreaKind[]>> = {
  site: ['building', 'floor', 'hall', 'entrance', 'restroom', 'other'],
  building: ['floor', 'hall', 'entrance', 'restroom', 'other'],
  floor: ['hall', 'entrance', 'restroom', 'other'],
  hall: ['hall', 'entrance', 'restroom', 'other'],
  entrance: ['restroom', 'other'],
  restroom: ['other'],
  other: ['hall', 'entrance', 'restroom', 'other'],
};

const childrenOf = (areas: readonly Area[], id: AreaId): Area[] => areas.filter((area) => area.parent === id);

function placeProblem(state: OfficeState, area: Area): Changed | undefined {
  if (area.parent === null) {
    return area.kind === 'site' ? undefined : refused('conflict', '/kind', 'the site itself stays a site');
  }
  const parent = areaOf(state, area.parent);
  if (!parent) return refused('invalid', '/parent', 'names no area');
  if (withDescendants(state.areas, area.id).has(parent.id)) {
    return refused('conflict', '/parent', 'lies beneath the area itself');
  }
  if (parent.retired && !area.retired) return refused('conflict', '/parent', 'is retired');
  if (!BENEATH[parent.kind].includes(area.kind)) {
    return refused('conflict', '/kind', `a ${area.kind} cannot stand beneath a ${parent.kind}`);
  }
  if (childrenOf(state.areas, area.id).some((child) => !BENEATH[area.kind].includes(child.kind))) {
    return refused('conflict', '/kind', `what stands beneath cannot stand beneath a ${area.kind}`);
  }
  return undefined;
}

function depthProblem(areas: readonly Area[], moved: AreaId): Changed | undefined {
  for (const id of withDescendants(areas, moved)) {
    if (pathTo(areas, id).length > MAX_DEPTH) {
      return refused('conflict', '/parent', `the tree would be deeper than ${MAX_DEPTH} levels`);
    }
  }
  return undefined;
}

function retirementProblem(state: OfficeState, old: Area, next: Area): Changed | undefined {
  if (old.retired || !next.retired) return undefined;
  if (next.parent === null) return refused('conflict', '/retired', 'the site itself cannot retire');
  if (childrenOf(state.areas, next.id).some((child) => !child.retired)) {
    return refused('conflict', '/retired', 'areas beneath it are still in use');
  }
  if (state.terminals.some(({ area, retiredAt }) => area === next.id && retiredAt === null)) {
    return refused('conflict', '/retired', 'a terminal still stands there');
  }
  return undefined;
}

/** Adds an area under the next free number; refusals name the field. */
export function addArea(state: OfficeState, wanted: Static<typeof NewAreaSchema>): Changed {
  if (state.areas.length >= MAX_AREAS) {
    return refused('conflict', '', `a site holds at most ${MAX_AREAS} areas`);
  }
  const siblings = childrenOf(state.areas, wanted.parent);
  const area: Area = {
    id: Math.max(...state.areas.map(({ id }) => id)) + 1,
    parent: wanted.parent,
    kind: wanted.kind,
    name: wanted.name,
    order: wanted.order ?? Math.min(100_000, Math.max(-1, ...siblings.map(({ order }) => order)) + 1),
    retired: false,
  };
  const areas = [...state.areas, area];
  return placeProblem(state, area) ?? depthProblem(areas, area.id) ?? ok({ ...state, areas });
}

/** Renames, moves, reorders, retires or brings back. The site itself can only be renamed. */
export function changeArea(
  state: OfficeState,
  id: AreaId,
  changes: Static<typeof AreaChangesSchema>,
): Changed {
  const old = areaOf(state, id);
  if (!old) return refused('notFound', '', 'there is no such area');
  if (old.parent === null && changes.parent !== undefined) {
    return refused('conflict', '/parent', 'the site itself cannot be moved');
  }
  const next = merged(old, changes);
  const areas = state.areas.map((area) => (area.id === id ? next : area));
  return (
    retirementProblem(state, old, next) ??
    placeProblem(state, next) ??
    depthProblem(areas, id) ??
    ok({ ...state, areas })
  );
}
