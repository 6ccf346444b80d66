// Before every handler: Host, Origin, session, right. Driven by the table of routes, so that none is forgotten.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Me } from '../../shared/api.ts';
import type { AreaId } from '../../shared/area.ts';
import { ApiFailure } from '../api/failure.ts';
import type { Access, Directory } from '../contracts.ts';
import type { OwnNames } from './origin.ts';
import { type RouteRule, ruleOf } from './route-rights.ts';

export interface Guard {
  /** The user whom the guard let in. Throws on a route that lets anyone in. */
  userOf(request: FastifyRequest): Me;
  /** Refuses unless the area lies in what the user may see. */
  assertArea(request: FastifyRequest, area: AreaId, path: string): void;
  visibleAreas(request: FastifyRequest): ReadonlySet<AreaId>;
}

export interface GuardDeps {
  readonly access: Access;
  readonly directory: Directory;
  readonly names: () => OwnNames;
}

function checkAddress(request: FastifyRequest, rule: RouteRule, names: OwnNames): void {
  const { origin, host } = request.headers;
  if (rule.machine) {
    if (origin !== undefined && !names.isOrigin({ origin, host })) {
      throw new ApiFailure('forbidden', '', "the request comes from another site's page");
    }
    return;
  }
  if (!names.isHost(host)) {
    throw new ApiFailure('forbidden', '', 'the hub does not answer to this name');
  }
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (!(reads && origin === undefined) && !names.isOrigin({ origin, host })) {
    throw new ApiFailure('forbidden', '', 'the Origin header must be the hub itself');
  }
}

async function userFor(request: FastifyRequest, rule: RouteRule, deps: GuardDeps): Promise<Me | undefined> {
  const { need } = rule;
  if (need === 'anyone') return undefined;
  const user = await deps.access.userOf(request.headers.cookie);
  if (!user) throw new ApiFailure('signedOut', '', 'sign in first');
  if (need !== 'signedIn' && !user.rights.includes(need)) {
    throw new ApiFailure('forbidden', '', `this takes the right "${need}"`);
  }
  const root = deps.directory.areas().find(({ parent }) => parent === null);
  if (rule.wholeSite && !(root && user.areas.includes(root.id))) {
    throw new ApiFailure('forbidden', '', 'this concerns the whole site');
  }
  return user;
}

/** Hooks itself into `app`; must stand before any route is registered. */
export function guard(app: FastifyInstance, deps: GuardDeps): Guard {
  const users = new WeakMap<FastifyRequest, Me>();

  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) {
      if (!ruleOf(each, url)) throw new Error(`the route ${each} ${url} is not in the table of rights`);
    }
  });

  app.addHook('onRequest', async (request) => {
    const { method, url } = request.routeOptions;
    // No route: the handler of unknown paths answers.
    if (url === undefined) return;
    const rule = ruleOf([method].flat()[0] ?? request.method, url);
    if (!rule) throw new Error(`no rule for ${request.method} ${url}`);
    if (rule.socket) return;
    // Without this the socket plugin would accept any path that some page answers, and leave it open.
    if (request.headers.upgrade !== undefined)
      throw new ApiFailure('notFound', '', 'there is no such socket');
    checkAddress(request, rule, deps.names());
    const user = await userFor(request, rule, deps);
    if (user) users.set(request, user);
  });

  // A refused upgrade would leave its socket open: it left the HTTP server's care when it asked.
  app.addHook('onResponse', async (request) => {
    if (request.headers.upgrade === undefined) return;
    const { url } = request.routeOptions;
    if (url === undefined || !ruleOf('GET', url)?.socket) request.raw.socket.destroySoon();
  });

  const userOf = (request: FastifyRequest): Me => {
    const user = users.get(request);
    if (!user) throw new Error('this route lets anyone in and has no user');
    return user;
  };
  return {
    userOf,
    visibleAreas: (request) => deps.access.visibleAreas(userOf(request)),
    assertArea(request, area, path) {
      if (deps.access.visibleAreas(userOf(request)).has(area)) return;
      throw new ApiFailure('forbidden', path, 'lies outside your areas');
    },
  };
}
