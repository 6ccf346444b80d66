import { describe, expect, it } from 'vitest';
import { MUSEUM_HOURS } from '../../shared/opening-hours.ts';
import { TerminalPolicySchema } from '../../shared/policy.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import { EXAMPLE_MUSEUM } from '../example/museum.ts';
import { changeArea } from './area-commands.ts';
import { policyOf, roomOnFloor, withRaisedVersions } from './policy.ts';
import { changeOpeningHours, changeReasons, changeSite } from './site-commands.ts';
import type { Changed, OfficeState } from './state.ts';
import { addTerminal, changeTerminal } from './terminal-commands.ts';

const HALL = 'a'.repeat(16);
const TOILET = 'b'.repeat(16);
const AWAY = 'c'.repeat(16);
const done = (changed: Changed): OfficeState => {
  if (!changed.ok) throw new Error(changed.error.message);
  return changed.value;
};
const areaIn = (building: string, kind: string): number => {
  const { areas } = EXAMPLE_MUSEUM.state;
  const top = areas.find(({ name }) => name.en === building);
  const floor = areas.find(({ parent, kind: each }) => parent === top?.id && each === 'floor');
  return areas.find(({ parent, kind: each }) => parent === floor?.id && each === kind)?.id ?? 0;
};
const museum = [
  { id: HALL, area: areaIn('General Exhibition Hall', 'hall') },
  { id: TOILET, area: areaIn('General Exhibition Hall', 'restroom') },
  { id: AWAY, area: areaIn('Chime Bells Hall', 'restroom') },
].reduce(
  (state, { id, area }) => done(addTerminal(state, { id, publicKey: id, area, number: null, label: '' }, 1)),
  EXAMPLE_MUSEUM.state,
);
const versions = (changed: Changed): Record<string, number> =>
  Object.fromEntries(
    withRaisedVersions(museum, done(changed)).terminals.map(({ id, policyVersion }) => [
      id.slice(0, 1),
      policyVersion,
    ]),
  );
const terminal = (id: string) => {
  const found = museum.terminals.find((each) => each.id === id);
  if (!found) throw new Error(id);
  return found;
};

describe('the policy of a terminal', () => {
  it('is what the wire promises', () => {
    const decode = compiledDecoder(TerminalPolicySchema);
    for (const each of museum.terminals) expect(decode.value(policyOf(museum, each)).ok).toBe(true);
  });

  it('names the building, and the room with its floor', () => {
    const { place } = policyOf(museum, terminal(TOILET));
    expect(place.building['zh-Hant']).toBe('綜合陳列館');
    expect(place.room).toEqual({
      'zh-Hant': '一樓洗手間',
      'zh-Hans': '一楼洗手间',
      en: 'Restroom, Level 1',
      ja: '1階お手洗い',
      ko: '1층 화장실',
    });
  });

  it('names the site where no building stands above', () => {
    const state = done(changeTerminal(museum, HALL, { area: 1 }, 2));
    const at = state.terminals.find(({ id }) => id === HALL);
    expect(at && policyOf(state, at).place.building).toEqual(museum.site.name);
  });

  it('leaves a name alone that says its floor already', () => {
    const room = { 'zh-Hant': '一樓東側洗手間', 'zh-Hans': '一楼东侧洗手间', en: 'Level 1 east restroom' };
    const floor = { 'zh-Hant': '一樓', 'zh-Hans': '一楼', en: 'Level 1' };
    expect(roomOnFloor(floor, room)).toEqual(room);
  });
});

describe('policy versions rise for exactly the terminals whose policy changed', () => {
  const floor = museum.areas.find(
    ({ id }) => id === museum.areas.find(({ id: each }) => each === terminal(HALL).area)?.parent,
  );
  const name = { 'zh-Hant': '底層', 'zh-Hans': '底层', en: 'Ground floor' };
  it.each<[string, () => Changed, Record<string, number>]>([
    ['opening hours', () => changeOpeningHours(museum, MUSEUM_HOURS), { a: 2, b: 2, c: 2 }],
    ['the name of a floor', () => changeArea(museum, floor?.id ?? 0, { name }), { a: 2, b: 2, c: 1 }],
    ['the name of a hall', () => changeArea(museum, terminal(HALL).area, { name }), { a: 2, b: 1, c: 1 }],
    [
      'the order of an area',
      () => changeArea(museum, terminal(HALL).area, { order: 9 }),
      { a: 1, b: 1, c: 1 },
    ],
    ['a number', () => changeTerminal(museum, TOILET, { number: 77 }, 2), { a: 1, b: 2, c: 1 }],
    ['a label', () => changeTerminal(museum, TOILET, { label: 'INV 7' }, 2), { a: 1, b: 1, c: 1 }],
    ['out of service', () => changeTerminal(museum, AWAY, { inService: false }, 2), { a: 1, b: 1, c: 2 }],
    ['the target', () => changeSite(museum, { ...site(), target: 0.95 }), { a: 1, b: 1, c: 1 }],
    ['the language', () => changeSite(museum, { ...site(), language: 'en' }), { a: 2, b: 2, c: 2 }],
    [
      'a retired reason',
      () =>
        changeReasons(
          museum,
          museum.reasons.map((each) => ({ ...each, retired: each.id === 'bin' })),
        ),
      { a: 2, b: 2, c: 2 },
    ],
  ])('%s', (_, change, expected) => {
    expect(versions(change())).toEqual(expected);
  });
});

function site() {
  const { tryOut: _, ...rest } = museum.site;
  return rest;
}
