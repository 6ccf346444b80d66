// Beside area.ts: the tree that figures roll up.
import { describe, expect, it } from 'vitest';
import { type Area, pathTo, withDescendants } from './area.ts';

const area = (id: number, parent: number | null): Area => ({
  id,
  parent,
  kind: 'other',
  name: { 'zh-Hant': `區${id}`, 'zh-Hans': `区${id}`, en: `Area ${id}` },
  order: id,
  retired: false,
});
const tree = [area(1, null), area(2, 1), area(3, 2), area(4, 2), area(5, 1)];

describe('areas', () => {
  it('hold themselves and everything beneath', () => {
    expect([...withDescendants(tree, 2)].sort()).toEqual([2, 3, 4]);
    expect(withDescendants(tree, 1).size).toBe(5);
  });

  it('lead from the site down', () => {
    expect(pathTo(tree, 3).map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(pathTo(tree, 99)).toEqual([]);
  });

  it('end also where a damaged tree runs in a circle', () => {
    const circle = [area(1, 2), area(2, 1)];
    expect(withDescendants(circle, 1).size).toBe(2);
    expect(pathTo(circle, 1).length).toBe(2);
  });
});
