// API: for the machine's own watch: does the process run, can it take taps.
import { Type } from 'typebox';
import type { App } from './app.ts';

const HealthSchema = Type.Object(
  { ok: Type.Boolean(), version: Type.String() },
  { additionalProperties: false },
);
const ReadySchema = Type.Object(
  { ready: Type.Boolean(), tryOut: Type.Boolean() },
  { additionalProperties: false },
);

export function probeRoutes(
  app: App,
  deps: { readonly version: string; readonly tryOut: () => boolean; readonly ready: () => boolean },
): void {
  const tags = ['machine'];
  app.get(
    '/healthz',
    { schema: { tags, summary: 'The process runs', response: { 200: HealthSchema } } },
    async () => ({ ok: true, version: deps.version }),
  );
  app.get(
    '/readyz',
    {
      schema: {
        tags,
        summary: 'The store takes facts and the figures are up to date',
        response: { 200: ReadySchema, 503: ReadySchema },
      },
    },
    async (_, reply) => {
      const ready = deps.ready();
      return reply.code(ready ? 200 : 503).send({ ready, tryOut: deps.tryOut() });
    },
  );
}
