// The terminal's side of the wire as a pure machine: state × event → state and what is to be done. uplink.ts does it.
import type { TerminalPolicy } from '../../shared/policy.ts';
import type { Instant } from '../../shared/site-time.ts';
import type { Command, Refuse, ToTerminal } from '../../shared/wire.ts';
import type { Ending } from './backoff.ts';
import { acknowledged, answeredSentAt, type Flight, newFlight, setAside } from './flight.ts';

/** A measurement with a longer round trip is thrown away [T1]. */
export const LONGEST_ROUND_TRIP_MS = 2_000;
export const MEASURE_EVERY_MS = 600_000;

/** Times are the machine's monotonic ms. */
export type Link =
  | { readonly at: 'away' }
  | { readonly at: 'awaitingChallenge'; readonly since: number }
  | { readonly at: 'awaitingWelcome'; readonly since: number }
  | { readonly at: 'open'; readonly since: number; readonly measuredAt: number; readonly flight: Flight };

export type LinkEvent =
  | { readonly type: 'connecting' }
  | { readonly type: 'message'; readonly message: ToTerminal }
  /** Something that the schema does not know. */
  | { readonly type: 'nonsense' }
  | { readonly type: 'closed' };

export type Effect =
  | { readonly do: 'greet'; readonly hubNonce: string }
  | { readonly do: 'welcome'; readonly epoch: number }
  | { readonly do: 'held'; readonly outbox: string; readonly through: number }
  /** At `mono` the hub's clock stood at `hub`. */
  | { readonly do: 'measure'; readonly mono: number; readonly hub: Instant; readonly roundTrip: number }
  | { readonly do: 'send' }
  | { readonly do: 'policy'; readonly policy: TerminalPolicy }
  | { readonly do: 'command'; readonly command: Command }
  | { readonly do: 'aside'; readonly outbox: string; readonly why: string }
  | { readonly do: 'end'; readonly ending: Ending };

export interface LinkContext {
  readonly mono: number;
  /** Whether a challenge comes from the hub that was pinned at enrolment. */
  readonly isPinnedHub: (challenge: Extract<ToTerminal, { type: 'challenge' }>) => boolean;
}

export interface LinkStep {
  readonly link: Link;
  readonly effects: readonly Effect[];
}

const end = (ending: Ending): LinkStep => ({ link: { at: 'away' }, effects: [{ do: 'end', ending }] });

export function step(link: Link, event: LinkEvent, context: LinkContext): LinkStep {
  switch (event.type) {
    case 'connecting':
      return { link: { at: 'awaitingChallenge', since: context.mono }, effects: [] };
    case 'closed':
      return link.at === 'away' ? { link, effects: [] } : end('lost');
    case 'nonsense':
      return end('malformed');
    case 'message':
      return heard(link, event.message, context);
  }
}

function heard(link: Link, message: ToTerminal, context: LinkContext): LinkStep {
  if (message.type === 'refuse') return refused(link, message);
  switch (link.at) {
    case 'away':
      return { link, effects: [] };
    case 'awaitingChallenge':
      if (message.type !== 'challenge') return end('outOfTurn');
      if (!context.isPinnedHub(message)) return end('wrongHubKey');
      return {
        link: { at: 'awaitingWelcome', since: context.mono },
        effects: [{ do: 'greet', hubNonce: message.nonce }],
      };
    case 'awaitingWelcome':
      return message.type === 'welcome' ? welcomed(message, link.since, context) : end('outOfTurn');
    case 'open':
      return heardOpen(link, message, context);
  }
}

function welcomed(
  message: Extract<ToTerminal, { type: 'welcome' }>,
  helloAt: number,
  { mono }: LinkContext,
): LinkStep {
  const measured = measurement(message.clock, helloAt, mono);
  const flight = newFlight(message.outboxes);
  return {
    link: { at: 'open', since: mono, measuredAt: measured ? mono : helloAt - MEASURE_EVERY_MS, flight },
    effects: [
      { do: 'welcome', epoch: message.epoch },
      ...message.outboxes.map(({ id, through }): Effect => ({ do: 'held', outbox: id, through })),
      ...(measured ? [measured] : []),
      { do: 'send' },
    ],
  };
}

/** The hub wrote its clock somewhere between question and answer; the middle is wrong by half the round trip at most. */
function measurement(hub: Instant, askedAt: number, mono: number): Effect | undefined {
  const roundTrip = Math.max(0, mono - askedAt);
  if (roundTrip > LONGEST_ROUND_TRIP_MS) return undefined;
  return { do: 'measure', mono, hub: hub + Math.round(roundTrip / 2), roundTrip };
}

function heardOpen(
  link: Extract<Link, { at: 'open' }>,
  message: Exclude<ToTerminal, Refuse>,
  { mono }: LinkContext,
): LinkStep {
  switch (message.type) {
    case 'ack': {
      const { outbox, through, clock } = message;
      const askedAt = answeredSentAt(link.flight, outbox, through);
      const isDue =
        clock !== undefined && askedAt !== undefined && mono - link.measuredAt >= MEASURE_EVERY_MS;
      const measured = isDue ? measurement(clock, askedAt, mono) : undefined;
      return {
        link: {
          ...link,
          measuredAt: measured ? mono : link.measuredAt,
          flight: acknowledged(link.flight, outbox, through),
        },
        effects: [{ do: 'held', outbox, through }, ...(measured ? [measured] : []), { do: 'send' }],
      };
    }
    case 'config':
      return { link, effects: [{ do: 'policy', policy: message.policy }] };
    case 'command':
      return { link, effects: [{ do: 'command', command: message.command }] };
    case 'challenge':
    case 'welcome':
      return end('outOfTurn');
  }
}

/** A refusal that names an outbox sets that one aside and others go on [W13]; any other ends the connection. */
function refused(link: Link, message: Refuse): LinkStep {
  if (link.at !== 'open' || message.outbox === undefined) return end(message.reason);
  return {
    link: { ...link, flight: setAside(link.flight, message.outbox, message.reason) },
    effects: [{ do: 'aside', outbox: message.outbox, why: message.reason }, { do: 'send' }],
  };
}
