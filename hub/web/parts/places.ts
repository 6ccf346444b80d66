// Areas as a person names them on the administration pages: from the building down, without the house itself.
import { type Area, type AreaId, pathTo } from '../../../shared/area.ts';
import { treeOf } from '../data/areas.ts';
import type { Words } from '../words.ts';
import type { Choice } from './fields.ts';

export function placeName(words: Words, areas: readonly Area[], id: AreaId): string {
  const path = pathTo(areas, id);
  const below = path.length > 1 ? path.slice(1) : path;
  return below
    .map(({ name }) => words.text(name))
    .reduce((a, b) => (a ? words.t('place.join', { a, b }) : b), '');
}

/** Every area that is not retired, indented, for a list to choose from. */
export const areaChoices = (
  words: Words,
  areas: readonly Area[],
  without?: ReadonlySet<AreaId>,
): Choice<string>[] =>
  treeOf(areas)
    .filter(({ area }) => !area.retired && !without?.has(area.id))
    .map(({ area, depth }) => ({
      value: String(area.id),
      text: `${'\u3000'.repeat(depth)}${words.text(area.name)}`,
    }));
