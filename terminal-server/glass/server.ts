// The terminal's own small web server: the glass's page, its socket and the health probes. Loopback unless set.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import websocket from '@fastify/websocket';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { WebSocket } from 'ws';
import { GLASS_PATH, type GlassState, MAX_GLASS_MESSAGE, type ToGlass } from '../../shared/glass.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Clock } from '../../shared/server/clock.ts';
import type { Log } from '../../shared/server/log.ts';
import type { Session } from '../session/session.ts';
import type { Timers } from '../timers.ts';
import { type Bucket, fullBucket, KEPT, take } from './flood.ts';
import type { Ready } from './health.ts';
import { isOwnHost, isOwnOrigin, ownHosts } from './origins.ts';
import { servePage } from './page-socket.ts';

const YEAR_SECONDS = 31_536_000;
const SERVICE_RESTART = 1012;
const TRY_AGAIN_LATER = 1013;

export type GlassRefusal = 'host' | 'origin' | 'malformed' | 'tooLarge' | 'tooFast';

export interface GlassDeps {
  readonly host: string;
  readonly port: number;
  /** Folder of the built page. */
  readonly pages: string;
  readonly session: Session;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly ready: () => Promise<Ready>;
  /** A page connected or gave a sign of life. */
  readonly onSeen: () => void;
}

export interface GlassServer {
  listen(): Promise<Result<{ port: number }, 'portTaken' | 'addressUnusable'>>;
  show(state: GlassState): void;
  say(message: Extract<ToGlass, { type: 'identify' | 'reload' }>): void;
  /** Some taps were not taken: the pages reconnect and send them again. */
  reconnectPages(): void;
  refusals(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

export async function buildGlass(deps: GlassDeps): Promise<GlassServer> {
  const { session, clock, timers, log } = deps;
  const logger: FastifyBaseLogger = log;
  const app: FastifyInstance = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1024,
    forceCloseConnections: true,
  });
  const refusals = new Map<GlassRefusal, number>();
  const count = (reason: GlassRefusal): void => {
    refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
  };
  const sockets = new Set<WebSocket>();
  const sendAll = (message: ToGlass): void => {
    const text = JSON.stringify(message);
    for (const socket of sockets) if (socket.readyState === socket.OPEN) socket.send(text);
  };

  guard(app, deps, count);
  await app.register(helmet, HELMET);
  await app.register(websocket, {
    options: { maxPayload: MAX_GLASS_MESSAGE * 4, perMessageDeflate: false },
  });
  app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ up: true }));
  app.get('/readyz', async (_request, reply) => {
    const ready = await deps.ready();
    return reply
      .code(ready.ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(ready);
  });
  let kept: Bucket = fullBucket(KEPT, clock.mono());
  app.get(GLASS_PATH, { websocket: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    deps.onSeen();
    servePage(socket, {
      session,
      timers,
      log,
      mono: clock.mono,
      isKeptTooFast: () => {
        kept = take(kept, KEPT, clock.mono());
        return kept.tokens < 0;
      },
      onSeen: deps.onSeen,
      onRefused: count,
    });
  });
  if (existsSync(join(deps.pages, 'index.html'))) await servePages(app, deps.pages);
  else log.error({ pages: deps.pages }, 'the page is not built: npm run build');

  return {
    listen: () => listen(app, deps),
    show: sendAll,
    say: sendAll,
    reconnectPages() {
      for (const socket of sockets) socket.close(TRY_AGAIN_LATER);
    },
    refusals: () => Object.fromEntries(refusals),
    async stop() {
      for (const socket of sockets) socket.close(SERVICE_RESTART);
      for (const socket of sockets) socket.terminate();
      await app.close();
    },
  };
}

/** Only this terminal's own pages: scripts, styles, fonts, sounds and the socket come from here and nowhere else. */
const HELMET = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      fontSrc: ["'self'"],
      imgSrc: ["'self'"],
      mediaSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // Plain HTTP on loopback: there is no certificate that a browser could be held to.
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'no-referrer' as const },
  frameguard: { action: 'deny' as const },
};

function guard(app: FastifyInstance, { host }: GlassDeps, count: (reason: GlassRefusal) => void): void {
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.headers.upgrade !== undefined) endWithAnswer(request, reply);
    const address = app.server.address();
    // Anew each time: a machine may get its address after the program has started.
    const own = ownHosts({ host, port: typeof address === 'object' && address ? address.port : 80 });
    if (!isOwnHost(own, request.headers.host)) {
      count('host');
      return reply
        .code(421)
        .send({ reason: 'host', message: 'this terminal answers under its own address only' });
    }
    const { origin } = request.headers;
    const needsOrigin = request.headers.upgrade !== undefined;
    if ((needsOrigin || origin !== undefined) && !isOwnOrigin(own, origin)) {
      count('origin');
      return reply
        .code(403)
        .send({ reason: 'origin', message: 'only this terminal\u2019s own page may connect' });
    }
    return undefined;
  });
}

/** An upgrade that was answered with a status leaves a socket that nobody reads; it would keep the server from closing. */
function endWithAnswer(request: FastifyRequest, reply: FastifyReply): void {
  reply.raw.once('finish', () => request.raw.socket.destroySoon());
}

async function servePages(app: FastifyInstance, pages: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: pages,
    cacheControl: false,
    index: 'index.html',
    dotfiles: 'ignore',
    setHeaders(response, path) {
      // The bundler puts a hash of the content into the names below assets/.
      const isHashed = /[/\\]assets[/\\]/.test(path);
      response.setHeader(
        'cache-control',
        isHashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-store',
      );
    },
  });
}

async function listen(
  app: FastifyInstance,
  { host, port }: GlassDeps,
): Promise<Result<{ port: number }, 'portTaken' | 'addressUnusable'>> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') return fail('portTaken');
    if (code === 'EADDRNOTAVAIL' || code === 'EACCES' || code === 'ENOTFOUND') return fail('addressUnusable');
    throw error;
  }
  const address = app.server.address();
  return ok({ port: typeof address === 'object' && address ? address.port : port });
}
