// The hub's HTTP server before any route: limits, headers, validation, one error handler.
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  LogController,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import { IsSchema, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { LIVE_PATH } from '../../shared/live.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import type { Log } from '../../shared/server/log.ts';
import { UPLINK_PATH } from '../../shared/wire.ts';
import { ApiFailure, errorHandler } from './failure.ts';

/** The app with types of bodies and answers from their schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

export const BODY_LIMIT_BYTES = 256 * 1024;
/** Requests of one address: a page with everything it loads takes some thirty. */
export const REQUESTS_PER_MINUTE = 3_000;
/** Sockets and probes have limits of their own. */
const UNLIMITED = new Set(['/healthz', '/readyz', UPLINK_PATH, LIVE_PATH]);

export interface AppDeps {
  readonly log: Log;
  /** PEM texts; null serves plain HTTP, which only loopback may. */
  readonly tls: { readonly certificate: string; readonly key: string } | null;
}

function newServer({ tls, log }: AppDeps): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = log.child({}, { level: 'warn' });
  return Fastify({
    serverFactory: (handler) => {
      const server = tls
        ? createHttpsServer({ cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' }, handler)
        : createHttpServer(handler);
      server.headersTimeout = 15_000;
      server.requestTimeout = 30_000;
      return server;
    },
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 64 },
  });
}

/** Numbers in path and query, only where the text is the number's own spelling: `1.5` and `0x1` stay texts. */
function withNumbers(schema: TSchema, input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const texts = new Map<string, unknown>(Object.entries(input));
  const converted: unknown = Value.Convert(schema, Object.fromEntries(texts));
  if (typeof converted !== 'object' || converted === null) return input;
  const spelled = ([key, value]: [string, unknown]): [string, unknown] => [
    key,
    String(value) === texts.get(key) ? value : texts.get(key),
  ];
  return Object.fromEntries(Object.entries(converted).map(spelled));
}

/** Bodies are taken as they are; only texts of path and query become numbers first. Nothing unknown is dropped silently. */
function setValidation(app: FastifyInstance): void {
  app.setValidatorCompiler(({ schema, httpPart }) => {
    if (!IsSchema(schema)) throw new Error('a route has a schema that is not from TypeBox');
    const decode = compiledDecoder(schema);
    return (input: unknown) => {
      const decoded = decode.value(httpPart === 'body' ? input : withNumbers(schema, input));
      if (decoded.ok) return { value: decoded.value };
      const { path, message } = decoded.error;
      return { error: new ApiFailure('invalid', path, message) };
    };
  });
  // The schemas of answers document them; what is sent is what the handlers' types say.
  app.setSerializerCompiler(() => (value: unknown) => JSON.stringify(value));
}

async function setHeaders(app: FastifyInstance, tls: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        scriptSrcAttr: ["'none'"],
      },
    },
    strictTransportSecurity: tls ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) {
      reply.header('cache-control', 'no-store');
    }
  });
}

/** Ready for hooks and routes; nothing listens yet. */
export async function newApp(deps: AppDeps): Promise<App> {
  const app = newServer(deps);
  app.setErrorHandler(errorHandler(deps.log));
  setValidation(app);
  await setHeaders(app, deps.tls !== null);
  await app.register(rateLimit, {
    max: REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
    allowList: (request) => UNLIMITED.has(request.routeOptions.url ?? ''),
    errorResponseBuilder: () => new ApiFailure('tooMany', '', 'too many requests: wait a minute'),
  });
  return app.withTypeProvider<TypeBoxTypeProvider>();
}
