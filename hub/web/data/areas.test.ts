import { describe, expect, it } from 'vitest';
import type { Area } from '../../../shared/area.ts';
import { reordered, treeOf } from './areas.ts';

const area = (id: number, parent: number | null, order: number, retired = false): Area => ({
  id,
  parent,
  order,
  retired,
  kind: 'hall',
  name: { 'zh-Hant': '廳', 'zh-Hans': '厅', en: 'Hall' },
});
const areas = [
  area(1, null, 0),
  area(2, 1, 20),
  area(3, 1, 10),
  area(4, 3, 0),
  area(5, 1, 20),
  area(6, 1, 5, true),
];

describe('the tree of areas', () => {
  it('lists parents before children and siblings by order, then by age', () => {
    expect(treeOf(areas).map(({ area: { id }, depth }) => [id, depth])).toEqual([
      [1, 0],
      [6, 1],
      [3, 1],
      [4, 2],
      [2, 1],
      [5, 1],
    ]);
  });

  it('moves an area by one place although two siblings shared an order', () => {
    const [, , three] = areas;
    if (!three) throw new Error('no area');
    const changes = new Map(reordered(areas, three, 1).map(({ id, order }) => [id, order]));
    const after = areas.map((each) => ({ ...each, order: changes.get(each.id) ?? each.order }));
    expect(
      treeOf(after)
        .filter(({ depth, area: { retired } }) => depth === 1 && !retired)
        .map(({ area: { id } }) => id),
    ).toEqual([2, 3, 5]);
  });

  it('asks for nothing at the ends', () => {
    const [, , three] = areas;
    if (!three) throw new Error('no area');
    expect(reordered(areas, three, -1)).toEqual([]);
  });
});
