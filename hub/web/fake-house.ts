// Test only: the example museum's figures as the hub would tell them, made with the house's own formula.
import type { Me, Site, TerminalRecord, User } from '../../shared/api.ts';
import type { Area, AreaId, AreaKind } from '../../shared/area.ts';
import type { LocalText } from '../../shared/language.ts';
import { LEVELS, type Level } from '../../shared/level.ts';
import type { AreaRow, CurvePoint, FeedItem, Overview, Period, TerminalHealth } from '../../shared/live.ts';
import { STANDARD_REASONS } from '../../shared/reason.ts';
import { addCounts, type Counts, levelShares, NO_COUNTS, satisfaction } from '../../shared/satisfaction.ts';
import { MINUTE, siteClock } from '../../shared/site-time.ts';

export const clock = siteClock('Asia/Shanghai');
export const DAY = 20260317;
/** 14:06 on that day, a Tuesday. */
export const NOW = clock.at(DAY, 846);
const TARGET = 0.98;
const MINIMUM = 30;

const text = (hant: string, hans: string, en: string): LocalText => ({
  'zh-Hant': hant,
  'zh-Hans': hans,
  en,
});
const counts = (n4: number, n3: number, n2: number, n1: number): Counts => ({ n4, n3, n2, n1 });

interface Planned {
  readonly id: AreaId;
  readonly parent: AreaId | null;
  readonly kind: AreaKind;
  readonly name: LocalText;
  readonly counts: Counts;
  readonly coverage: number | null;
}

const room = (
  id: AreaId,
  parent: AreaId,
  kind: AreaKind,
  name: LocalText,
  count: number,
  bad: number,
  coverage = 1,
): Planned => {
  const good = count - bad;
  const fairly = Math.round(good * 0.09);
  const satisfied = Math.round(good * 0.31);
  return {
    id,
    parent,
    kind,
    name,
    coverage,
    counts: counts(good - fairly - satisfied, satisfied, fairly, bad),
  };
};
const ENTRANCE = text('入口大廳', '入口大厅', 'Entrance');
const gallery = (hant: string, hans: string, floor: number) =>
  text(`${hant}展廳`, `${hans}展厅`, `Gallery, ${floor}F`);
const restroom = (hant: string, hans: string, floor: number) =>
  text(`${hant}洗手間`, `${hans}洗手间`, `Restroom, ${floor}F`);
const building = (id: AreaId, name: LocalText): Planned => ({
  id,
  parent: 1,
  kind: 'building',
  name,
  counts: NO_COUNTS,
  coverage: 0.989,
});

export const PLAN: readonly Planned[] = [
  {
    id: 1,
    parent: null,
    kind: 'site',
    name: text('示例博物館', '示例博物馆', 'Example Museum'),
    counts: NO_COUNTS,
    coverage: 0.989,
  },
  building(2, text('編鐘館', '编钟馆', 'Chime Bells Hall')),
  room(5, 2, 'entrance', ENTRANCE, 101, 1, 0.99),
  room(6, 2, 'hall', text('一層演奏廳', '一层演奏厅', 'Performance hall, 1F'), 139, 2),
  room(7, 2, 'restroom', restroom('一層', '一层', 1), 130, 3),
  room(8, 2, 'hall', gallery('二層', '二层', 2), 38, 0),
  room(9, 2, 'restroom', restroom('二層', '二层', 2), 63, 1),
  building(3, text('楚文化館', '楚文化馆', 'Chu Culture Hall')),
  room(10, 3, 'entrance', ENTRANCE, 112, 1),
  room(11, 3, 'hall', gallery('一層', '一层', 1), 85, 1, 0.97),
  room(12, 3, 'restroom', restroom('一層', '一层', 1), 111, 3),
  room(13, 3, 'hall', gallery('二層', '二层', 2), 15, 0),
  room(14, 3, 'restroom', restroom('二層', '二层', 2), 96, 13),
  building(4, text('綜合陳列館', '综合陈列馆', 'General Exhibition Hall')),
  room(15, 4, 'entrance', ENTRANCE, 152, 1),
  room(16, 4, 'restroom', restroom('一層', '一层', 1), 119, 2),
  room(17, 4, 'hall', gallery('二層', '二层', 2), 73, 1),
  room(18, 4, 'restroom', restroom('二層', '二层', 2), 77, 3),
  room(19, 4, 'hall', gallery('三層', '三层', 3), 18, 0, 0.91),
  room(20, 4, 'restroom', restroom('三層', '三层', 3), 52, 1),
];

export const AREAS: readonly Area[] = PLAN.map(({ id, parent, kind, name }, order) => ({
  id,
  parent,
  kind,
  name,
  order: order * 10,
  retired: false,
}));

const below = (id: AreaId): Planned[] => [
  ...PLAN.filter((each) => each.id === id),
  ...PLAN.filter((each) => each.parent === id).flatMap((child) => below(child.id)),
];
const sum = (id: AreaId): Counts => below(id).reduce((all, each) => addCounts(all, each.counts), NO_COUNTS);
const judged = (of: Counts) => satisfaction(of, MINIMUM, TARGET);

const areaRow = (each: Planned): AreaRow => ({
  id: each.id,
  parent: each.parent,
  kind: each.kind,
  name: each.name,
  depth: each.parent === null ? 0 : each.parent === 1 ? 1 : 2,
  satisfaction: judged(sum(each.id)),
  coverage: each.coverage,
  terminals: below(each.id).filter(({ kind }) => kind !== 'site' && kind !== 'building').length,
});

const SHAPE = [60, 96, 121, 148, 139, 122, 104, 99, 118, 131];
const DIPS = [1, 2, 2, 3, 3, 2, 2, 2, 2, 9];

function today(share: number): CurvePoint[] {
  return Array.from({ length: 16 }, (_, slot) => {
    const minutes = 540 + slot * 30;
    const from = clock.at(DAY, minutes);
    const count = Math.round((SHAPE[slot] ?? (slot === 10 ? 31 : 0)) * share);
    const bad = Math.min(count, Math.round((DIPS[slot] ?? (slot === 10 ? 3 : 0)) * share));
    return {
      from,
      until: from + 30 * MINUTE,
      minutes,
      day: DAY,
      open: true,
      unfinished: slot === 10,
      satisfaction: judged(counts(count - bad, 0, 0, bad)),
    };
  });
}

function days(length: number, share: number): CurvePoint[] {
  return Array.from({ length }, (_, n) => {
    const day = clock.addDays(DAY, n + 1 - length);
    const from = clock.dayStart(day);
    const open = clock.local(clock.at(day, 720)).weekday !== 1;
    const count = open ? Math.round((900 + ((n * 137) % 500)) * share) : 0;
    const bad = Math.round(count * (0.016 + ((n * 7) % 5) * 0.0035));
    return {
      from,
      until: clock.dayEnd(day),
      minutes: 0,
      day,
      open,
      unfinished: n === length - 1,
      satisfaction: judged(counts(count - bad, 0, 0, bad)),
    };
  });
}

export const HEALTHS: readonly TerminalHealth[] = Array.from({ length: 14 }, (_, index): TerminalHealth => {
  const number = index + 1;
  const base = { id: `aaaaaaaaaaaaaa${'abcdefghijklmnop'[index]}a`, number, area: 5 + index };
  if (number === 5) return { ...base, state: 'degraded', trouble: 'backlog', since: NOW - 48 * MINUTE };
  if (number === 13) return { ...base, state: 'silent', trouble: 'noLink', since: NOW - 26 * MINUTE };
  return { ...base, state: 'inOrder', trouble: null, since: NOW - 300 * MINUTE };
});

export function feedItem(position: number, changes: Partial<FeedItem> = {}): FeedItem {
  return {
    position,
    at: NOW - (100 - position) * 17_000,
    estimated: false,
    area: [14, 7, 15, 6, 10, 18][position % 6] ?? 14,
    terminal: (position % 14) + 1,
    level: LEVELS[[0, 0, 1, 0, 1, 2][position % 6] ?? 0] ?? (4 satisfies Level),
    language: 'zh-Hans',
    excluded: null,
    staffPresent: false,
    outOfHours: false,
    reasons: [],
    ...changes,
  };
}

const FEED: readonly FeedItem[] = Array.from({ length: 24 }, (_, n) => {
  const position = 100 - n;
  if (n === 1) return feedItem(position, { level: 1, area: 14, reasons: ['wetFloor', 'paper'] });
  if (n === 3 || n === 4) return feedItem(position, { level: 1, area: 12, excluded: 'mash' });
  if (n === 6) return feedItem(position, { excluded: 'double' });
  if (n === 8) return feedItem(position, { level: 1, area: 14, reasons: ['smell'] });
  if (n === 10) return feedItem(position, { staffPresent: true });
  if (n === 12) return feedItem(position, { estimated: true });
  return feedItem(position);
});

/** What a subscription to that period and area shows. */
export function overview(period: Period, area: AreaId | null): Overview {
  const inside = new Set(below(area ?? 1).map(({ id }) => id));
  const factor = period === 'today' ? 1 : period === '7days' ? 6 : 26;
  const one = sum(area ?? 1);
  const all = counts(one.n4 * factor, one.n3 * factor, one.n2 * factor, one.n1 * factor);
  const share = (one.n4 + one.n3 + one.n2 + one.n1) / 1381;
  const reasons = [302, 241, 188, 152, 83, 67, 47, 33, 19].flatMap((count, index) => {
    const reason = STANDARD_REASONS[[5, 2, 1, 0, 4, 3, 6, 7, 8][index] ?? 0];
    const scaled = Math.round((count / 40) * factor * share);
    return reason && scaled > 0 ? [{ reason: reason.id, name: reason.name, count: scaled }] : [];
  });
  return {
    site: {
      name: PLAN[0]?.name ?? ENTRANCE,
      timeZone: clock.timeZone,
      tryOut: true,
      open: true,
      target: TARGET,
      minimum: MINIMUM,
    },
    totals: {
      satisfaction: judged(all),
      shares: levelShares(judged(all).counts),
      excluded: { mash: 12, double: 7, locked: 4, multi: 0 },
      staffPresent: 5,
      estimated: 2,
      coverage: 0.989,
    },
    areas: PLAN.map(areaRow),
    curve: period === 'today' ? today(share) : days(period === '7days' ? 7 : 30, share),
    feed: FEED.filter((item) => inside.has(item.area)),
    terminals: HEALTHS.map((health) => ({ ...health })),
    reasons,
    quarantined: 1,
  };
}

export const ADMINISTRATOR: Me = {
  id: 1,
  login: 'administrator',
  name: 'Administrator',
  roles: ['administrator'],
  rights: ['see', 'configure', 'manageUsers', 'audit'],
  areas: [1],
  language: 'zh-Hans',
  hasPassword: true,
};

export const USERS: readonly User[] = [
  {
    id: 1,
    login: 'administrator',
    name: 'Administrator',
    roles: ['administrator'],
    areas: [1],
    language: 'zh-Hans',
    active: true,
    hasPassword: true,
    lastSeenAt: NOW,
  },
  {
    id: 2,
    login: 'project.manager',
    name: '項目經理崗',
    roles: ['projectManager'],
    areas: [1],
    language: 'zh-Hans',
    active: true,
    hasPassword: false,
    lastSeenAt: NOW - 90 * MINUTE,
  },
  {
    id: 3,
    login: 'leader.bells',
    name: '班組長崗，編鐘館',
    roles: ['shiftLeader'],
    areas: [2],
    language: 'zh-Hant',
    active: true,
    hasPassword: false,
    lastSeenAt: null,
  },
  {
    id: 4,
    login: 'cleaner.hall2',
    name: 'cleaner, hall 2',
    roles: ['cleaner'],
    areas: [13, 14],
    language: 'en',
    active: false,
    hasPassword: false,
    lastSeenAt: null,
  },
];

export const SITE: Site = {
  name: PLAN[0]?.name ?? ENTRANCE,
  timeZone: 'Asia/Shanghai',
  language: 'zh-Hans',
  target: TARGET,
  minimum: MINIMUM,
  desk: null,
  publicUrl: null,
};

export const TERMINALS: readonly TerminalRecord[] = HEALTHS.slice(0, 6).map((health) => ({
  id: health.id.slice(0, 16),
  number: health.number,
  label: health.number === 2 ? 'A-0021' : '',
  area: health.area,
  inService: true,
  pixelsPerMm: 4,
  sound: true,
  enrolledAt: NOW - 86_400_000,
  retiredAt: null,
  approved: health.number !== 6,
  health,
  lastSeenAt: NOW - 4000,
  version: '0.1.0',
  waiting: health.number === 5 ? 311 : 0,
  freeDiskBytes: 21_400_000_000,
  memoryBytes: 80_000_000,
  clockOffsetMs: 12,
  policyVersion: 3,
  policyVersionSeen: 3,
  facts: 4012,
  refusals: 0,
}));
