// For tests: the hub's whole HTTP surface over a real database, with terminals and proofs that a test sets by hand.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { ApiError } from '../../shared/api.ts';
import { ApiErrorSchema } from '../../shared/api.ts';
import type { Role } from '../../shared/role.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import { newSigner } from '../../shared/server/keys.ts';
import { newLog } from '../../shared/server/log.ts';
import { migrate } from '../../shared/server/migrate.ts';
import { type Database, openDatabase } from '../../shared/server/sqlite.ts';
import { type OwnNames, ownNames } from '../access/origin.ts';
import type { LinkState, Links, Records } from '../contracts.ts';
import { EXAMPLE_MUSEUM } from '../example/museum.ts';
import type { Founding } from '../office/founding.ts';
import { type House, openHouse } from '../office/open-house.ts';
import { MIGRATIONS } from '../store/migrations.ts';
import { buildApi } from './build-api.ts';

export const ORIGIN = 'http://127.0.0.1:8080';

export interface TestHouse {
  readonly app: FastifyInstance;
  readonly house: House;
  readonly database: Database;
  readonly folder: string;
  /** Every `settingChanged` that became a fact. */
  readonly facts: { setting: string; subject: string; audit: number }[];
  /** Terminals' links by id, and what was done to them. */
  readonly links: Map<string, LinkState>;
  readonly done: string[];
  /** Hand-moved clock, ms. */
  now: number;
  /** As a page of the hub sends it; `cookie` of a signed-in user. */
  send(method: string, url: string, options?: SendOptions): Promise<LightMyRequestResponse>;
  /** Makes a user with these roles and signs in; returns the cookie. */
  signIn(roles: readonly Role[], areas?: readonly number[]): Promise<string>;
  close(): Promise<void>;
}

export interface SendOptions {
  readonly cookie?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** Loopback unless a test is about limits. */
  readonly remoteAddress?: string;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const isMethod = (name: string): name is Method => ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(name);

const error = compiledDecoder(ApiErrorSchema);
export function refusalOf(reply: LightMyRequestResponse): ApiError {
  const decoded = error.text(reply.body);
  if (!decoded.ok) throw new Error(`no refusal: ${reply.statusCode} ${reply.body}`);
  return decoded.value;
}

/** The answer, checked against the schema that the API publishes. */
export function answerOf<S extends TSchema>(schema: S, reply: LightMyRequestResponse): Static<S> {
  if (reply.statusCode !== 200) throw new Error(`${reply.statusCode} ${reply.body}`);
  const decoded = compiledDecoder(schema, 10_000_000).text(reply.body);
  if (!decoded.ok) throw new Error(`${decoded.error.path} ${decoded.error.message}: ${reply.body}`);
  return decoded.value;
}

function fakeLinks(states: Map<string, LinkState>, done: string[]): Links {
  return {
    of: (terminal) => states.get(terminal),
    command(terminal, command) {
      if (!states.get(terminal)?.connected) return false;
      done.push(`${command} ${terminal}`);
      return true;
    },
    drop: (terminal, reason) => done.push(`drop ${terminal} ${reason}`),
    onChange: () => () => undefined,
    refusals: () => ({}),
  };
}

const records: Records = {
  verify: () => Promise.resolve({ at: 1, facts: 0, outboxes: 0, seals: 0, unsealed: 0, problems: [] }),
  replay: () => Promise.resolve({ at: 1, facts: 0, equal: true, differences: [] }),
  backup: () => Promise.resolve(),
};

function pagesIn(folder: string): string {
  const pages = join(folder, 'pages');
  mkdirSync(join(pages, 'assets'), { recursive: true });
  writeFileSync(join(pages, 'index.html'), '<!doctype html><title>Chime</title>');
  writeFileSync(join(pages, 'icon.svg'), '<svg/>');
  writeFileSync(join(pages, 'assets', 'main-1a2b3c.js'), 'export {};');
  return pages;
}

export async function openTestHouse(founding: Founding = EXAMPLE_MUSEUM): Promise<TestHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'chime-office-'));
  const database = await openDatabase(join(folder, 'hub.sqlite'));
  const migrated = await migrate(database, MIGRATIONS);
  if (!migrated.ok) throw new Error('the database is newer');
  const reader = await openDatabase(join(folder, 'hub.sqlite'), { readOnly: true });
  const log = newLog('test', 'silent');
  const names = (): OwnNames => ownNames({ host: '127.0.0.1', port: 8080, tls: false, publicUrl: null });
  const clock = { now: Date.UTC(2026, 2, 17, 2) };
  const now = (): number => clock.now;
  const hubKey = newSigner().publicKey;
  const house = await openHouse({ database, log, now, founding, hubKey, tls: false, names });
  const facts: TestHouse['facts'] = [];
  house.audit.attach({
    settingChanged: (setting, subject, audit) => {
      facts.push({ setting, subject, audit });
      return Promise.resolve();
    },
  });
  const links = new Map<string, LinkState>();
  const done: string[] = [];
  const app = await buildApi({
    house,
    names,
    reader,
    links: fakeLinks(links, done),
    records,
    ready: () => true,
    now,
    log,
    tls: null,
    version: '0.0.0',
    pages: pagesIn(folder),
    more: () => Promise.resolve(),
  });
  await app.ready();

  const send: TestHouse['send'] = (method, url, { cookie, body, headers, remoteAddress } = {}) => {
    if (!isMethod(method)) throw new Error(method);
    return app.inject({
      method,
      url,
      remoteAddress: remoteAddress ?? '127.0.0.1',
      headers: {
        host: '127.0.0.1:8080',
        ...(method === 'GET' ? {} : { origin: ORIGIN }),
        ...(cookie === undefined ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  };
  let users = 0;
  return {
    app,
    house,
    database,
    folder,
    facts,
    links,
    done,
    get now() {
      return clock.now;
    },
    set now(at) {
      clock.now = at;
    },
    send,
    async signIn(roles, areas = [1]) {
      users += 1;
      const wanted = { login: `test-${users}`, name: 'Test', roles: [...roles], areas: [...areas] };
      const user = await house.accounts.add('test', wanted);
      const link = user.ok ? await house.accounts.newLink('test', user.value.id, 60_000) : user;
      if (!link.ok) throw new Error(link.error.message);
      const signedIn = await house.accounts.redeem(link.value.token);
      if (!signedIn.ok) throw new Error(signedIn.error.message);
      return `chime=${signedIn.value.secret}`;
    },
    async close() {
      await app.close();
      await house.audit.settled();
      await reader.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
