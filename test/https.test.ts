// A hub reached over the network: a real certificate from openssl, staff and a terminal over TLS only.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { type RequestOptions, request as requestHttps } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { EnrolmentCodeReplySchema, TerminalsSchema } from '../shared/api.ts';
import { LIVE_PATH } from '../shared/live.ts';
import { compiledDecoder } from '../shared/server/compile.ts';
import { signInLink } from './house/house.ts';
import { freePorts } from './house/net.ts';
import { kill, type Program, startProgram } from './house/program.ts';
import { until } from './house/until.ts';
import { compiled } from './root.ts';

const folder = mkdtempSync(join(tmpdir(), 'chime-https-'));
const at = (name: string): string => join(folder, name);
const programs: Program[] = [];
let url = '';
let hubPort = 0;
let cookie = '';
let setCookie = '';
let ca = '';

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** One request that trusts the museum's own authority, as staff's browsers are set up to do. */
function ask(path: string, options: RequestOptions = {}, body?: unknown): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const headers = { origin: url, cookie, ...json, ...options.headers };
    const sent = requestHttps(`${url}${path}`, { agent: false, ca, ...options, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const answers = async (): Promise<boolean> => {
  try {
    return (await ask('/readyz')).status === 200;
  } catch {
    return false;
  }
};

function makeCertificates(): void {
  const openssl = (...args: string[]): void => {
    const { error, status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    if (error) throw new Error('These tests need openssl (on Debian: apt-get install openssl).');
    if (status !== 0) throw new Error(stderr);
  };
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  for (const name of ['ca', 'other-ca']) {
    openssl('req', '-x509', ...key, '-keyout', `${name}.key`, '-out', `${name}.crt`, '-subj', `/CN=${name}`);
  }
  openssl('req', ...key, '-keyout', 'hub.key', '-out', 'hub.csr', '-subj', '/CN=hub.museum.example');
  writeFileSync(at('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names'];
  openssl('x509', '-req', '-in', 'hub.csr', ...signed, '-out', 'hub.crt');
}

function start(script: string, config: string, args: readonly string[] = []): Program {
  const program = startProgram({ script: compiled(script), args: ['--config', at(config), ...args] });
  programs.push(program);
  return program;
}

async function enrolmentCode(): Promise<string> {
  const { text } = await ask('/api/enrolment-codes', { method: 'POST' }, { area: 1 });
  const decoded = compiledDecoder(EnrolmentCodeReplySchema).text(text);
  if (!decoded.ok) throw new Error(text);
  return decoded.value.code;
}

async function startTerminal(name: string, authority: string): Promise<{ program: Program; port: number }> {
  const [port = 0] = await freePorts([1]);
  const config = { hub: url, port, data: at(name), logLevel: 'debug', hubCertificate: at(authority) };
  writeFileSync(at(`${name}.json`), JSON.stringify(config));
  return {
    port,
    program: start('terminal-server/main.js', `${name}.json`, ['--enrol', await enrolmentCode()]),
  };
}

const health = async (): Promise<string[]> => {
  const decoded = compiledDecoder(TerminalsSchema).text((await ask('/api/terminals')).text);
  return decoded.ok ? decoded.value.map((terminal) => terminal.health.state) : [];
};

beforeAll(async () => {
  makeCertificates();
  ca = readFileSync(at('ca.crt'), 'utf8');
  [hubPort = 0] = await freePorts([1]);
  url = `https://127.0.0.1:${hubPort}`;
  const tls = { certificate: 'hub.crt', key: 'hub.key' };
  // Every address of the machine, as in a museum: TLS alone guards it.
  const config = { host: '0.0.0.0', port: hubPort, data: 'hub', tls, publicUrl: url, logLevel: 'warn' };
  writeFileSync(at('hub.json'), JSON.stringify(config));
  const hub = start('hub/main.js', 'hub.json');
  await until('the hub is ready', answers, 30_000, () => hub.output());
  await until('a sign-in link', () => signInLink(hub.output()) !== undefined, 5_000);
  const link = new URL(signInLink(hub.output()) ?? '');
  expect(link.origin).toBe(url);
  const redeemed = await ask(
    '/api/session/redeem',
    { method: 'POST' },
    { token: link.hash.slice('#token='.length) },
  );
  setCookie = [redeemed.headers['set-cookie']].flat()[0] ?? '';
  cookie = setCookie.split(';')[0] ?? '';
});
afterAll(async () => {
  await Promise.all(programs.map((program) => kill(program, 'SIGKILL')));
  rmSync(folder, { recursive: true, force: true });
});

describe('a hub with a certificate', () => {
  it('gives a cookie that browsers keep to this host, to TLS and from scripts', async () => {
    expect(setCookie).toMatch(
      /^__Host-chime=[A-Za-z0-9_-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    expect((await ask('/api/me')).status).toBe(200);
    const unmarked = cookie.replace('__Host-', '');
    expect((await ask('/api/me', { headers: { cookie: unmarked } })).status).toBe(401);
  });

  it('tells browsers to come by TLS only, on every answer', async () => {
    for (const path of ['/', '/healthz', '/api/me', '/api/nowhere', '/nowhere.js']) {
      const { headers } = await ask(path);
      expect(headers['strict-transport-security'], path).toBe('max-age=31536000');
      expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'");
    }
  });

  it('describes the session by the name that its cookie has', async () => {
    expect((await ask('/api/openapi.json')).text).toContain('"name":"__Host-chime"');
  });

  it('speaks no plain HTTP, and no TLS older than 1.2', async () => {
    const plain = await new Promise((resolve) => {
      const sent = requestHttp({ port: hubPort, host: '127.0.0.1', path: '/healthz', agent: false });
      sent.on('response', ({ statusCode }) => resolve(statusCode));
      sent.on('error', () => resolve('closed'));
      sent.end();
    });
    expect(plain).not.toBe(200);
    const old = await new Promise((resolve) => {
      const socket = connect({
        port: hubPort,
        host: '127.0.0.1',
        ca,
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      });
      socket.on('secureConnect', () => resolve('open'));
      socket.on('error', () => resolve('refused'));
    });
    expect(old).toBe('refused');
  });

  it("refuses another site's page, also one on the same machine", async () => {
    for (const origin of [`http://127.0.0.1:${hubPort}`, 'https://127.0.0.1', 'https://elsewhere.example']) {
      const { status } = await ask('/api/me', { method: 'PATCH', headers: { origin } }, { language: 'en' });
      expect(status, origin).toBe(403);
    }
  });

  it('serves the live figures over the same TLS', async () => {
    const socket = new WebSocket(url.replace('https', 'wss') + LIVE_PATH, {
      ca,
      origin: url,
      headers: { cookie },
    });
    const first = await new Promise((resolve, reject) => {
      socket.on('open', () =>
        socket.send(JSON.stringify({ type: 'subscribe', period: 'today', area: null })),
      );
      socket.on('message', (data) => resolve(String(data)));
      socket.on('error', reject);
    });
    socket.terminate();
    expect(first).toContain('"type":"snapshot"');
  });

  it('keeps what it writes from other users of the machine', async () => {
    for (const name of ['hub.sqlite', 'hub.sqlite-wal', 'hub.key']) {
      expect(statSync(at(join('hub', name))).mode & 0o077, name).toBe(0);
    }
    const backup = startProgram({
      script: compiled('hub/main.js'),
      args: ['--config', at('hub.json'), 'backup', at('copy.sqlite')],
    });
    expect((await backup.exited).code, backup.output()).toBe(0);
    expect(statSync(at('copy.sqlite')).mode & 0o077).toBe(0);
  });
});

describe('a terminal of that hub', () => {
  it('enrols and connects when "hubCertificate" names the authority', async () => {
    const { program, port } = await startTerminal('terminal', 'ca.crt');
    const connected = async (): Promise<boolean> => {
      if (!program.running()) throw new Error(program.output());
      // Degraded as long as no browser shows its glass.
      return (await health()).includes('degraded');
    };
    await until('the hub shows it as well', connected, 20_000, () => program.output());
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  });

  it('gives its code to no hub that another authority vouches for', async () => {
    const { program } = await startTerminal('stranger', 'other-ca.crt');
    expect(await program.exited).toMatchObject({ code: 1 });
    expect(program.stderr()).toMatch(/cannot be reached \(.*(certificate|issuer)/);
  });
});
