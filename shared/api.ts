// The hub's HTTP API: what administration pages and other programs send and get. The OpenAPI page is made from these.
import { type Static, type TSchema, Type } from 'typebox';
import { AreaIdSchema, AreaKindSchema, AreaSchema } from './area.ts';
import { SequenceSchema } from './fact.ts';
import { NameSchema } from './id.ts';
import { LanguageSchema, LocalTextSchema, StaffLanguageSchema } from './language.ts';
import { TerminalHealthSchema } from './live.ts';
import { OpeningHoursSchema } from './opening-hours.ts';
import { DeskSchema } from './policy.ts';
import { ReasonSchema } from './reason.ts';
import { RightSchema, RoleSchema } from './role.ts';
import { InstantSchema } from './site-time.ts';
import { EnrolmentCodeSchema } from './wire.ts';

const strict = { additionalProperties: false } as const;
const orNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

/** Every refusal of the API: a literal reason, the field as a JSON pointer ('' for the whole), a sentence. */
export const API_REASONS = [
  'invalid',
  'notFound',
  'signedOut',
  'forbidden',
  'conflict',
  'wrongCredentials',
  'expired',
  'tooMany',
  'tooLarge',
  'unavailable',
] as const;
export const ApiErrorSchema = Type.Object(
  {
    reason: Type.Enum(API_REASONS),
    path: Type.String(),
    message: Type.String(),
  },
  strict,
);
export type ApiError = Static<typeof ApiErrorSchema>;

// --- sessions -------------------------------------------------------------------------------------------------------

const LoginName = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{1,31}$' });
const PersonName = Type.String({
  minLength: 1,
  maxLength: 60,
  pattern: '^[^\\u0000-\\u001f\\u007f]*$',
});
const Password = Type.String({ minLength: 10, maxLength: 200 });

/** POST /api/session */
export const SignInSchema = Type.Object(
  { login: LoginName, password: Type.String({ maxLength: 200 }) },
  strict,
);
/** POST /api/session/redeem: the token of a one-time link, which stood in the fragment. */
export const RedeemSchema = Type.Object({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) }, strict);
/** GET /api/me, and the answer to signing in and redeeming. */
export const MeSchema = Type.Object(
  {
    id: Type.Integer({ minimum: 1 }),
    login: LoginName,
    name: PersonName,
    roles: Type.Array(RoleSchema),
    rights: Type.Array(RightSchema),
    /** The areas at whose head the user stands; everything beneath is included. */
    areas: Type.Array(AreaIdSchema),
    language: StaffLanguageSchema,
    hasPassword: Type.Boolean(),
  },
  strict,
);
export type Me = Static<typeof MeSchema>;
/** GET /api/session: who this browser is signed in as, if anybody; never a refusal. */
export const SessionSchema = Type.Object({ me: orNull(MeSchema) }, strict);
/** PATCH /api/me; `password` needs `currentPassword` where one is set. Signs out the user's other sessions. */
export const MyChangesSchema = Type.Partial(
  Type.Object(
    {
      language: StaffLanguageSchema,
      currentPassword: Type.String({ maxLength: 200 }),
      password: Password,
    },
    strict,
  ),
  strict,
);

// --- site -----------------------------------------------------------------------------------------------------------

/** GET and PUT /api/site */
export const SiteSchema = Type.Object(
  {
    name: LocalTextSchema,
    timeZone: Type.String({ minLength: 1, maxLength: 64 }),
    /** The glass's language at idle. */
    language: LanguageSchema,
    /** The contract's satisfaction target as a share. */
    target: Type.Number({ minimum: 0.5, maximum: 1 }),
    /** Fewer counted ratings are "too few to judge". */
    minimum: Type.Integer({ minimum: 1, maximum: 10_000 }),
    desk: orNull(DeskSchema),
    publicUrl: orNull(Type.String({ pattern: '^https?://[^\\s]{1,200}$' })),
  },
  strict,
);
export type Site = Static<typeof SiteSchema>;
/** GET and PUT /api/opening-hours */
export const OpeningHoursBodySchema = OpeningHoursSchema;

// --- areas ----------------------------------------------------------------------------------------------------------

/** GET /api/areas */
export const AreasSchema = Type.Array(AreaSchema);
/** POST /api/areas */
export const NewAreaSchema = Type.Object(
  {
    parent: AreaIdSchema,
    kind: AreaKindSchema,
    name: LocalTextSchema,
    order: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  },
  strict,
);
/** PATCH /api/areas/:id. Retiring needs that no terminal and no unretired area stands beneath. */
export const AreaChangesSchema = Type.Partial(
  Type.Object(
    {
      parent: AreaIdSchema,
      kind: AreaKindSchema,
      name: LocalTextSchema,
      order: Type.Integer({ minimum: 0, maximum: 100_000 }),
      retired: Type.Boolean(),
    },
    strict,
  ),
  strict,
);

// --- terminals ------------------------------------------------------------------------------------------------------

const Number_ = Type.Integer({ minimum: 1, maximum: 99_999 });
const Label = Type.String({
  maxLength: 60,
  pattern: '^[^\\u0000-\\u001f\\u007f]*$',
});

/** GET /api/terminals */
export const TerminalSchema = Type.Object(
  {
    id: NameSchema,
    number: Number_,
    /** The technician's own words, e.g. an inventory number; may be empty. */
    label: Label,
    area: AreaIdSchema,
    inService: Type.Boolean(),
    pixelsPerMm: Type.Number({ minimum: 1, maximum: 30 }),
    sound: Type.Boolean(),
    enrolledAt: InstantSchema,
    retiredAt: orNull(InstantSchema),
    /** False after a restore of a backup that did not know the terminal, until an administrator approves it. */
    approved: Type.Boolean(),
    health: TerminalHealthSchema,
    lastSeenAt: orNull(InstantSchema),
    version: orNull(Type.String()),
    /** Facts that it said to hold unacknowledged when it last spoke. */
    waiting: orNull(Type.Integer({ minimum: 0 })),
    freeDiskBytes: orNull(Type.Integer({ minimum: 0 })),
    memoryBytes: orNull(Type.Integer({ minimum: 0 })),
    /** Its wall clock less the hub's, ms. */
    clockOffsetMs: orNull(Type.Integer()),
    policyVersion: Type.Integer({ minimum: 1 }),
    policyVersionSeen: orNull(Type.Integer({ minimum: 0 })),
    facts: Type.Integer({ minimum: 0 }),
    refusals: Type.Integer({ minimum: 0 }),
  },
  strict,
);
export type TerminalRecord = Static<typeof TerminalSchema>;
export const TerminalsSchema = Type.Array(TerminalSchema);
/** PATCH /api/terminals/:id. `retired: true` is for good: its key is refused from then on. */
export const TerminalChangesSchema = Type.Partial(
  Type.Object(
    {
      number: Number_,
      label: Label,
      area: AreaIdSchema,
      inService: Type.Boolean(),
      pixelsPerMm: Type.Number({ minimum: 1, maximum: 30 }),
      sound: Type.Boolean(),
      retired: Type.Literal(true),
      approved: Type.Literal(true),
    },
    strict,
  ),
  strict,
);
/** POST /api/terminals/:id/command */
export const TerminalCommandSchema = Type.Object(
  { command: Type.Union([Type.Literal('identify'), Type.Literal('reload')]) },
  strict,
);
/** POST /api/enrolment-codes */
export const NewEnrolmentCodeSchema = Type.Object(
  {
    area: AreaIdSchema,
    number: Type.Optional(Number_),
    label: Type.Optional(Label),
  },
  strict,
);
/** The answer: shown once. */
export const EnrolmentCodeReplySchema = Type.Object(
  {
    id: Type.Integer({ minimum: 1 }),
    code: EnrolmentCodeSchema,
    area: AreaIdSchema,
    expiresAt: InstantSchema,
  },
  strict,
);
/** GET /api/enrolment-codes: open ones, without the code. DELETE /api/enrolment-codes/:id revokes. */
export const OpenEnrolmentCodesSchema = Type.Array(
  Type.Object(
    {
      id: Type.Integer({ minimum: 1 }),
      area: AreaIdSchema,
      expiresAt: InstantSchema,
      triesLeft: Type.Integer({ minimum: 0, maximum: 5 }),
    },
    strict,
  ),
);

// --- reasons --------------------------------------------------------------------------------------------------------

/** GET and PUT /api/reasons: the whole list. A reason that was ever given cannot leave the list, only retire. */
export const ReasonsSchema = Type.Array(ReasonSchema, { maxItems: 100 });

// --- users ----------------------------------------------------------------------------------------------------------

/** GET /api/users */
export const UserSchema = Type.Object(
  {
    id: Type.Integer({ minimum: 1 }),
    login: LoginName,
    name: PersonName,
    roles: Type.Array(RoleSchema, { maxItems: 12 }),
    areas: Type.Array(AreaIdSchema, { maxItems: 500 }),
    language: StaffLanguageSchema,
    active: Type.Boolean(),
    hasPassword: Type.Boolean(),
    lastSeenAt: orNull(InstantSchema),
  },
  strict,
);
export type User = Static<typeof UserSchema>;
export const UsersSchema = Type.Array(UserSchema);
/** POST /api/users */
export const NewUserSchema = Type.Object(
  {
    login: LoginName,
    name: PersonName,
    roles: Type.Array(RoleSchema, { minItems: 1, maxItems: 12 }),
    areas: Type.Array(AreaIdSchema, { minItems: 1, maxItems: 500 }),
    language: Type.Optional(StaffLanguageSchema),
  },
  strict,
);
/** PATCH /api/users/:id. Deactivating or changing roles or areas ends the user's sessions; the last administrator stays. */
export const UserChangesSchema = Type.Partial(
  Type.Object(
    {
      name: PersonName,
      roles: Type.Array(RoleSchema, { minItems: 1, maxItems: 12 }),
      areas: Type.Array(AreaIdSchema, { minItems: 1, maxItems: 500 }),
      language: StaffLanguageSchema,
      active: Type.Boolean(),
    },
    strict,
  ),
  strict,
);
/** POST /api/users/:id/sign-in-link: shown once; the token stands in the fragment. */
export const SignInLinkSchema = Type.Object({ url: Type.String(), expiresAt: InstantSchema }, strict);

// --- records --------------------------------------------------------------------------------------------------------

/** GET /api/audit?before=&limit= : newest first. */
export const AuditEntrySchema = Type.Object(
  {
    id: SequenceSchema,
    at: InstantSchema,
    /** Login of the user, or `hub` for the program itself. */
    who: Type.String(),
    /** e.g. `area.renamed`, `terminal.moved`, `session.signedIn`. */
    what: Type.String(),
    subject: Type.String(),
    /** Before and after, as far as they are not secret. */
    before: Type.Unknown(),
    after: Type.Unknown(),
  },
  strict,
);
export const AuditSchema = Type.Array(AuditEntrySchema);
/** GET /api/quarantine?before=&limit= : facts that were kept and not understood, newest first. */
export const QuarantinedSchema = Type.Object(
  {
    position: SequenceSchema,
    receivedAt: InstantSchema,
    terminal: Type.String(),
    outbox: Type.String(),
    sequence: SequenceSchema,
    path: Type.String(),
    message: Type.String(),
    bytes: Type.String(),
  },
  strict,
);
export const QuarantineSchema = Type.Array(QuarantinedSchema);
/** POST /api/records/verify: recomputes every chain, checks every seal. */
export const VerifyReportSchema = Type.Object(
  {
    at: InstantSchema,
    facts: Type.Integer({ minimum: 0 }),
    outboxes: Type.Integer({ minimum: 0 }),
    seals: Type.Integer({ minimum: 0 }),
    /** Facts behind the last valid seal of their outbox: kept, not yet vouched for. */
    unsealed: Type.Integer({ minimum: 0 }),
    problems: Type.Array(
      Type.Object(
        {
          terminal: Type.String(),
          outbox: Type.String(),
          sequence: Type.Integer({ minimum: 0 }),
          what: Type.Enum(['brokenChain', 'wrongSeal', 'gap', 'fork', 'journalGap']),
        },
        strict,
      ),
      { maxItems: 1000 },
    ),
  },
  strict,
);
export type VerifyReport = Static<typeof VerifyReportSchema>;
/** POST /api/records/replay: every projection rebuilt beside the live one and compared. */
export const ReplayReportSchema = Type.Object(
  {
    at: InstantSchema,
    facts: Type.Integer({ minimum: 0 }),
    equal: Type.Boolean(),
    differences: Type.Array(
      Type.Object(
        {
          table: Type.String(),
          key: Type.String(),
          live: Type.String(),
          replayed: Type.String(),
        },
        strict,
      ),
      { maxItems: 100 },
    ),
  },
  strict,
);
export type ReplayReport = Static<typeof ReplayReportSchema>;
