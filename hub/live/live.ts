// The end of the river: browsers get a snapshot and numbered changes over a socket, other programs one overview over HTTP.
import type {} from '@fastify/swagger';
import type {} from '@fastify/websocket';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { type ApiError, ApiErrorSchema } from '../../shared/api.ts';
import { LIVE_PATH, OverviewSchema, PeriodSchema } from '../../shared/live.ts';
import { hasRight } from '../../shared/role.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import type { Log } from '../../shared/server/log.ts';
import { type Instant, MINUTE } from '../../shared/site-time.ts';
import type { Access, Directory, Links, Projections } from '../contracts.ts';
import { BrowserSocket, viewFor } from './browser-socket.ts';
import { Desk } from './desk.ts';
import { HealthWatch } from './health.ts';
import { machineTimers, type Timers } from './rounds.ts';

export const OVERVIEW_PATH = '/api/overview';

export interface LiveDeps {
  readonly projections: Projections;
  readonly directory: Directory;
  readonly links: Links;
  readonly access: Access;
  readonly now: () => Instant;
  readonly log: Log;
  /** The machine's unless a test moves them by hand. */
  readonly timers?: Timers;
}

export interface Live {
  /** Tells the browsers and ends their sockets; nothing is read afterwards. */
  stop(): Promise<void>;
}

const QuerySchema = Type.Object(
  { period: PeriodSchema, area: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,9}$' })) },
  { additionalProperties: false },
);
const query = compiledDecoder(QuerySchema);

const STATUS = { invalid: 400, signedOut: 401, forbidden: 403 } as const;
const refuse = (
  reply: FastifyReply,
  reason: keyof typeof STATUS,
  path: string,
  message: string,
): FastifyReply => {
  const error: ApiError = { reason, path, message };
  return reply.code(STATUS[reason]).send(error);
};

function registerOverview(app: FastifyInstance, deps: LiveDeps, desk: Desk): void {
  const schema = {
    summary: 'The figures of a period: the same as the live socket sends first',
    tags: ['figures'],
    querystring: QuerySchema,
    response: { 200: OverviewSchema, '4xx': ApiErrorSchema },
  };
  app.get(OVERVIEW_PATH, { schema, attachValidation: true }, async (request, reply) => {
    const user = await deps.access.userOf(request.headers.cookie);
    if (!user) return refuse(reply, 'signedOut', '', 'nobody is signed in');
    if (!hasRight(user.roles, 'see')) return refuse(reply, 'forbidden', '', 'needs the right to see figures');
    const asked = query.value(request.query);
    if (!asked.ok) return refuse(reply, 'invalid', asked.error.path, asked.error.message);
    const view = viewFor(user, wantedOf(asked.value), deps);
    if (!view) return refuse(reply, 'forbidden', '/area', 'is not one of your areas');
    return desk.once(view);
  });
}

const wantedOf = ({ period, area }: Static<typeof QuerySchema>) => ({
  period,
  area: area === undefined ? null : Number(area),
});

/** Needs `@fastify/websocket` registered on `app` before. */
export function registerLive(app: FastifyInstance, deps: LiveDeps): Live {
  const { directory, links, access, log, now } = deps;
  const timers = deps.timers ?? machineTimers;
  const health = new HealthWatch();
  const linkOf = links.of.bind(links);
  const desk = new Desk({
    ...deps,
    linkOf,
    health,
    timers,
    onError: (error) => log.error({ err: error }, 'the live figures could not be read'),
  });
  const sockets = new Set<BrowserSocket>();

  const lookAtAll = (): void => {
    for (const terminal of directory.terminals()) health.look(terminal, links.of(terminal.id), now());
  };
  lookAtAll();
  const unsubscribes = [
    deps.projections.onChange(({ areas }) => desk.mark(areas)),
    links.onChange((id) => {
      const terminal = directory.terminal(id);
      if (terminal && health.look(terminal, links.of(id), now())) desk.request();
    }),
    directory.onChange(() => {
      lookAtAll();
      // Where terminals stand, and thereby coverage, may have changed anywhere.
      desk.mark(directory.areas().map(({ id }) => id));
      for (const socket of sockets) socket.look();
    }),
    access.onRevoked((user) => {
      for (const socket of sockets) if (socket.user === user) socket.refuse('signedOut');
    }),
  ];

  // Coverage, the unfinished half-hour, silence and midnight move with the clock alone.
  const nextMinute = (): (() => void) =>
    timers.after(MINUTE - (now() % MINUTE), () => {
      lookAtAll();
      for (const socket of sockets) socket.tick();
      desk.tidy();
      desk.request();
      cancelTick = nextMinute();
    });
  let cancelTick = nextMinute();

  registerOverview(app, deps, desk);
  app.get(
    LIVE_PATH,
    {
      websocket: true,
      schema: { hide: true },
      preValidation: async (request, reply) => {
        if (!access.isOwnOrigin(request.headers))
          return refuse(reply, 'forbidden', '', 'from another origin');
      },
    },
    (socket, request) => {
      const browser = new BrowserSocket(socket, request.headers.cookie, {
        access,
        directory,
        desk,
        log,
        now,
      });
      sockets.add(browser);
      socket.on('close', () => sockets.delete(browser));
    },
  );

  return {
    async stop() {
      for (const unsubscribe of unsubscribes) unsubscribe();
      cancelTick();
      for (const socket of sockets) socket.refuse('stopping');
      await desk.stop();
    },
  };
}
