// Visitors at one glass without a browser: taps and reasons are kept until recorded, and sent again after a break [G3].
import { randomFillSync } from 'node:crypto';
import { WebSocket } from 'ws';
import { GLASS_PATH, type GlassState, type KeptIntent, ToGlassSchema } from '../../shared/glass.ts';
import { mintReceiptCode } from '../../shared/id.ts';
import type { Level } from '../../shared/level.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import { newFactId } from '../../shared/server/keys.ts';
import { ratingIdOf } from '../../shared/server/receipt-code.ts';

const toGlass = compiledDecoder(ToGlassSchema);
const MAX_IN_FLIGHT = 20;
const AGAIN_MS = 100;

interface Kept {
  readonly intent: KeptIntent;
  readonly madeAt: number;
  sent: boolean;
}

const keyOf = (intent: KeptIntent): string => (intent.type === 'tap' ? intent.code : intent.id);

/** Connects by itself and again, until `leave`. */
export class Visitor {
  /** Fact ids of every tap ever made, and of those that the terminal called recorded. */
  readonly made = new Set<string>();
  readonly recorded = new Set<string>();
  readonly refused: string[] = [];
  state: GlassState | undefined;
  readonly #port: number;
  readonly #kept = new Map<string, Kept>();
  #socket: WebSocket | undefined;
  #again: NodeJS.Timeout | undefined;
  #left = false;

  constructor(port: number) {
    this.#port = port;
    this.#connect();
  }

  get connected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  get unrecorded(): number {
    return this.#kept.size;
  }

  /** Returns the receipt's code. */
  tap(level: Level, input: 'touch' | 'keyboard' = 'touch'): string {
    const code = mintReceiptCode((bytes) => randomFillSync(bytes));
    this.made.add(ratingIdOf(code));
    this.#keep({ type: 'tap', code, level, input, language: 'zh-Hant', ago: 0 });
    return code;
  }

  reason(code: string, reason: string, given = true): string {
    const id = newFactId();
    this.#keep({ type: 'reason', id, code, reason, given, ago: 0 });
    return id;
  }

  done(): void {
    if (this.connected) this.#socket?.send('{"type":"done"}');
  }

  leave(): void {
    this.#left = true;
    clearTimeout(this.#again);
    this.#socket?.terminate();
  }

  #keep(intent: KeptIntent): void {
    this.#kept.set(keyOf(intent), { intent, madeAt: performance.now(), sent: false });
    this.#pump();
  }

  #pump(): void {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return;
    let inFlight = [...this.#kept.values()].filter(({ sent }) => sent).length;
    for (const kept of this.#kept.values()) {
      if (inFlight >= MAX_IN_FLIGHT) return;
      if (kept.sent) continue;
      const ago = Math.floor(performance.now() - kept.madeAt);
      socket.send(JSON.stringify({ ...kept.intent, ago: ago < 50 ? 0 : ago }));
      kept.sent = true;
      inFlight++;
    }
  }

  #connect(): void {
    const here = `127.0.0.1:${this.#port}`;
    const socket = new WebSocket(`ws://${here}${GLASS_PATH}`, { origin: `http://${here}` });
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.on('open', () => {
      for (const kept of this.#kept.values()) kept.sent = false;
      this.#pump();
    });
    socket.on('message', (data) => this.#hear(String(data)));
    socket.on('close', () => {
      if (!this.#left) this.#again = setTimeout(() => this.#connect(), AGAIN_MS);
    });
  }

  #hear(text: string): void {
    const decoded = toGlass.text(text);
    if (!decoded.ok) throw new Error(`the terminal broke the protocol: ${text.slice(0, 200)}`);
    const message = decoded.value;
    if (message.type === 'state') this.state = message;
    if (message.type === 'refused') this.refused.push(`${message.path} ${message.message}`);
    if (message.type !== 'recorded') return;
    const kept = this.#kept.get(message.key);
    if (kept?.intent.type === 'tap') this.recorded.add(ratingIdOf(kept.intent.code));
    this.#kept.delete(message.key);
    this.#pump();
  }
}
