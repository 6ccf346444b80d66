// Between the bench and its load generator: what it can be told over the process channel, and what it answers.
import { type Static, Type } from 'typebox';
import { compiledDecoder } from '../../shared/server/compile.ts';

const Count = Type.Integer({ minimum: 0 });

export const CommandSchema = Type.Union([
  /** Makes that many terminals with keys; answers `identities`. */
  Type.Object({ do: Type.Literal('identities'), count: Count }),
  /** Opens sockets for terminals `from` …; `greet` false is the bare echo. Answers `done` when all stand. */
  Type.Object({
    do: Type.Literal('connect'),
    url: Type.String(),
    from: Count,
    count: Count,
    /** Stations stand in areas `area` … `area + areas − 1` in turn. */
    area: Count,
    areas: Type.Integer({ minimum: 1 }),
    greet: Type.Boolean(),
    /** How many ratings each will play at most; 0 for terminals at rest, which send one telemetry. */
    ratings: Count,
  }),
  /** Writes out messages for every open socket. */
  Type.Object({ do: Type.Literal('prepare'), messages: Count, ratings: Count }),
  /** Plays the messages to their end. `perSecond` 0 is as fast as acknowledged, `window` messages in flight. */
  Type.Object({ do: Type.Literal('play'), window: Count, perSecond: Type.Number({ minimum: 0 }) }),
  Type.Object({ do: Type.Literal('close') }),
]);
export type Command = Static<typeof CommandSchema>;
export const command = compiledDecoder(CommandSchema);

export const PlayedSchema = Type.Object({
  is: Type.Literal('played'),
  /** Acknowledged per second between the first and last tenth. */
  ratingsPerSecond: Type.Number(),
  messagesPerSecond: Type.Number(),
  p50Ms: Type.Number(),
  p99Ms: Type.Number(),
  maxMs: Type.Number(),
  ratings: Count,
});
export type Played = Static<typeof PlayedSchema>;

export const AnswerSchema = Type.Union([
  Type.Object({ is: Type.Literal('ready') }),
  Type.Object({
    is: Type.Literal('identities'),
    list: Type.Array(Type.Object({ terminal: Type.String(), publicKey: Type.String() })),
  }),
  Type.Object({ is: Type.Literal('done') }),
  PlayedSchema,
  Type.Object({ is: Type.Literal('failed'), why: Type.String() }),
]);
export type Answer = Static<typeof AnswerSchema>;
export const answer = compiledDecoder(AnswerSchema);
