// Between a terminal's socket and the journal: what a message means in each state of the session. Pure.
import type { Decoder } from '../../shared/decode.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import {
  type Facts,
  FactsSchema,
  type Hello,
  HelloSchema,
  helloBytes,
  MAX_MESSAGE,
  PROTOCOL,
  type Refusal,
  type Telemetry,
  TelemetrySchema,
  type ToHub,
} from '../../shared/wire.ts';
import type { EnrolledTerminal } from '../contracts.ts';
import { readRatings } from '../journal/read-ratings.ts';

/** [W2] */
export const HELLO_WITHIN_MS = 10_000;
/** [D5] */
export const PING_AFTER_MS = 30_000;
export const GIVE_UP_AFTER_MS = 45_000;

export type Session =
  | {
      readonly name: 'greeting';
      readonly terminal: string;
      readonly terminalNonce: string;
      readonly hubNonce: string;
      readonly since: number;
    }
  /** The hello holds; the marks of its outboxes are being read. */
  | { readonly name: 'welcoming'; readonly terminal: string }
  | { readonly name: 'open'; readonly terminal: string }
  | { readonly name: 'closed' };

export type Effect =
  /** Refused, and the socket ends behind it. `stranger`: it also counts against the address. */
  | { readonly do: 'refuse'; readonly reason: Refusal; readonly detail?: string; readonly stranger?: true }
  /** Refused as `unknownTerminal`: not known, or known and not approved yet; the administrator hears of it. */
  | { readonly do: 'tellUnknown'; readonly terminal: string }
  | { readonly do: 'welcome'; readonly hello: Hello }
  | { readonly do: 'take'; readonly facts: Facts }
  | { readonly do: 'keep'; readonly telemetry: Telemetry };

export interface Step {
  readonly session: Session;
  readonly effect: Effect;
}

export interface SessionDeps {
  terminal(id: string): EnrolledTerminal | undefined;
  isSignedBy(publicKey: string, bytes: Uint8Array, signature: string): boolean;
}

const CLOSED: Session = { name: 'closed' };
const refuse = (reason: Refusal, detail?: string): Step => ({
  session: CLOSED,
  effect: { do: 'refuse', reason, ...(detail === undefined ? {} : { detail }) },
});

const decoders: ReadonlyMap<unknown, Decoder<ToHub>> = new Map<unknown, Decoder<ToHub>>([
  ['hello', compiledDecoder(HelloSchema)],
  ['facts', compiledDecoder(FactsSchema)],
  ['telemetry', compiledDecoder(TelemetrySchema)],
]);

interface Unreadable {
  readonly reason: 'tooLarge' | 'malformed';
  readonly detail: string;
}

/** [W16] One message's text. */
export function decodeMessage(text: string): Result<ToHub, Unreadable> {
  if (text.length > MAX_MESSAGE)
    return fail({ reason: 'tooLarge', detail: `over ${MAX_MESSAGE} characters` });
  const ratings = readRatings(text);
  if (ratings) return ok(ratings);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return fail({ reason: 'malformed', detail: 'is not JSON' });
  }
  const type = typeof parsed === 'object' && parsed !== null && 'type' in parsed ? parsed.type : undefined;
  const decoder = decoders.get(type);
  if (!decoder) return fail({ reason: 'malformed', detail: '/type is unknown' });
  const decoded = decoder.value(parsed);
  if (decoded.ok) return decoded;
  return fail({ reason: 'malformed', detail: `${decoded.error.path} ${decoded.error.message}` });
}

/** A text came. `undefined`: nothing to do any more. */
export function onText(session: Session, text: string, deps: SessionDeps): Step | undefined {
  if (session.name === 'closed') return undefined;
  const decoded = decodeMessage(text);
  if (!decoded.ok) return refuse(decoded.error.reason, decoded.error.detail);
  const message = decoded.value;
  switch (session.name) {
    case 'greeting':
      return message.type === 'hello' ? onHello(session, message, deps) : refuse('outOfTurn');
    case 'welcoming':
      return refuse('outOfTurn');
    case 'open':
      if (message.type === 'facts') return { session, effect: { do: 'take', facts: message } };
      if (message.type === 'telemetry') return { session, effect: { do: 'keep', telemetry: message } };
      return refuse('outOfTurn');
  }
}

/** [W2][W3][E2] The signature is checked before anything is told about approval: only the key's owner learns of it. */
function onHello(session: Session & { name: 'greeting' }, hello: Hello, deps: SessionDeps): Step {
  const stranger = (reason: Refusal): Step => ({
    session: CLOSED,
    effect: { do: 'refuse', reason, stranger: true },
  });
  if (hello.protocol !== PROTOCOL) return refuse('protocol', `speaks ${PROTOCOL}`);
  if (hello.terminal !== session.terminal) return refuse('malformed', '/terminal is not the one that called');
  const terminal = deps.terminal(hello.terminal);
  if (!terminal) return { session: CLOSED, effect: { do: 'tellUnknown', terminal: hello.terminal } };
  const { terminalNonce, hubNonce } = session;
  const bytes = helloBytes(hello.terminal, terminalNonce, hubNonce, hello.outboxes);
  if (!deps.isSignedBy(terminal.publicKey, bytes, hello.signature)) return stranger('wrongSignature');
  if (terminal.retiredAt !== null) return refuse('retired');
  if (!terminal.approved) return { session: CLOSED, effect: { do: 'tellUnknown', terminal: hello.terminal } };
  return { session: { name: 'welcoming', terminal: terminal.id }, effect: { do: 'welcome', hello } };
}

export type Silence = 'none' | 'ping' | 'giveUp';

/** [W2][D5] What a socket's silence asks for. */
export function onSilence(session: Session, heardAt: number, now: number): Silence {
  if (session.name === 'closed') return 'giveUp';
  if (session.name === 'greeting') return now - session.since >= HELLO_WITHIN_MS ? 'giveUp' : 'none';
  const silent = now - heardAt;
  return silent >= GIVE_UP_AFTER_MS ? 'giveUp' : silent >= PING_AFTER_MS ? 'ping' : 'none';
}
