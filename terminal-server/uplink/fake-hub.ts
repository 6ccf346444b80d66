// For tests: a small hub in memory, built from PROTOCOL.md alone, on a real socket. It checks what it is sent.
import { createServer, type Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { canonicalJson } from '../../shared/canonical.ts';
import { decoder } from '../../shared/decode.ts';
import { SentFactSchema } from '../../shared/fact.ts';
import type { TerminalPolicy } from '../../shared/policy.ts';
import { chainNext, chainStart } from '../../shared/server/chain.ts';
import { isSignedBy, newName, newNonce, newSigner, type Signer } from '../../shared/server/keys.ts';
import {
  type BatchClock,
  type Command,
  challengeBytes,
  type EnrolReply,
  EnrolRequestSchema,
  type Facts,
  type Hello,
  helloBytes,
  type Refusal,
  type Telemetry,
  ToHubSchema,
  type ToTerminal,
} from '../../shared/wire.ts';

const decodeUp = decoder(ToHubSchema);
const decodeEnrol = decoder(EnrolRequestSchema);
const decodeFact = decoder(SentFactSchema);

export interface Stored {
  readonly outbox: string;
  readonly sequence: number;
  readonly id: string;
  readonly kind: string;
  readonly wall: number;
  readonly mono: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** As reckoned by T2–T4. */
  readonly at: number;
  readonly how: BatchClock['how'];
}

interface Held {
  through: number;
  hash: Buffer;
}

export class FakeHub {
  signer: Signer = newSigner();
  terminal = newName();
  terminalKey = '';
  policy: TerminalPolicy;
  code = 'ABCD1234';
  now: () => number;
  /** Test switches. */
  ackFacts = true;
  clockInAck = true;
  refuseHello: Refusal | undefined;
  refuseOutbox: string | undefined;
  forgeChallenge = false;

  readonly facts: Stored[] = [];
  readonly hellos: Hello[] = [];
  readonly batches: Facts[] = [];
  readonly telemetry: Telemetry[] = [];
  readonly problems: string[] = [];
  mostInFlight = 0;
  #held = new Map<string, Held>();
  #socket: WebSocket | undefined;
  #unacked: { outbox: string; through: number }[] = [];
  #server: Server | undefined;
  #port = 0;

  constructor(policy: TerminalPolicy, now: () => number) {
    this.policy = policy;
    this.now = now;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get isConnected(): boolean {
    return this.#socket !== undefined;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      request.on('end', () => {
        const { status, body } = this.#enrol(request.url, text);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    const sockets = new WebSocketServer({ server, path: '/uplink' });
    sockets.on('connection', (socket, request) => this.#greet(socket, new URL(request.url ?? '', this.url)));
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    const address = server.address();
    this.#port = typeof address === 'object' && address ? address.port : 0;
    this.#server = server;
  }

  /** The port stays reserved for the next start by being asked for again. */
  async stop(): Promise<void> {
    this.cut();
    const server = this.#server;
    await new Promise<void>((resolve) => {
      if (!server) return resolve();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  cut(): void {
    this.#socket?.terminate();
    this.#socket = undefined;
  }

  say(message: ToTerminal): void {
    this.#socket?.send(JSON.stringify(message));
  }

  command(command: Command): void {
    this.say({ type: 'command', id: newName(), command });
  }

  setPolicy(policy: TerminalPolicy): void {
    this.policy = policy;
    this.say({ type: 'config', policy });
  }

  /** Acknowledges what was held back. */
  releaseAcks(): void {
    this.ackFacts = true;
    for (const { outbox, through } of this.#unacked.splice(0)) this.#ack(outbox, through);
  }

  /** As after a restore of an older database: only the first `keep` facts are known. */
  forgetBehind(keep: number): void {
    const kept = this.facts.splice(0, this.facts.length).slice(0, keep);
    this.#held = new Map();
    for (const fact of kept) this.#append(fact);
  }

  #append(fact: Stored): void {
    const held = this.#heldOf(fact.outbox);
    const { sequence, id, kind, wall, mono, body } = fact;
    held.through = sequence;
    held.hash = chainNext(held.hash, canonicalJson({ sequence, id, kind, wall, mono, body }));
    this.facts.push(fact);
  }

  #heldOf(outbox: string): Held {
    const held = this.#held.get(outbox) ?? { through: 0, hash: chainStart(this.terminal, outbox) };
    this.#held.set(outbox, held);
    return held;
  }

  #enrol(url: string | undefined, text: string): { status: number; body: unknown } {
    const request = decodeEnrol.text(text);
    if (url !== '/api/enrol' || !request.ok || request.value.code !== this.code) {
      return {
        status: 403,
        body: { reason: 'wrongCredentials', path: '/code', message: 'no such code is open' },
      };
    }
    this.terminalKey = request.value.publicKey;
    const body: EnrolReply = { terminal: this.terminal, hub: this.signer.publicKey, policy: this.policy };
    return { status: 200, body };
  }

  #greet(socket: WebSocket, url: URL): void {
    const terminalNonce = url.searchParams.get('nonce') ?? '';
    const hubNonce = newNonce();
    const signed = challengeBytes(this.forgeChallenge ? 'x' : this.terminal, terminalNonce, hubNonce);
    const say = (message: ToTerminal): void => socket.send(JSON.stringify(message));
    say({
      type: 'challenge',
      nonce: hubNonce,
      hub: this.signer.publicKey,
      signature: this.signer.sign(signed),
    });
    let greeted = false;
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = undefined;
    });
    socket.on('message', (data) => {
      const decoded = decodeUp.text(data.toString());
      if (!decoded.ok) {
        this.problems.push(`${decoded.error.path} ${decoded.error.message}`);
        return socket.close();
      }
      const message = decoded.value;
      if (message.type === 'hello' && !greeted) {
        greeted = true;
        this.#welcome(socket, message, terminalNonce, hubNonce);
      } else if (message.type === 'telemetry') this.telemetry.push(message);
      else if (message.type === 'facts') this.#take(message);
      else this.problems.push(`out of turn: ${message.type}`);
    });
  }

  #welcome(socket: WebSocket, hello: Hello, terminalNonce: string, hubNonce: string): void {
    const signed = helloBytes(this.terminal, terminalNonce, hubNonce, hello.outboxes);
    if (!isSignedBy(this.terminalKey, signed, hello.signature))
      this.problems.push('wrong signature in hello');
    this.hellos.push(hello);
    if (this.refuseHello) {
      socket.send(JSON.stringify({ type: 'refuse', reason: this.refuseHello }));
      socket.close();
      return;
    }
    if (this.#socket) {
      this.say({ type: 'refuse', reason: 'replaced' });
      this.#socket.close();
    }
    this.#socket = socket;
    this.#unacked = [];
    this.say({
      type: 'welcome',
      outboxes: hello.outboxes.map(({ id }) => ({ id, through: this.#held.get(id)?.through ?? 0 })),
      epoch: 1,
      policyVersion: this.policy.version,
      clock: this.now(),
    });
    if (hello.policyVersion < this.policy.version) this.say({ type: 'config', policy: this.policy });
  }

  #take(batch: Facts): void {
    this.batches.push(batch);
    if (batch.outbox === this.refuseOutbox) {
      this.say({ type: 'refuse', reason: 'brokenChain', outbox: batch.outbox });
      return;
    }
    const held = this.#heldOf(batch.outbox);
    const first = batch.facts[0]?.sequence ?? 0;
    if (first > held.through + 1) {
      this.#ack(batch.outbox, held.through);
      return;
    }
    let { clock } = batch;
    for (const raw of batch.facts) {
      const decoded = decodeFact.value(raw);
      if (!decoded.ok) {
        this.problems.push(`${decoded.error.path} ${decoded.error.message}`);
        continue;
      }
      const fact = decoded.value;
      const { hub } = fact.body;
      if (fact.kind === 'clockMeasured' && typeof hub === 'number') {
        clock = { how: 'measured', mono: fact.mono, hub };
      }
      if (fact.sequence <= held.through) continue;
      this.#append({ ...fact, outbox: batch.outbox, at: reckon(clock, fact), how: clock.how });
    }
    if (held.hash.toString('base64url') !== batch.hash) this.problems.push('the chain does not end in hash');
    this.#unacked.push({ outbox: batch.outbox, through: held.through });
    this.mostInFlight = Math.max(this.mostInFlight, this.#unacked.length);
    if (!this.ackFacts) return;
    for (const { outbox, through } of this.#unacked.splice(0)) this.#ack(outbox, through);
  }

  #ack(outbox: string, through: number): void {
    this.say({ type: 'ack', outbox, through, ...(this.clockInAck ? { clock: this.now() } : {}) });
  }
}

function reckon(clock: BatchClock, fact: { readonly wall: number; readonly mono: number }): number {
  if (clock.how === 'measured') return clock.hub + (fact.mono - clock.mono);
  return Math.min(clock.notAfter, Math.max(clock.notBefore, clock.hub + (fact.wall - clock.wall)));
}
