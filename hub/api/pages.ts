// The pages of supervisors and administrators: built files, and the one page for every other path.
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { App } from './app.ts';
import { ApiFailure } from './failure.ts';

const YEAR_MS = 365 * 86_400_000;

const isFile = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
};

/** @param folder what Vite built: `index.html`, and under `assets/` files that carry their hash in their name */
export async function pageRoutes(app: App, folder: string): Promise<void> {
  await app.register(fastifyStatic, { root: folder, serve: false, cacheControl: false });
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const path = decodeURIComponent(new URL(request.url, 'http://hub').pathname).slice(1);
    if (path === 'api' || path.startsWith('api/'))
      throw new ApiFailure('notFound', '', 'there is no such route');
    if (path.startsWith('assets/')) {
      reply.header('cache-control', `public, max-age=${YEAR_MS / 1000}, immutable`);
      return reply.sendFile(path);
    }
    const own = extname(path) !== '' && !path.includes('..') && (await isFile(join(folder, path)));
    if (extname(path) !== '' && !own) throw new ApiFailure('notFound', '', 'there is no such file');
    if (!own && !(await isFile(join(folder, 'index.html')))) {
      throw new ApiFailure('unavailable', '', 'the pages are not built: run npm run build');
    }
    reply.header('cache-control', 'no-store');
    return reply.sendFile(own ? path : 'index.html');
  });
  app.setNotFoundHandler(async (request) => {
    const isApi = request.url.startsWith('/api/');
    throw new ApiFailure('notFound', '', `there is no such ${isApi ? 'route' : 'page'}`);
  });
}
