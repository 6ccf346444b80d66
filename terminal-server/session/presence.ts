// Whether a page stands before the visitor: it came at once, it went when it stayed away for 30 s.
import { HEARTBEAT_MS, LASTING_MS } from '../../shared/policy.ts';

export interface Presence {
  readonly on: boolean;
  /** Monotonic ms of the last sign of life of any page; null before the first. */
  readonly seenAt: number | null;
}

export const ABSENT: Presence = { on: false, seenAt: null };

export interface PresenceStep {
  readonly presence: Presence;
  /** The body of a `glassChanged` fact, but for the area. */
  readonly changed: { readonly on: boolean; readonly since: number } | undefined;
}

/** A page connected or sent a heartbeat. */
export function pageSeen(presence: Presence, mono: number): PresenceStep {
  const next = { on: true, seenAt: mono };
  return { presence: next, changed: presence.on ? undefined : { on: true, since: mono } };
}

/** Time went on. The page's absence counts from its last sign of life. */
export function pageWaited(presence: Presence, mono: number): PresenceStep {
  const { on, seenAt } = presence;
  if (!on || seenAt === null || mono - seenAt < LASTING_MS) return { presence, changed: undefined };
  return { presence: { on: false, seenAt }, changed: { on: false, since: seenAt } };
}

/** For health: a page gave a sign of life within the last three heartbeats. */
export const isPageThere = (presence: Presence, mono: number): boolean =>
  presence.seenAt !== null && mono - presence.seenAt < 3 * HEARTBEAT_MS;
