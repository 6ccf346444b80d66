// What a technician's probe reads: `/healthz` (the process is up) and `/readyz` (taps are kept safe, and where).
import { type Static, Type } from 'typebox';

export const ReadySchema = Type.Object(
  {
    ready: Type.Boolean(),
    version: Type.String(),
    enrolled: Type.Boolean(),
    terminal: Type.Union([Type.String(), Type.Null()]),
    number: Type.Union([Type.Integer(), Type.Null()]),
    /** SQLite's code while the outbox takes nothing. */
    storeTrouble: Type.Union([Type.String(), Type.Null()]),
    page: Type.Boolean(),
    hub: Type.Object({
      connected: Type.Boolean(),
      /** Why the last connection ended. */
      ending: Type.Union([Type.String(), Type.Null()]),
      setAside: Type.Array(Type.Object({ outbox: Type.String(), why: Type.String() })),
    }),
    /** Facts that the hub has not acknowledged. */
    waiting: Type.Integer(),
    outboxes: Type.Integer(),
    policyVersion: Type.Integer(),
    /** Wall clock less the hub's, ms; null until this boot met the hub. */
    clockOffsetMs: Type.Union([Type.Integer(), Type.Null()]),
    freeDiskBytes: Type.Union([Type.Integer(), Type.Null()]),
    memoryBytes: Type.Integer(),
    uptimeSeconds: Type.Integer(),
    refusals: Type.Record(Type.String(), Type.Integer()),
  },
  { additionalProperties: false },
);
export type Ready = Static<typeof ReadySchema>;
