import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AreaKind, pathTo } from '../../shared/area.ts';
import { EXAMPLE_MUSEUM } from '../example/museum.ts';
import { addArea, changeArea, MAX_DEPTH } from './area-commands.ts';
import type { Changed, OfficeState } from './state.ts';
import { addTerminal } from './terminal-commands.ts';

const museum = EXAMPLE_MUSEUM.state;
const name = { 'zh-Hant': '新', 'zh-Hans': '新', en: 'New' };
const idOf = (en: string): number => museum.areas.find((area) => area.name.en === en)?.id ?? 0;
const done = (changed: Changed): OfficeState => {
  if (!changed.ok) throw new Error(changed.error.message);
  return changed.value;
};
const refusal = (changed: Changed): string =>
  changed.ok ? 'done' : `${changed.error.reason} ${changed.error.path}`;

describe('the area tree', () => {
  it('gives a new area the next number and the last place among its siblings', () => {
    const parent = idOf('Gallery 1');
    const state = done(addArea(museum, { parent, kind: 'other', name }));
    expect(state.areas.at(-1)).toMatchObject({ id: museum.areas.length + 1, parent, order: 0 });
    const next = done(addArea(state, { parent, kind: 'other', name }));
    expect(next.areas.at(-1)).toMatchObject({ id: museum.areas.length + 2, order: 1 });
  });

  it.each([
    ['under an unknown area', { parent: 9999, kind: 'hall' }, 'invalid /parent'],
    ['a second site', { parent: 1, kind: 'site' }, 'conflict /kind'],
    ['a building in a restroom', { parent: idOf('Restroom'), kind: 'building' }, 'conflict /kind'],
    ['a floor in a hall', { parent: idOf('Gallery 1'), kind: 'floor' }, 'conflict /kind'],
  ] satisfies [string, { parent: number; kind: AreaKind }, string][])('refuses %s', (_, wanted, why) => {
    expect(refusal(addArea(museum, { ...wanted, name }))).toBe(why);
  });

  it('refuses to move an area beneath itself', () => {
    const building = idOf('General Exhibition Hall');
    expect(refusal(changeArea(museum, building, { parent: building }))).toBe('conflict /parent');
    expect(refusal(changeArea(museum, building, { parent: idOf('Gallery 1') }))).toBe('conflict /parent');
  });

  it('refuses to move, retire or rebuild the site itself, and renames it', () => {
    expect(refusal(changeArea(museum, 1, { parent: 2 }))).toBe('conflict /parent');
    expect(refusal(changeArea(museum, 1, { retired: true }))).toBe('conflict /retired');
    expect(refusal(changeArea(museum, 1, { kind: 'hall' }))).toBe('conflict /kind');
    expect(done(changeArea(museum, 1, { name })).areas[0]?.name).toEqual(name);
  });

  it('refuses to retire an area with areas in use beneath it, or with a terminal', () => {
    const hall = idOf('Gallery 1');
    expect(refusal(changeArea(museum, idOf('Level 1'), { retired: true }))).toBe('conflict /retired');
    const standing = done(
      addTerminal(museum, { id: 'a'.repeat(16), publicKey: 'k', area: hall, number: null, label: '' }, 1),
    );
    expect(refusal(changeArea(standing, hall, { retired: true }))).toBe('conflict /retired');
    expect(
      done(changeArea(museum, hall, { retired: true })).areas.find(({ id }) => id === hall)?.retired,
    ).toBe(true);
  });

  it('refuses new areas beneath a retired one', () => {
    const hall = idOf('Gallery 1');
    const state = done(changeArea(museum, hall, { retired: true }));
    expect(refusal(addArea(state, { parent: hall, kind: 'other', name }))).toBe('conflict /parent');
  });

  it(`is at most ${MAX_DEPTH} levels deep, also after a move`, () => {
    let state = museum;
    let parent = idOf('Gallery 1');
    const depths: string[] = [];
    for (let level = pathTo(museum.areas, parent).length; level <= MAX_DEPTH; level++) {
      const added = addArea(state, { parent, kind: 'other', name });
      depths.push(refusal(added));
      if (!added.ok) break;
      state = added.value;
      parent = state.areas.length;
    }
    expect(depths.at(-1)).toBe('conflict /parent');
    expect(Math.max(...state.areas.map(({ id }) => pathTo(state.areas, id).length))).toBe(MAX_DEPTH);
    expect(refusal(changeArea(state, idOf('Gallery 1'), { parent: idOf('Gallery 2') }))).toBe(
      'conflict /parent',
    );
  });

  it('stays a tree under any commands in any order', () => {
    const kinds: AreaKind[] = ['site', 'building', 'floor', 'hall', 'entrance', 'restroom', 'other'];
    const id = fc.integer({ min: 0, max: 45 });
    const command = fc.oneof(
      fc.record({ parent: id, kind: fc.constantFrom(...kinds) }).map(
        ({ parent, kind }) =>
          (state: OfficeState) =>
            addArea(state, { parent, kind, name }),
      ),
      fc.record({ of: id, parent: id, retired: fc.boolean(), kind: fc.constantFrom(...kinds) }).map(
        ({ of, ...changes }) =>
          (state: OfficeState) =>
            changeArea(state, of, changes),
      ),
      fc.record({ of: id, parent: id }).map(
        ({ of, parent }) =>
          (state: OfficeState) =>
            changeArea(state, of, { parent }),
      ),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        let state = museum;
        for (const each of commands) {
          const changed = each(state);
          if (changed.ok) state = changed.value;
        }
        for (const area of state.areas) {
          const path = pathTo(state.areas, area.id);
          expect(path[0]?.id).toBe(1);
          expect(path.length).toBeLessThanOrEqual(MAX_DEPTH);
          if (!area.retired) expect(path.every(({ retired }) => !retired)).toBe(true);
        }
        expect(new Set(state.areas.map((area) => area.id)).size).toBe(state.areas.length);
      }),
    );
  });
});
