// Test only: a hub of in-memory data that serves the built pages and speaks shared/live.ts and shared/api.ts.
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import type { TSchema } from 'typebox';
import { type WebSocket, WebSocketServer } from 'ws';
import * as api from '../../shared/api.ts';
import { decoder } from '../../shared/decode.ts';
import { LIVE_PATH, type Subscribe, SubscribeSchema, type ToBrowser } from '../../shared/live.ts';
import { DAY_AND_NIGHT, type OpeningHours } from '../../shared/opening-hours.ts';
import { type Reason, STANDARD_REASONS } from '../../shared/reason.ts';
import { ADMINISTRATOR, AREAS, NOW, overview, SITE, TERMINALS, USERS } from './fake-house.ts';

/** The content policy under which the pages must work. */
export const POLICY =
  "default-src 'self'; img-src 'self' data:; base-uri 'self'; form-action 'self'; object-src 'none'; frame-ancestors 'none'";
export const TOKEN = 'A'.repeat(43);
export const PASSWORD = 'bronze bells of the house';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const STATUS: Readonly<Record<string, number>> = {
  signedOut: 401,
  wrongCredentials: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooMany: 429,
};

class Refusal extends Error {
  readonly answer: api.ApiError;
  constructor(reason: api.ApiError['reason'], path: string, message: string) {
    super(message);
    this.answer = { reason, path, message };
  }
}

const freshState = () => ({
  me: { ...ADMINISTRATOR },
  signedIn: true,
  site: { ...SITE } as api.Site,
  hours: DAY_AND_NIGHT as OpeningHours,
  areas: AREAS.map((area) => ({ ...area })),
  reasons: STANDARD_REASONS.map((reason) => ({ ...reason })) as Reason[],
  terminals: TERMINALS.map((terminal) => ({ ...terminal })),
  codes: [] as { id: number; area: number; expiresAt: number; triesLeft: number }[],
  users: USERS.map((user) => ({ ...user })),
  commands: [] as string[],
});
type State = ReturnType<typeof freshState>;

export interface FakeHub {
  readonly url: string;
  readonly state: State;
  readonly subscriptions: Subscribe[];
  /** The next request of that method and path is refused so. */
  refuse(method: string, path: string, error: api.ApiError): void;
  /** Sends to every open socket. */
  push(message: ToBrowser): void;
  cutSockets(): void;
  /** False: new sockets are refused, as when the hub is down. */
  accepting: boolean;
  reset(): void;
  close(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
};

function checked<S extends TSchema>(schema: S, body: unknown) {
  const decoded = decoder(schema).value(body);
  if (!decoded.ok) throw new Refusal('invalid', decoded.error.path, decoded.error.message);
  return decoded.value;
}

function found<T extends { id: number | string }>(list: readonly T[], id: string): T {
  const one = list.find((each) => String(each.id) === id);
  if (!one) throw new Refusal('notFound', '', 'there is no such thing');
  return one;
}

type Route = (state: State, body: unknown, id: string) => unknown;

const ROUTES: Readonly<Record<string, Route>> = {
  'POST /api/session': (state, body) => {
    const { login, password } = checked(api.SignInSchema, body);
    if (login !== state.me.login || password !== PASSWORD) throw new Refusal('wrongCredentials', '', 'wrong');
    state.signedIn = true;
    return state.me;
  },
  'POST /api/session/redeem': (state, body) => {
    if (checked(api.RedeemSchema, body).token !== TOKEN)
      throw new Refusal('expired', '/token', 'used or expired');
    state.signedIn = true;
    return state.me;
  },
  'DELETE /api/session': (state) => {
    state.signedIn = false;
    return null;
  },
  'GET /api/session': (state) => ({ me: state.signedIn ? state.me : null }),
  'PATCH /api/me': (state, body) => {
    const changes = checked(api.MyChangesSchema, body);
    if (changes.password !== undefined && changes.currentPassword !== PASSWORD)
      throw new Refusal('wrongCredentials', '/currentPassword', 'the current password is wrong');
    if (changes.language) state.me.language = changes.language;
    return state.me;
  },
  'GET /api/site': (state) => state.site,
  'PUT /api/site': (state, body) => (state.site = checked(api.SiteSchema, body)),
  'GET /api/opening-hours': (state) => state.hours,
  'PUT /api/opening-hours': (state, body) => (state.hours = checked(api.OpeningHoursBodySchema, body)),
  'GET /api/areas': (state) => state.areas,
  'POST /api/areas': (state, body) => {
    const area = checked(api.NewAreaSchema, body);
    const id = Math.max(...state.areas.map((each) => each.id)) + 1;
    state.areas.push({ order: 0, ...area, id, retired: false });
    return null;
  },
  'PATCH /api/areas/:id': (state, body, id) =>
    Object.assign(found(state.areas, id), checked(api.AreaChangesSchema, body)),
  'GET /api/terminals': (state) => state.terminals,
  'PATCH /api/terminals/:id': (state, body, id) => {
    const { retired, ...changes } = checked(api.TerminalChangesSchema, body);
    const terminal = found(state.terminals, id);
    if (
      changes.number !== undefined &&
      state.terminals.some((each) => each !== terminal && each.number === changes.number)
    )
      throw new Refusal('conflict', '/number', 'another terminal has this number');
    return Object.assign(terminal, changes, retired ? { retiredAt: NOW } : {});
  },
  'POST /api/terminals/:id/command': (state, body, id) => {
    state.commands.push(
      `${found(state.terminals, id).number} ${checked(api.TerminalCommandSchema, body).command}`,
    );
    return null;
  },
  'GET /api/enrolment-codes': (state) => state.codes,
  'POST /api/enrolment-codes': (state, body) => {
    const { area } = checked(api.NewEnrolmentCodeSchema, body);
    const code = { id: state.codes.length + 1, area, expiresAt: Date.now() + 600_000, triesLeft: 5 };
    state.codes.push(code);
    return { id: code.id, code: '7K3QM9TD', area, expiresAt: code.expiresAt };
  },
  'DELETE /api/enrolment-codes/:id': (state, _body, id) => {
    state.codes = state.codes.filter((code) => String(code.id) !== id);
    return null;
  },
  'GET /api/reasons': (state) => state.reasons,
  'PUT /api/reasons': (state, body) => (state.reasons = checked(api.ReasonsSchema, body)),
  'GET /api/users': (state) => state.users,
  'POST /api/users': (state, body) => {
    const user = checked(api.NewUserSchema, body);
    if (state.users.some(({ login }) => login === user.login))
      throw new Refusal('conflict', '/login', 'this login is taken');
    state.users.push({
      language: 'zh-Hans',
      ...user,
      id: state.users.length + 1,
      active: true,
      hasPassword: false,
      lastSeenAt: null,
    });
    return null;
  },
  'PATCH /api/users/:id': (state, body, id) =>
    Object.assign(found(state.users, id), checked(api.UserChangesSchema, body)),
  'POST /api/users/:id/sign-in-link': () => ({
    url: `http://127.0.0.1:8080/sign-in#token=${TOKEN}`,
    expiresAt: NOW + 86_400_000,
  }),
  'GET /api/audit': () => [
    {
      id: 2,
      at: NOW - 60_000,
      who: 'administrator',
      what: 'area.renamed',
      subject: '14',
      before: { en: 'Toilet' },
      after: { en: 'Restroom, 2F' },
    },
    {
      id: 1,
      at: NOW - 120_000,
      who: 'hub',
      what: 'user.added',
      subject: '1',
      before: null,
      after: { login: 'administrator' },
    },
  ],
  'GET /api/quarantine': () => [
    {
      position: 7,
      receivedAt: NOW - 90_000,
      terminal: 'aaaaaaaaaaaaaaaa',
      outbox: 'bbbbbbbbbbbbbbbb',
      sequence: 12,
      path: '/body/level',
      message: 'must be 1, 2, 3 or 4',
      bytes: '{"kind":"rated","body":{"level":9}}',
    },
  ],
  'POST /api/records/verify': () => ({
    at: NOW,
    facts: 41_233,
    outboxes: 31,
    seals: 902,
    unsealed: 14,
    problems: [],
  }),
  'POST /api/records/replay': () => ({ at: NOW, facts: 41_233, equal: true, differences: [] }),
};

const OPEN = new Set(['GET /api/session', 'POST /api/session', 'POST /api/session/redeem']);

function routeOf(method: string, path: string): { name: string; id: string } {
  const direct = `${method} ${path}`;
  if (ROUTES[direct]) return { name: direct, id: '' };
  const [, kind = '', id = '', rest] = /^\/api\/([a-z-]+)\/([^/]+)(\/.+)?$/.exec(path) ?? [];
  return { name: `${method} /api/${kind}/:id${rest ?? ''}`, id };
}

/** Listens on a free loopback port. `pages` is the folder that Vite built. */
export async function startFakeHub(pages: string): Promise<FakeHub> {
  let state = freshState();
  const refusals = new Map<string, api.ApiError>();
  const subscriptions: Subscribe[] = [];
  const sockets = new Set<WebSocket>();
  let accepting = true;

  const answer = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  };
  const serveApi = async (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> => {
    const body = await bodyOf(request);
    const { name, id } = routeOf(request.method ?? 'GET', path);
    try {
      const refused = refusals.get(`${request.method} ${path}`);
      if (refused) {
        refusals.delete(`${request.method} ${path}`);
        throw new Refusal(refused.reason, refused.path, refused.message);
      }
      if (!state.signedIn && !OPEN.has(name)) throw new Refusal('signedOut', '', 'signed out');
      const route = ROUTES[name];
      if (!route) throw new Refusal('notFound', '', `no route ${name}`);
      answer(response, 200, route(state, body, id) ?? null);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer(response, STATUS[error.answer.reason] ?? 400, error.answer);
    }
  };
  const serveFile = async (response: ServerResponse, path: string): Promise<void> => {
    const file = extname(path) ? path : '/index.html';
    try {
      const bytes = await readFile(join(pages, file));
      response.writeHead(200, {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': POLICY,
      });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    void (pathname.startsWith('/api/')
      ? serveApi(request, response, pathname)
      : serveFile(response, pathname));
  });
  const live = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== LIVE_PATH || !accepting || !state.signedIn) {
      socket.destroy();
      return;
    }
    live.handleUpgrade(request, socket, head, (connection) => {
      sockets.add(connection);
      connection.on('close', () => sockets.delete(connection));
      connection.on('message', (data) => {
        const message = decoder(SubscribeSchema).text(String(data));
        if (!message.ok) return;
        subscriptions.push(message.value);
        if (message.value.resume) return;
        const view = overview(message.value.period, message.value.area);
        connection.send(
          JSON.stringify({ type: 'snapshot', stream: 's', number: 0, now: NOW, view } satisfies ToBrowser),
        );
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    get state() {
      return state;
    },
    subscriptions,
    refuse: (method, path, error) => refusals.set(`${method} ${path}`, error),
    push: (message) => {
      for (const socket of sockets) socket.send(JSON.stringify(message));
    },
    cutSockets: () => {
      for (const socket of sockets) socket.terminate();
    },
    get accepting() {
      return accepting;
    },
    set accepting(on) {
      accepting = on;
    },
    reset: () => {
      state = freshState();
      refusals.clear();
      subscriptions.length = 0;
      accepting = true;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.terminate();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
