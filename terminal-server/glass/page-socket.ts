// One page's socket: decodes what it says, answers it, and slows or ends what no hand could type.
import type { WebSocket } from 'ws';
import { IntentSchema, MAX_GLASS_MESSAGE, type ToGlass } from '../../shared/glass.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import type { Log } from '../../shared/server/log.ts';
import type { Session } from '../session/session.ts';
import type { Timers } from '../timers.ts';
import { type Bucket, type BucketLimit, fullBucket, OF_THE_MOMENT, take, WARNED } from './flood.ts';

const decode = compiledDecoder(IntentSchema, MAX_GLASS_MESSAGE);

/** WebSocket close codes (RFC 6455). */
const POLICY = 1008;
const TOO_LARGE = 1009;
const PAUSE_MS = 200;

export interface PageSocketDeps {
  readonly session: Session;
  readonly timers: Timers;
  readonly log: Log;
  readonly mono: () => number;
  /** Takes one from what all pages together may keep; true when it came too fast. */
  readonly isKeptTooFast: () => boolean;
  readonly onSeen: () => void;
  readonly onRefused: (reason: 'malformed' | 'tooLarge' | 'tooFast') => void;
}

/** Sends the whole state at once [G2] and answers until the socket closes. */
export function servePage(socket: WebSocket, deps: PageSocketDeps): void {
  const say = (message: ToGlass): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  let moment: Bucket = fullBucket(OF_THE_MOMENT, deps.mono());
  const isFlood = (limit: BucketLimit): boolean => {
    moment = take(moment, limit, deps.mono());
    if (moment.tokens >= 0) return false;
    deps.onRefused('tooFast');
    if (moment.tokens > -2) say({ type: 'refused', path: '', message: 'tooFast: slow down' });
    if (moment.tokens < -WARNED) socket.close(POLICY, 'tooFast');
    return true;
  };
  socket.on('error', (error) => {
    if ('code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') deps.onRefused('tooLarge');
    deps.log.debug({ reason: error.message }, 'a page broke off');
  });
  socket.on('message', (data, isBinary) => {
    if (socket.readyState !== socket.OPEN) return;
    const decoded = decode.text(isBinary ? '' : data.toString());
    if (!decoded.ok) {
      const { reason, path, message } = decoded.error;
      if (isFlood(OF_THE_MOMENT)) return;
      deps.onRefused(reason === 'tooLarge' ? 'tooLarge' : 'malformed');
      say({ type: 'refused', path: path.slice(0, 200), message: message.slice(0, 200) });
      if (reason === 'tooLarge') socket.close(TOO_LARGE, 'tooLarge');
      return;
    }
    const intent = decoded.value;
    deps.onSeen();
    if (intent.type === 'tap' || intent.type === 'reason') {
      if (deps.isKeptTooFast()) slowDown(socket, deps.timers);
    } else if (isFlood(OF_THE_MOMENT)) {
      return;
    }
    deps.session.handle(intent).then(
      (answer) => answer && say(answer),
      (error: unknown) => {
        deps.log.error({ error }, 'an intent could not be handled');
        socket.close(1011);
      },
    );
  });
  say(deps.session.state());
}

/** Nothing that was tapped is dropped: the socket is read more slowly instead. */
function slowDown(socket: WebSocket, timers: Timers): void {
  if (socket.isPaused) return;
  socket.pause();
  timers.after(PAUSE_MS, () => socket.resume());
}
