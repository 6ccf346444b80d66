// The live socket between hub and supervisor's page: a snapshot, then numbered changes. Pages never poll and never
// compute a rate of their own.
import { type Static, Type } from 'typebox';
import { AreaIdSchema, AreaKindSchema } from './area.ts';
import { LanguageSchema, LocalTextSchema } from './language.ts';
import { LevelSchema } from './level.ts';
import { ReasonIdSchema } from './reason.ts';
import { LevelSharesSchema, SatisfactionSchema } from './satisfaction.ts';
import { InstantSchema, LocalDaySchema } from './site-time.ts';

export const LIVE_PATH = '/live';
export const MAX_LIVE_MESSAGE = 1024;

const strict = { additionalProperties: false } as const;
const Count = Type.Integer({ minimum: 0 });
const Share = Type.Number({ minimum: 0, maximum: 1 });

export const PERIODS = ['today', '7days', '30days'] as const;
export const PeriodSchema = Type.Enum(PERIODS);
export type Period = (typeof PERIODS)[number];

/** Why a tap is excluded. `mash`: the misuse filter's run; `double`: second of two within 2 s; the rest are marks. */
export const EXCLUSIONS = ['mash', 'double', 'locked', 'multi'] as const;
export const ExclusionSchema = Type.Enum(EXCLUSIONS);
export type Exclusion = (typeof EXCLUSIONS)[number];

/** Taps that are kept and not counted, by why. */
export const ExcludedSchema = Type.Object(
  { mash: Count, double: Count, locked: Count, multi: Count },
  strict,
);
export type Excluded = Static<typeof ExcludedSchema>;

export const AreaRowSchema = Type.Object(
  {
    id: AreaIdSchema,
    parent: Type.Union([AreaIdSchema, Type.Null()]),
    kind: AreaKindSchema,
    name: LocalTextSchema,
    /** 0 the site itself. */
    depth: Type.Integer({ minimum: 0, maximum: 20 }),
    satisfaction: SatisfactionSchema,
    /** Share of open time in which a terminal here could hear visitors; null where no terminal stands or nothing was open. */
    coverage: Type.Union([Share, Type.Null()]),
    /** Terminals in service at or below this area. */
    terminals: Count,
  },
  strict,
);
export type AreaRow = Static<typeof AreaRowSchema>;

/** One bar and point of the curve: half an hour of today, or a day of the longer periods. */
export const CurvePointSchema = Type.Object(
  {
    from: InstantSchema,
    until: InstantSchema,
    /** Local label: minutes of the day for today, else the day. */
    minutes: Type.Integer({ minimum: 0, maximum: 1440 }),
    day: LocalDaySchema,
    open: Type.Boolean(),
    /** Not over yet: drawn dashed. */
    unfinished: Type.Boolean(),
    satisfaction: SatisfactionSchema,
  },
  strict,
);
export type CurvePoint = Static<typeof CurvePointSchema>;

/** One line of the feed: a tap, whether it counted, and its reasons so far. Nothing personal. */
export const FeedItemSchema = Type.Object(
  {
    position: Count,
    at: InstantSchema,
    estimated: Type.Boolean(),
    area: AreaIdSchema,
    terminal: Type.Integer({ minimum: 0 }),
    level: LevelSchema,
    language: LanguageSchema,
    excluded: Type.Union([ExclusionSchema, Type.Null()]),
    staffPresent: Type.Boolean(),
    outOfHours: Type.Boolean(),
    reasons: Type.Array(ReasonIdSchema),
  },
  strict,
);
export type FeedItem = Static<typeof FeedItemSchema>;
export const FEED_LENGTH = 40;

/** `silent`: no link; `degraded`: linked, but its page is gone or it lags; `waiting`: enrolled and never seen. */
export const TERMINAL_STATES = ['inOrder', 'degraded', 'silent', 'waiting', 'outOfService'] as const;
export const TerminalStateSchema = Type.Enum(TERMINAL_STATES);
export type TerminalState = (typeof TERMINAL_STATES)[number];

export const TerminalHealthSchema = Type.Object(
  {
    id: Type.String({ maxLength: 32 }),
    number: Type.Integer({ minimum: 1 }),
    area: AreaIdSchema,
    state: TerminalStateSchema,
    /** What is wrong, for a sentence in the reader's language; null when in order. */
    trouble: Type.Union([
      Type.Enum([
        'glassGone',
        'backlog',
        'noLink',
        'neverSeen',
        'diskLow',
        'cloned',
        'clockOff',
        'brokenChain',
      ]),
      Type.Null(),
    ]),
    /** Since when it is in that state; null when it was never seen. */
    since: Type.Union([InstantSchema, Type.Null()]),
  },
  strict,
);
export type TerminalHealth = Static<typeof TerminalHealthSchema>;

export const TotalsSchema = Type.Object(
  {
    satisfaction: SatisfactionSchema,
    shares: Type.Union([LevelSharesSchema, Type.Null()]),
    excluded: ExcludedSchema,
    /** Taps while a cleaner was checked in: counted apart. */
    staffPresent: Count,
    /** Ratings whose time is only estimated: in these totals, not in the curve. */
    estimated: Count,
    coverage: Type.Union([Share, Type.Null()]),
  },
  strict,
);
export type Totals = Static<typeof TotalsSchema>;

/**
 * Changes replace whole sections; `feed` brings only new or changed items, newest first. `areas` and `terminals` always
 * show all that the user may see; totals, curve, feed and reasons speak of the area subscribed to.
 */
export const OverviewSchema = Type.Object(
  {
    site: Type.Object(
      {
        name: LocalTextSchema,
        timeZone: Type.String(),
        tryOut: Type.Boolean(),
        open: Type.Boolean(),
        target: Share,
        minimum: Count,
      },
      strict,
    ),
    totals: TotalsSchema,
    areas: Type.Array(AreaRowSchema),
    curve: Type.Array(CurvePointSchema),
    feed: Type.Array(FeedItemSchema),
    terminals: Type.Array(TerminalHealthSchema),
    /** Reasons behind counted dissatisfied taps of the period, most first. */
    reasons: Type.Array(Type.Object({ reason: ReasonIdSchema, name: LocalTextSchema, count: Count }, strict)),
    /** Things an administrator should look at; counts since the start of the period. */
    quarantined: Count,
  },
  strict,
);
export type Overview = Static<typeof OverviewSchema>;

/** Page → hub. `since` resumes behind that change number of that `stream` where the hub still has it. */
export const SubscribeSchema = Type.Object(
  {
    type: Type.Literal('subscribe'),
    period: PeriodSchema,
    /** The area and what lies beneath; null is all that the user may see. */
    area: Type.Union([AreaIdSchema, Type.Null()]),
    resume: Type.Optional(Type.Object({ stream: Type.String({ maxLength: 64 }), since: Count }, strict)),
  },
  strict,
);
export type Subscribe = Static<typeof SubscribeSchema>;

export const ToBrowserSchema = Type.Union([
  Type.Object(
    {
      type: Type.Literal('snapshot'),
      stream: Type.String({ maxLength: 64 }),
      number: Count,
      now: InstantSchema,
      view: OverviewSchema,
    },
    strict,
  ),
  Type.Object(
    {
      type: Type.Literal('change'),
      number: Count,
      now: InstantSchema,
      set: Type.Partial(OverviewSchema),
    },
    strict,
  ),
  Type.Object(
    {
      type: Type.Literal('refuse'),
      reason: Type.Enum(['signedOut', 'forbidden', 'malformed', 'stopping']),
    },
    strict,
  ),
]);
export type ToBrowser = Static<typeof ToBrowserSchema>;
