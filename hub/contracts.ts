// What the hub's parts promise each other, so that each can be built and tested alone. buildHub wires them.

import type { Me, ReplayReport, Site, VerifyReport } from '../shared/api.ts';
import type { Area, AreaId } from '../shared/area.ts';
import type { Level } from '../shared/level.ts';
import type { Excluded, Exclusion } from '../shared/live.ts';
import type { OpeningHours } from '../shared/opening-hours.ts';
import type { TerminalPolicy } from '../shared/policy.ts';
import type { Reason } from '../shared/reason.ts';
import type { Counts } from '../shared/satisfaction.ts';
import type { Instant, SiteClock } from '../shared/site-time.ts';
import type { Command, Refusal, Telemetry } from '../shared/wire.ts';

/** Removes the listener. */
export type Unsubscribe = () => void;

/** What an administrator set, held in memory and read synchronously; changes are durable before they show here. */
export interface Directory {
  site(): Site & { readonly tryOut: boolean };
  openingHours(): OpeningHours;
  /** The site's clock; a new object after the time zone changed. */
  clock(): SiteClock;
  areas(): readonly Area[];
  area(id: AreaId): Area | undefined;
  reasons(): readonly Reason[];
  terminals(): readonly EnrolledTerminal[];
  terminal(id: string): EnrolledTerminal | undefined;
  /** The policy as sent down; undefined for a terminal that is retired or unknown. */
  policy(id: string): TerminalPolicy | undefined;
  /** Called after each change; `terminals` names those whose policy changed. */
  onChange(listener: (change: { readonly terminals: readonly string[] }) => void): Unsubscribe;
}

export interface EnrolledTerminal {
  readonly id: string;
  readonly number: number;
  readonly label: string;
  readonly area: AreaId;
  readonly publicKey: string;
  readonly inService: boolean;
  readonly pixelsPerMm: number;
  readonly sound: boolean;
  readonly enrolledAt: Instant;
  readonly retiredAt: Instant | null;
  readonly approved: boolean;
  readonly policyVersion: number;
}

/** The open sockets of terminals and what each last said. Last values only; nothing here is a fact. */
export interface Links {
  /** Undefined until the terminal was seen since the hub started and no last sight is stored. */
  of(terminal: string): LinkState | undefined;
  /** False when the terminal is not connected. */
  command(terminal: string, command: Command): boolean;
  /** Ends the terminal's socket, e.g. after it was retired. */
  drop(terminal: string, reason: Refusal): void;
  onChange(listener: (terminal: string) => void): Unsubscribe;
  /** Refusals by reason since the hub started, terminals and strangers together. */
  refusals(): Readonly<Partial<Record<Refusal, number>>>;
}

export interface LinkState {
  readonly connected: boolean;
  /** Since when `connected` holds. */
  readonly since: Instant;
  readonly lastSeenAt: Instant;
  readonly telemetry: Telemetry | undefined;
  /** Terminal's wall clock less the hub's, ms. */
  readonly clockOffsetMs: number | undefined;
  readonly refusals: number;
  readonly flags: readonly ('cloned' | 'brokenChain')[];
}

/** Appends the hub's own facts; resolves when durable. */
export interface HubFacts {
  settingChanged(setting: string, subject: string, audit: number): Promise<void>;
}

/** What the projector knows, as rows; rates are made of them in one place (live/). All readers use the read connection. */
export interface Projections {
  /** Tallies of the given areas whose slot (local half-hour) begins in [from, until). */
  tallies(areas: readonly AreaId[], from: Instant, until: Instant): Promise<TallyRow[]>;
  /** Ms in which a terminal of that area could hear visitors, per slot. */
  listening(areas: readonly AreaId[], from: Instant, until: Instant): Promise<ListeningRow[]>;
  /** Counted dissatisfied taps per reason. */
  reasons(
    areas: readonly AreaId[],
    from: Instant,
    until: Instant,
  ): Promise<{ reason: string; count: number }[]>;
  /** Newest ratings first, by position. `sincePosition` gives only those behind it. */
  feed(areas: readonly AreaId[], limit: number, sincePosition?: number): Promise<FeedRow[]>;
  quarantinedSince(from: Instant): Promise<number>;
  /** Called after each commit of the projector with the areas whose figures changed. Coalesced by the listener. */
  onChange(listener: (change: ProjectionChange) => void): Unsubscribe;
}

export interface ProjectionChange {
  readonly areas: ReadonlySet<AreaId>;
  /** Positions of ratings that came or whose verdict or reasons changed. */
  readonly ratings: readonly number[];
  readonly position: number;
}

export interface TallyRow {
  readonly area: AreaId;
  /** First instant of the local half-hour; for estimated ratings of the local day. */
  readonly slot: Instant;
  readonly estimated: boolean;
  readonly counts: Counts;
  readonly excluded: Excluded;
  /** Taps while staff were present, counted apart. */
  readonly staff: Counts;
}

export interface ListeningRow {
  readonly area: AreaId;
  readonly terminal: string;
  readonly slot: Instant;
  readonly millis: number;
}

export interface FeedRow {
  readonly position: number;
  readonly at: Instant;
  readonly estimated: boolean;
  readonly area: AreaId;
  readonly terminal: string;
  readonly level: Level;
  readonly language: string;
  readonly excluded: Exclusion | null;
  readonly staffPresent: boolean;
  readonly outOfHours: boolean;
  readonly reasons: readonly string[];
}

/** Proofs over the journal; long, run on the read connection, one at a time. */
export interface Records {
  verify(): Promise<VerifyReport>;
  replay(): Promise<ReplayReport>;
  /** Consistent online copy of the whole database into a new file. */
  backup(path: string): Promise<void>;
}

/** Who a request or socket comes from. */
export interface Access {
  /** The user behind a Cookie header, undefined when signed out, expired or deactivated. */
  userOf(cookieHeader: string | undefined): Promise<Me | undefined>;
  /** Whether the Origin (and Host) of a request are the hub's own. */
  isOwnOrigin(headers: { readonly origin?: string | undefined; readonly host?: string | undefined }): boolean;
  /** All areas that the user may see: those named and what lies beneath. */
  visibleAreas(user: Me): ReadonlySet<AreaId>;
  /** Called when a user's sessions end or rights change, so that sockets close. */
  onRevoked(listener: (user: number) => void): Unsubscribe;
}
