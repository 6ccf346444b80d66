// The wire between terminal and hub: its messages. The rules they obey are numbered in PROTOCOL.md.
import { type Static, Type } from 'typebox';
import { MonotonicSchema, SequenceSchema } from './fact.ts';
import { HashSchema, NameSchema, NonceSchema, PublicKeySchema, SignatureSchema } from './id.ts';
import { TerminalPolicySchema } from './policy.ts';
import { InstantSchema } from './site-time.ts';

export const PROTOCOL = 1;
/** Where the hub listens for terminals; the terminal's name and nonce stand in the query. */
export const UPLINK_PATH = '/uplink';
/** At most this many facts in a batch, and this many unacknowledged batches on a socket. */
export const MAX_BATCH = 500;
export const MAX_IN_FLIGHT = 2;
/** UTF-16 units of one message. */
export const MAX_MESSAGE = 512 * 1024;
/** A fact's canonical text is no longer than this. */
export const MAX_FACT_LENGTH = 8 * 1024;
/** Outboxes that one hello may name: the ones still kept that hold facts. */
export const MAX_OUTBOXES = 10_000;

const strict = { additionalProperties: false } as const;
const Mark = Type.Integer({ minimum: 0, maximum: 9_007_199_254_740 });

/** Hub → terminal, first: the hub proves its key by signing both nonces (`challengeBytes`). */
export const ChallengeSchema = Type.Object(
  {
    type: Type.Literal('challenge'),
    nonce: NonceSchema,
    hub: PublicKeySchema,
    signature: SignatureSchema,
  },
  strict,
);

export const OutboxHeadSchema = Type.Object(
  {
    id: NameSchema,
    last: SequenceSchema,
    hash: HashSchema,
    /** Through where the terminal heard it acknowledged. */
    acked: Mark,
  },
  strict,
);
export type OutboxHead = Static<typeof OutboxHeadSchema>;

/** Terminal → hub: who it is (signature over `helloBytes`) and what it keeps, oldest outbox first. */
export const HelloSchema = Type.Object(
  {
    type: Type.Literal('hello'),
    protocol: Type.Integer({ minimum: 1, maximum: 1000 }),
    terminal: NameSchema,
    outboxes: Type.Array(OutboxHeadSchema, { maxItems: MAX_OUTBOXES }),
    clock: Type.Object({ wall: InstantSchema, mono: MonotonicSchema }, strict),
    policyVersion: Mark,
    /** The journal's epoch in the last welcome; 0 before the first. */
    epoch: Mark,
    signature: SignatureSchema,
  },
  strict,
);
export type Hello = Static<typeof HelloSchema>;

/** Hub → terminal: through where each named outbox is durable at the hub (0: nothing). The hub's word is the truth. */
export const WelcomeSchema = Type.Object(
  {
    type: Type.Literal('welcome'),
    outboxes: Type.Array(Type.Object({ id: NameSchema, through: Mark }, strict), { maxItems: MAX_OUTBOXES }),
    epoch: Type.Integer({ minimum: 1 }),
    policyVersion: Mark,
    clock: InstantSchema,
  },
  strict,
);
export type Welcome = Static<typeof WelcomeSchema>;

/**
 * How the hub reckons `at` for the first facts of a batch. `measured`: the clock fact in force (at monotonic `mono`
 * the hub's clock stood at `hub`); a clock fact inside the batch takes over from there on. `estimated`: this boot never met
 * the hub; `at` = `hub` + (fact.wall − `wall`), kept within `notBefore` … `notAfter`, and marked.
 */
export const BatchClockSchema = Type.Union([
  Type.Object(
    {
      how: Type.Literal('measured'),
      mono: MonotonicSchema,
      hub: InstantSchema,
    },
    strict,
  ),
  Type.Object(
    {
      how: Type.Literal('estimated'),
      wall: InstantSchema,
      hub: InstantSchema,
      notBefore: InstantSchema,
      notAfter: InstantSchema,
    },
    strict,
  ),
]);
export type BatchClock = Static<typeof BatchClockSchema>;

/**
 * Terminal → hub: facts of one outbox, sequences without a gap, `hash` the chain's head behind the last of them.
 * Only the sequence of each fact is checked here; a fact that is malformed otherwise goes to quarantine.
 */
export const FactsSchema = Type.Object(
  {
    type: Type.Literal('facts'),
    outbox: NameSchema,
    clock: BatchClockSchema,
    hash: HashSchema,
    facts: Type.Array(Type.Object({ sequence: SequenceSchema }), {
      minItems: 1,
      maxItems: MAX_BATCH,
    }),
  },
  strict,
);
export type Facts = Static<typeof FactsSchema>;

/**
 * Hub → terminal: everything of that outbox through this sequence is durable. Sent after commit only. `clock` is the hub's
 * clock when it was sent: what a terminal measures by while a socket stays open.
 */
export const AckSchema = Type.Object(
  { type: Type.Literal('ack'), outbox: NameSchema, through: Mark, clock: Type.Optional(InstantSchema) },
  strict,
);

/** Terminal → hub: last-value health, not a fact; replaces what was said before. */
export const TelemetrySchema = Type.Object(
  {
    type: Type.Literal('telemetry'),
    glass: Type.Boolean(),
    waiting: Mark,
    freeDiskBytes: Type.Integer({ minimum: 0 }),
    memoryBytes: Type.Integer({ minimum: 0 }),
    uptimeSeconds: Type.Integer({ minimum: 0 }),
    version: Type.String({ pattern: '^[0-9A-Za-z.+-]{1,32}$' }),
    policyVersion: Mark,
  },
  strict,
);
export type Telemetry = Static<typeof TelemetrySchema>;

/** Hub → terminal: the terminal's whole policy, when it is newer than the one it named. */
export const ConfigSchema = Type.Object(
  { type: Type.Literal('config'), policy: TerminalPolicySchema },
  strict,
);

/** Hub → terminal: do something now. `identify`: the glass shows its number; `reload`: the page loads anew. */
export const CommandSchema = Type.Object(
  {
    type: Type.Literal('command'),
    id: NameSchema,
    command: Type.Union([Type.Literal('identify'), Type.Literal('reload')]),
  },
  strict,
);
export type Command = Static<typeof CommandSchema>['command'];

/** Why the hub closes a socket or drops a message; each is counted. */
export const REFUSALS = [
  'malformed',
  'tooLarge',
  'protocol',
  'unknownTerminal',
  'retired',
  'wrongSignature',
  'outOfTurn',
  'gapInBatch',
  'brokenChain',
  'foreignOutbox',
  'replaced',
  'tooFast',
  'stopping',
] as const;
export const RefusalSchema = Type.Enum(REFUSALS);
export type Refusal = (typeof REFUSALS)[number];

/** Hub → terminal: refused, with the field where there is one. The outbox named is set aside, others go on. */
export const RefuseSchema = Type.Object(
  {
    type: Type.Literal('refuse'),
    reason: RefusalSchema,
    outbox: Type.Optional(NameSchema),
    detail: Type.Optional(Type.String({ maxLength: 200 })),
  },
  strict,
);
export type Refuse = Static<typeof RefuseSchema>;

export const ToHubSchema = Type.Union([HelloSchema, FactsSchema, TelemetrySchema]);
export type ToHub = Static<typeof ToHubSchema>;
export const ToTerminalSchema = Type.Union([
  ChallengeSchema,
  WelcomeSchema,
  AckSchema,
  ConfigSchema,
  CommandSchema,
  RefuseSchema,
]);
export type ToTerminal = Static<typeof ToTerminalSchema>;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What the hub signs in `challenge`. */
export const challengeBytes = (terminal: string, terminalNonce: string, hubNonce: string): Uint8Array =>
  bytes(`chime challenge 1\n${terminal}\n${terminalNonce}\n${hubNonce}`);
/** What the terminal signs in `hello`: both nonces and the heads it claims. */
export const helloBytes = (
  terminal: string,
  terminalNonce: string,
  hubNonce: string,
  outboxes: readonly OutboxHead[],
): Uint8Array =>
  bytes(
    `chime hello 1\n${terminal}\n${terminalNonce}\n${hubNonce}\n${outboxes.map((head) => `${head.id} ${head.last} ${head.hash} ${head.acked}`).join('\n')}`,
  );

/** Enrolment, `POST /api/enrol`: the terminal shows the one-time code and its public key. */
export const ENROL_PATH = '/api/enrol';
/** Eight Crockford base32 characters, read by the administrator from the hub; 10 minutes, five tries. */
export const EnrolmentCodeSchema = Type.String({
  pattern: '^[0-9A-HJKMNP-TV-Z]{8}$',
});
export const EnrolRequestSchema = Type.Object(
  { code: EnrolmentCodeSchema, publicKey: PublicKeySchema },
  strict,
);
export const EnrolReplySchema = Type.Object(
  { terminal: NameSchema, hub: PublicKeySchema, policy: TerminalPolicySchema },
  strict,
);
export type EnrolReply = Static<typeof EnrolReplySchema>;
