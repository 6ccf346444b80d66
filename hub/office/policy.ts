// Office: what each terminal is told about its place, and whose version must rise after a change. Pure.
import { type AreaId, pathTo } from '../../shared/area.ts';
import { canonicalJson } from '../../shared/canonical.ts';
import type { LocalText } from '../../shared/language.ts';
import type { TerminalPolicy } from '../../shared/policy.ts';
import { MAX_REASONS_ON_GLASS } from '../../shared/reason.ts';
import type { EnrolledTerminal } from '../contracts.ts';
import type { OfficeState } from './state.ts';

const LONGEST_TEXT = 120;

const joined = (floor: string, room: string, join: (floor: string, room: string) => string): string =>
  (room.includes(floor) ? room : join(floor, room)).slice(0, LONGEST_TEXT);

/** A room with its floor as visitors say it: 一樓洗手間, Restroom, Level 1. A name that says its floor stays. */
export function roomOnFloor(floor: LocalText, room: LocalText): LocalText {
  const close = (a: string, b: string): string => `${a}${b}`;
  const spaced = (a: string, b: string): string => `${a} ${b}`;
  return {
    'zh-Hant': joined(floor['zh-Hant'], room['zh-Hant'], close),
    'zh-Hans': joined(floor['zh-Hans'], room['zh-Hans'], close),
    en: joined(floor.en, room.en, (a, b) => `${b}, ${a}`),
    ...(room.ja === undefined
      ? {}
      : { ja: floor.ja === undefined ? room.ja : joined(floor.ja, room.ja, close) }),
    ...(room.ko === undefined
      ? {}
      : { ko: floor.ko === undefined ? room.ko : joined(floor.ko, room.ko, spaced) }),
  };
}

function placeOf(state: OfficeState, area: AreaId): TerminalPolicy['place'] {
  const path = pathTo(state.areas, area);
  const own = path.at(-1);
  if (!own) throw new Error(`a terminal stands in the unknown area ${area}`);
  const above = path.at(-2);
  const building = path.findLast(({ kind }) => kind === 'building');
  return {
    building: building?.name ?? state.site.name,
    room: above?.kind === 'floor' ? roomOnFloor(above.name, own.name) : own.name,
  };
}

/** What all terminals of the site are told alike. */
function sharedPolicy(state: OfficeState) {
  const { site } = state;
  return {
    site: site.name,
    timeZone: site.timeZone,
    openingHours: state.openingHours,
    language: site.language,
    reasons: state.reasons
      .filter(({ retired }) => !retired)
      .toSorted((a, b) => a.order - b.order)
      .slice(0, MAX_REASONS_ON_GLASS),
    desk: site.desk,
    publicUrl: site.publicUrl,
    tryOut: site.tryOut,
  };
}

/** What concerns one terminal beside its place. */
const ownPolicy = ({ number, area, inService, pixelsPerMm, sound }: EnrolledTerminal) => ({
  number,
  area,
  inService,
  pixelsPerMm,
  sound,
});

/** The policy as sent down. */
export const policyOf = (state: OfficeState, terminal: EnrolledTerminal): TerminalPolicy => ({
  ...sharedPolicy(state),
  ...ownPolicy(terminal),
  version: terminal.policyVersion,
  place: placeOf(state, terminal.area),
});

/** Places by area as comparable texts, each made once: many terminals stand in few areas. */
function placeTexts(state: OfficeState): (area: AreaId) => string {
  const known = new Map<AreaId, string>();
  return (area) => {
    const text = known.get(area) ?? canonicalJson(placeOf(state, area));
    known.set(area, text);
    return text;
  };
}

/** Raises the version of exactly those terminals whose policy differs between the two states. */
export function withRaisedVersions(before: OfficeState, after: OfficeState): OfficeState {
  const sharedDiffers = canonicalJson(sharedPolicy(before)) !== canonicalJson(sharedPolicy(after));
  const known = new Map(before.terminals.map((terminal) => [terminal.id, terminal]));
  const placeBefore = placeTexts(before);
  const placeAfter = placeTexts(after);
  const differs = (old: EnrolledTerminal, terminal: EnrolledTerminal): boolean =>
    sharedDiffers ||
    placeBefore(old.area) !== placeAfter(terminal.area) ||
    canonicalJson(ownPolicy(old)) !== canonicalJson(ownPolicy(terminal));
  const terminals = after.terminals.map((terminal) => {
    const old = known.get(terminal.id);
    if (!old || terminal.retiredAt !== null || !differs(old, terminal)) return terminal;
    return { ...terminal, policyVersion: old.policyVersion + 1 };
  });
  return { ...after, terminals };
}
