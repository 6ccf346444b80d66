// A wire that can be cut: a TCP proxy on the loopback between terminals and hub.
import { connect, createServer, type Socket } from 'node:net';

export interface Wire {
  readonly port: number;
  readonly connections: number;
  /** Ends every connection without a word and takes no new one until `mend`. */
  cut(): void;
  mend(): void;
  /** Keeps connections open and passes nothing on, as a cable pulled behind a switch; `mend` ends it. */
  freeze(): void;
  /** Each piece of data arrives this much later, ms. */
  delay(ms: number): void;
  /** The next connection is cut after exactly this many bytes were passed on in that direction. */
  cutAfter(bytes: number, direction: 'toHub' | 'toTerminal'): void;
  /** Bytes that the newest connection passed on. */
  passed(): { toHub: number; toTerminal: number };
  close(): Promise<void>;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  readonly passed: { toHub: number; toTerminal: number };
  readonly limit: { bytes: number; direction: 'toHub' | 'toTerminal' } | undefined;
}

class CuttableWire implements Wire {
  readonly #pairs = new Set<Pair>();
  readonly #server;
  #newest: Pair | undefined;
  #open = true;
  #frozen = false;
  #delayMs = 0;
  #next: Pair['limit'];
  port = 0;

  constructor(target: () => number) {
    this.#server = createServer((near) => this.#accept(near, target()));
  }

  get connections(): number {
    return this.#pairs.size;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        const address = this.#server.address();
        if (typeof address === 'object' && address) this.port = address.port;
        resolve();
      });
    });
  }

  cut(): void {
    this.#open = false;
    for (const pair of this.#pairs) this.#end(pair);
  }

  mend(): void {
    this.#open = true;
    this.#frozen = false;
    for (const { near, far } of this.#pairs) {
      near.resume();
      far.resume();
    }
  }

  freeze(): void {
    this.#frozen = true;
    for (const { near, far } of this.#pairs) {
      near.pause();
      far.pause();
    }
  }

  delay(ms: number): void {
    this.#delayMs = ms;
  }

  cutAfter(bytes: number, direction: 'toHub' | 'toTerminal'): void {
    this.#next = { bytes, direction };
  }

  passed(): { toHub: number; toTerminal: number } {
    return { ...(this.#newest?.passed ?? { toHub: 0, toTerminal: 0 }) };
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(near: Socket, port: number): void {
    near.on('error', () => undefined);
    if (!this.#open) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    const pair: Pair = { near, far, passed: { toHub: 0, toTerminal: 0 }, limit: this.#next };
    this.#next = undefined;
    this.#newest = pair;
    this.#pairs.add(pair);
    far.on('error', () => this.#end(pair));
    near.on('data', (data) => this.#pass(pair, 'toHub', far, data));
    far.on('data', (data) => this.#pass(pair, 'toTerminal', near, data));
    near.on('close', () => this.#end(pair));
    far.on('close', () => this.#end(pair));
    if (this.#frozen) {
      near.pause();
      far.pause();
    }
  }

  #pass(pair: Pair, direction: 'toHub' | 'toTerminal', to: Socket, data: Buffer): void {
    const { limit, passed } = pair;
    const room = limit?.direction === direction ? limit.bytes - passed[direction] : Number.POSITIVE_INFINITY;
    const piece = data.length > room ? data.subarray(0, room) : data;
    passed[direction] += piece.length;
    const last = piece.length >= room;
    const send = (): void => {
      if (!to.destroyed) to.write(piece, () => (last ? this.#end(pair) : undefined));
    };
    if (this.#delayMs > 0) setTimeout(send, this.#delayMs);
    else send();
  }

  #end(pair: Pair): void {
    if (!this.#pairs.delete(pair)) return;
    pair.near.destroy();
    pair.far.destroy();
  }
}

/** @param target the port behind the wire, asked for at each connection */
export async function startProxy(target: () => number): Promise<Wire> {
  const proxy = new CuttableWire(target);
  await proxy.listen();
  return proxy;
}
