// The facts: everything that happens. A fact is never changed; it carries no free text and no names.
import { type Static, Type } from 'typebox';
import { AreaIdSchema } from './area.ts';
import { FactIdSchema, HashSchema, NameSchema, SignatureSchema } from './id.ts';
import { InputSchema } from './input.ts';
import { LanguageSchema } from './language.ts';
import { LevelSchema } from './level.ts';
import { MAX_AGO_MS } from './policy.ts';
import { ReasonIdSchema } from './reason.ts';
import { InstantSchema } from './site-time.ts';

export const SequenceSchema = Type.Integer({
  minimum: 1,
  maximum: 9_007_199_254_740,
});
/**
 * Monotonic ms since the machine booted; goes on over restarts of the process. Below zero for a tap that the glass's page
 * kept over a reboot of the machine, at most `MAX_AGO_MS` before it.
 */
export const MonotonicSchema = Type.Integer({
  minimum: -MAX_AGO_MS,
  maximum: 9_007_199_254_740,
});

/** Marks of a tap. `locked`: within the 2 s lock; `multi`: two buttons at once; both are kept, not counted. */
export const TAP_MARKS = ['locked', 'multi', 'staffPresent', 'outOfHours'] as const;
export const TapMarkSchema = Type.Enum(TAP_MARKS);
export type TapMark = (typeof TAP_MARKS)[number];

export { INPUTS, type Input, InputSchema } from './input.ts';

const strict = { additionalProperties: false } as const;

/** One tap on one of the four levels. Its id is the hash of the receipt's code. */
export const RatedBody = Type.Object(
  {
    area: AreaIdSchema,
    level: LevelSchema,
    language: LanguageSchema,
    input: InputSchema,
    /** In the order of TAP_MARKS, each at most once. */
    marks: Type.Array(TapMarkSchema, { maxItems: 4 }),
  },
  strict,
);
/** A chip chosen (or taken back) behind a dissatisfied tap; the last word per rating and reason holds. */
export const ReasonGivenBody = Type.Object(
  {
    area: AreaIdSchema,
    rating: FactIdSchema,
    reason: ReasonIdSchema,
    given: Type.Boolean(),
  },
  strict,
);
/** First fact of every outbox: names the one before it. `boot` tells whether the monotonic clock went on. */
export const OutboxOpenedBody = Type.Object(
  {
    area: AreaIdSchema,
    boot: Type.String({ pattern: '^[A-Za-z0-9-]{1,64}$' }),
    version: Type.String({ pattern: '^[0-9A-Za-z.+-]{1,32}$' }),
    previous: Type.Union([
      Type.Object({ outbox: NameSchema, length: SequenceSchema, hash: HashSchema }, strict),
      Type.Null(),
    ]),
  },
  strict,
);
/** At this fact's `mono` the hub's clock stood at `hub` (± half of `roundTrip` ms). */
export const ClockMeasuredBody = Type.Object(
  {
    hub: InstantSchema,
    roundTrip: Type.Integer({ minimum: 0, maximum: 600_000 }),
  },
  strict,
);
/** Ed25519 over `sealBytes` (shared/server/chain.ts): everything up to `through` stands. */
export const SealedBody = Type.Object(
  { through: SequenceSchema, hash: HashSchema, signature: SignatureSchema },
  strict,
);
/** The glass's page came (at once) or went (after it stayed away for 30 s, counted from `since`, monotonic ms). */
export const GlassChangedBody = Type.Object(
  { area: AreaIdSchema, on: Type.Boolean(), since: MonotonicSchema },
  strict,
);
/** The terminal applied a policy that stands it in another area. */
export const PlacedBody = Type.Object({ area: AreaIdSchema }, strict);
/** The hub's own: somebody changed a setting; what it was stands in the audit trail under `audit`. */
export const SettingChangedBody = Type.Object(
  {
    setting: Type.String({ pattern: '^[a-z][A-Za-z]{0,31}$' }),
    subject: Type.String({ maxLength: 32, pattern: '^[A-Za-z0-9_-]*$' }),
    audit: SequenceSchema,
  },
  strict,
);

/** Bodies by kind. A kind that is absent here is stored as it is and shown as unknown. */
export const FACT_BODIES = {
  rated: RatedBody,
  reasonGiven: ReasonGivenBody,
  outboxOpened: OutboxOpenedBody,
  clockMeasured: ClockMeasuredBody,
  sealed: SealedBody,
  glassChanged: GlassChangedBody,
  placed: PlacedBody,
  settingChanged: SettingChangedBody,
} as const;
export type FactKind = keyof typeof FACT_BODIES;
export type FactBody<K extends FactKind> = Static<(typeof FACT_BODIES)[K]>;

export const isFactKind = (kind: string): kind is FactKind => Object.hasOwn(FACT_BODIES, kind);

/**
 * A fact exactly as its writer wrote it: what the hash chain covers. `wall` is the writer's own clock, right or wrong;
 * `mono` its monotonic one. When it happened (`at`) is the hub's reckoning from the clock facts.
 */
export interface SentFact<K extends string = string, B = unknown> {
  readonly sequence: number;
  readonly id: string;
  readonly kind: K;
  readonly wall: number;
  readonly mono: number;
  readonly body: B;
}

const envelope = {
  sequence: SequenceSchema,
  id: FactIdSchema,
  wall: InstantSchema,
  mono: MonotonicSchema,
};
/** The envelope alone; the body is checked by kind. */
export const SentFactSchema = Type.Object(
  {
    ...envelope,
    kind: Type.String({ pattern: '^[a-z][A-Za-z]{0,31}$' }),
    body: Type.Record(Type.String({ maxLength: 64 }), Type.Unknown(), {
      maxProperties: 64,
    }),
  },
  strict,
);
