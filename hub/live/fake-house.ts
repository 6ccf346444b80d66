// Test-only: a small museum with hand-fed projections, so that the live figures can be tested alone.
import type { Me } from '../../shared/api.ts';
import { type Area, type AreaId, withDescendants } from '../../shared/area.ts';
import { DAY_AND_NIGHT, type OpeningHours } from '../../shared/opening-hours.ts';
import { STANDARD_REASONS } from '../../shared/reason.ts';
import type { Counts } from '../../shared/satisfaction.ts';
import { type Instant, siteClock } from '../../shared/site-time.ts';
import type {
  Access,
  Directory,
  EnrolledTerminal,
  FeedRow,
  LinkState,
  Links,
  ListeningRow,
  ProjectionChange,
  Projections,
  TallyRow,
} from '../contracts.ts';

const words = (en: string) => ({ 'zh-Hant': en, 'zh-Hans': en, en });

/** 1 site → 2 hall with terminal, 3 restrooms → 4 restroom with terminal; 5 a hall that nobody stands in. */
export const AREAS: readonly Area[] = [
  { id: 1, parent: null, kind: 'site', name: words('Museum'), order: 0, retired: false },
  { id: 2, parent: 1, kind: 'hall', name: words('Hall'), order: 2, retired: false },
  { id: 3, parent: 1, kind: 'floor', name: words('Floor'), order: 1, retired: false },
  { id: 4, parent: 3, kind: 'restroom', name: words('Restroom'), order: 0, retired: false },
  { id: 5, parent: 1, kind: 'hall', name: words('Store'), order: 3, retired: false },
];

export const terminal = (
  id: string,
  area: AreaId,
  change: Partial<EnrolledTerminal> = {},
): EnrolledTerminal => ({
  id,
  number: area,
  label: '',
  area,
  publicKey: '',
  inService: true,
  pixelsPerMm: 4,
  sound: true,
  enrolledAt: 0,
  retiredAt: null,
  approved: true,
  policyVersion: 1,
  ...change,
});

export const link = (change: Partial<LinkState> = {}): LinkState => ({
  connected: true,
  since: 0,
  lastSeenAt: 0,
  telemetry: {
    type: 'telemetry',
    glass: true,
    waiting: 0,
    freeDiskBytes: 1e10,
    memoryBytes: 1e8,
    uptimeSeconds: 10,
    version: '0.1.0',
    policyVersion: 1,
  },
  clockOffsetMs: 0,
  refusals: 0,
  flags: [],
  ...change,
});

export const tally = (
  area: AreaId,
  slot: Instant,
  counts: Partial<Counts>,
  rest: Partial<TallyRow> = {},
): TallyRow => ({
  area,
  slot,
  estimated: false,
  counts: { n4: 0, n3: 0, n2: 0, n1: 0, ...counts },
  excluded: { mash: 0, double: 0, locked: 0, multi: 0 },
  staff: { n4: 0, n3: 0, n2: 0, n1: 0 },
  ...rest,
});

export const feedRow = (position: number, change: Partial<FeedRow> = {}): FeedRow => ({
  position,
  at: position,
  estimated: false,
  area: 2,
  terminal: 'hall',
  level: 4,
  language: 'en',
  excluded: null,
  staffPresent: false,
  outOfHours: false,
  reasons: [],
  ...change,
});

export const user = (change: Partial<Me> = {}): Me => ({
  id: 1,
  login: 'supervisor',
  name: 'Project manager',
  roles: ['projectManager'],
  rights: ['see'],
  areas: [1],
  language: 'en',
  hasPassword: false,
  ...change,
});

class Listeners<T> {
  readonly #all = new Set<(value: T) => void>();
  readonly on = (listener: (value: T) => void) => {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  };
  tell(value: T): void {
    for (const listener of this.#all) listener(value);
  }
}

/** Everything that registerLive reads, changed by hand; `tell…` are the events. */
export class FakeHouse {
  areas: readonly Area[] = AREAS;
  terminals: readonly EnrolledTerminal[] = [terminal('hall', 2), terminal('rest', 4)];
  hours: OpeningHours = DAY_AND_NIGHT;
  clock = siteClock('Asia/Shanghai');
  readonly linkStates = new Map<string, LinkState>();
  tallies: TallyRow[] = [];
  listening: ListeningRow[] = [];
  reasons: { area: AreaId; reason: string; count: number }[] = [];
  feed: FeedRow[] = [];
  quarantined = 0;
  readonly sessions = new Map<string, Me>();
  /** Areas of every read of the tallies. */
  readonly reads: (readonly AreaId[])[] = [];
  fails: Error | undefined;

  readonly changes = new Listeners<ProjectionChange>();
  readonly linkChanges = new Listeners<string>();
  readonly directoryChanges = new Listeners<{ readonly terminals: readonly string[] }>();
  readonly revoked = new Listeners<number>();

  readonly directory: Directory = {
    site: () => ({
      name: words('Museum'),
      timeZone: this.clock.timeZone,
      language: 'zh-Hant',
      target: 0.98,
      minimum: 5,
      desk: null,
      publicUrl: null,
      tryOut: true,
    }),
    openingHours: () => this.hours,
    clock: () => this.clock,
    areas: () => this.areas,
    area: (id) => this.areas.find((area) => area.id === id),
    reasons: () => STANDARD_REASONS,
    terminals: () => this.terminals,
    terminal: (id) => this.terminals.find((each) => each.id === id),
    policy: () => undefined,
    onChange: this.directoryChanges.on,
  };

  readonly links: Links = {
    of: (id) => this.linkStates.get(id),
    command: () => false,
    drop: () => undefined,
    onChange: this.linkChanges.on,
    refusals: () => ({}),
  };

  readonly projections: Projections = {
    tallies: async (areas, from, until) => {
      this.reads.push(areas);
      if (this.fails) throw this.fails;
      return this.tallies.filter((row) => areas.includes(row.area) && row.slot >= from && row.slot < until);
    },
    listening: async (areas, from, until) =>
      this.listening.filter((row) => areas.includes(row.area) && row.slot >= from && row.slot < until),
    reasons: async (areas) =>
      this.reasons.filter(({ area }) => areas.includes(area)).map(({ reason, count }) => ({ reason, count })),
    feed: async (areas, limit) =>
      this.feed
        .filter(({ area }) => areas.includes(area))
        .sort((a, b) => b.position - a.position)
        .slice(0, limit),
    quarantinedSince: async () => this.quarantined,
    onChange: this.changes.on,
  };

  readonly access: Access = {
    userOf: async (cookie) => (cookie === undefined ? undefined : this.sessions.get(cookie)),
    isOwnOrigin: ({ origin }) => origin === 'http://hub.test',
    visibleAreas: (me) => new Set(me.areas.flatMap((area) => [...withDescendants(this.areas, area)])),
    onRevoked: this.revoked.on,
  };

  tellChange(...areas: AreaId[]): void {
    this.changes.tell({ areas: new Set(areas), ratings: [], position: 0 });
  }
}
