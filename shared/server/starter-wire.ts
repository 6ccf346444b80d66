// Between a program and whoever started it as a child process with an IPC channel: the few messages they exchange.
import { type Static, Type } from 'typebox';

const strict = { additionalProperties: false } as const;
const Port = Type.Integer({ minimum: 1, maximum: 65_535 });
const Place = Type.Union([Type.Literal('hall'), Type.Literal('restroom')]);

/** Program → starter, once, when its port is open. A program that cannot start prints one sentence and exits with 1. */
export const ListeningSchema = Type.Object({ type: Type.Literal('listening'), port: Port });
/** Hub → starter. `places` is null when the data are not the example museum's. */
export const HubListeningSchema = Type.Object(
  {
    type: Type.Literal('listening'),
    port: Port,
    url: Type.String(),
    tryOut: Type.Boolean(),
    /** One-time sign-in links by post. */
    links: Type.Array(Type.Object({ post: Type.String(), url: Type.String() }, strict)),
  },
  strict,
);
/** Starter → hub of the example museum: a one-time code for a terminal there. */
export const AskCodeSchema = Type.Object({ type: Type.Literal('askCode'), place: Place }, strict);
/** Hub → starter. */
export const CodeSchema = Type.Object(
  { type: Type.Literal('code'), place: Place, code: Type.Union([Type.String(), Type.Null()]) },
  strict,
);
/** Starter → program: end cleanly. */
export const StopSchema = Type.Object({ type: Type.Literal('stop') }, strict);

/** Starter → terminal: enrol with this one-time code, in place. */
export const EnrolSchema = Type.Object({ type: Type.Literal('enrol'), code: Type.String() }, strict);

export const ToTerminalProgramSchema = Type.Union([EnrolSchema, StopSchema]);
export const ToHubProgramSchema = Type.Union([AskCodeSchema, StopSchema]);
export const FromHubProgramSchema = Type.Union([HubListeningSchema, CodeSchema]);
export type FromHubProgram = Static<typeof FromHubProgramSchema>;
export type Place = Static<typeof Place>;
