// The API's own description: OpenAPI from the schemas, and a page that shows it with local files only.
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { App } from './app.ts';

/** React sets style attributes there; nothing else is let in. */
const DOCS_CSP = [
  "default-src 'none'",
  "connect-src 'self'",
  "font-src 'self'",
  "frame-ancestors 'none'",
  "img-src 'self' data:",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
].join('; ');

/**
 * Before the routes: they are described as they are registered.
 * @param cookie name of the session's cookie
 */
export async function describeApi(app: App, version: string, cookie: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Chime hub',
        version,
        description:
          'One-tap feedback of a museum: settings, terminals, users and records. Sign in with a one-time link or a ' +
          'password; the session is a cookie. Requests other than GET need an Origin header that names the hub.',
      },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: cookie } } },
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: DOCS_CSP,
    uiConfig: { validatorUrl: null, tryItOutEnabled: false },
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
