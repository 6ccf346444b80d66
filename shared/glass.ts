// Between the glass's page and the terminal behind it: intents up, screens down. The terminal owns the screen.
import { type Static, Type } from 'typebox';
import { FactIdSchema, ReceiptCodeSchema } from './id.ts';
import { InputSchema } from './input.ts';
import { LanguageSchema } from './language.ts';
import { LevelSchema } from './level.ts';
import { MAX_AGO_MS, TerminalPolicySchema } from './policy.ts';
import { ReasonIdSchema } from './reason.ts';

export const GLASS_PATH = '/glass';
/** UTF-16 units of one message. */
export const MAX_GLASS_MESSAGE = 4096;
/** Taps that a page keeps while the terminal is away; more cannot be made by hand in any outage that matters. */
export const MAX_KEPT_INTENTS = 5_000;

const strict = { additionalProperties: false } as const;
/** How long ago it happened when it was sent, ms: 0 at once, more when the terminal was away. */
const ago = Type.Integer({ minimum: 0, maximum: MAX_AGO_MS });

/**
 * A tap on a face. The page mints the receipt's code with the tap (twelve Crockford base32 characters); the rating's id
 * is a hash of it, so that a resend after a restart is the same rating.
 */
export const TapIntentSchema = Type.Object(
  {
    type: Type.Literal('tap'),
    code: ReceiptCodeSchema,
    level: LevelSchema,
    input: InputSchema,
    language: LanguageSchema,
    ago,
  },
  strict,
);
export type TapIntent = Static<typeof TapIntentSchema>;

/** A reason chosen or taken back, for the rating with that receipt code. `id` makes a resend the same fact. */
export const ReasonIntentSchema = Type.Object(
  {
    type: Type.Literal('reason'),
    id: FactIdSchema,
    code: ReceiptCodeSchema,
    reason: ReasonIdSchema,
    given: Type.Boolean(),
    ago,
  },
  strict,
);
export type ReasonIntent = Static<typeof ReasonIntentSchema>;

/** Taps and reasons are kept by the page until the terminal says `recorded`; the rest is of the moment. */
export type KeptIntent = TapIntent | ReasonIntent;

export const IntentSchema = Type.Union([
  TapIntentSchema,
  ReasonIntentSchema,
  /** Skip or done: reasons → thanks. */
  Type.Object({ type: Type.Literal('done') }, strict),
  Type.Object({ type: Type.Literal('language'), language: LanguageSchema }, strict),
  /** All controls in the lower 40 % of a tall screen. */
  Type.Object({ type: Type.Literal('lower'), lower: Type.Boolean() }, strict),
  /** Speech is on or off: while it is on, reasons do not time out. */
  Type.Object({ type: Type.Literal('listen'), listening: Type.Boolean() }, strict),
  /** A touch anywhere: wakes the glass after hours and puts off the return to idle. */
  Type.Object({ type: Type.Literal('touch') }, strict),
  /** The page is alive and draws. */
  Type.Object({ type: Type.Literal('heartbeat') }, strict),
]);
export type Intent = Static<typeof IntentSchema>;

const left = Type.Integer({ minimum: 0, maximum: 600_000 });

/** What the glass shows; a union that owns its fields. Times are ms left when it was sent. */
export const ScreenSchema = Type.Union([
  /** `night`: outside opening hours and nobody there; the dim page with the hour of opening. */
  Type.Object({ name: Type.Literal('ask'), night: Type.Boolean() }, strict),
  Type.Object(
    {
      name: Type.Literal('reasons'),
      code: ReceiptCodeSchema,
      chosen: Type.Array(ReasonIdSchema, { maxItems: 9 }),
      /** Null while speech is on: no time-out then. */
      left: Type.Union([left, Type.Null()]),
      whole: left,
    },
    strict,
  ),
  Type.Object(
    {
      name: Type.Literal('thanks'),
      level: LevelSchema,
      code: ReceiptCodeSchema,
      /** The address behind the QR, null when no public URL is configured. */
      receiptUrl: Type.Union([Type.String({ maxLength: 300 }), Type.Null()]),
      left,
      whole: left,
    },
    strict,
  ),
  /** `setUp`: not enrolled yet; `resting`: taken out of service; `storage`: taps cannot be kept safe now. */
  Type.Object(
    {
      name: Type.Literal('outOfService'),
      why: Type.Union([Type.Literal('setUp'), Type.Literal('resting'), Type.Literal('storage')]),
    },
    strict,
  ),
]);
export type Screen = Static<typeof ScreenSchema>;

/** The whole state of the glass; a second page or a reload shows the same. */
export const GlassStateSchema = Type.Object(
  {
    type: Type.Literal('state'),
    screen: ScreenSchema,
    language: LanguageSchema,
    lower: Type.Boolean(),
    listening: Type.Boolean(),
    /** Null until the terminal is enrolled. */
    policy: Type.Union([TerminalPolicySchema, Type.Null()]),
    /** Words for the night page, null when open: when it opens next and whether that is today, tomorrow or later. */
    opening: Type.Union([
      Type.Object(
        {
          /** Local minutes of the day, e.g. 540 for 09:00. */
          minutes: Type.Integer({ minimum: 0, maximum: 1440 }),
          day: Type.Union([Type.Literal('today'), Type.Literal('tomorrow'), Type.Literal('later')]),
          /** 0 Sunday … 6 Saturday */
          weekday: Type.Integer({ minimum: 0, maximum: 6 }),
        },
        strict,
      ),
      Type.Null(),
    ]),
  },
  strict,
);
export type GlassState = Static<typeof GlassStateSchema>;

export const ToGlassSchema = Type.Union([
  GlassStateSchema,
  /** Durable now: the page may forget the intent. `key` is a tap's code or a reason's id. */
  Type.Object({ type: Type.Literal('recorded'), key: Type.String({ maxLength: 22 }) }, strict),
  /** The hub asks which terminal this is: show the number large for ten seconds. */
  Type.Object({ type: Type.Literal('identify') }, strict),
  /** Load the page anew. */
  Type.Object({ type: Type.Literal('reload') }, strict),
  /** The page sent something that is not an intent; the field is named. */
  Type.Object(
    {
      type: Type.Literal('refused'),
      path: Type.String({ maxLength: 200 }),
      message: Type.String({ maxLength: 200 }),
    },
    strict,
  ),
]);
export type ToGlass = Static<typeof ToGlassSchema>;
