// The terminals' door: Fastify's websocket route, handed on to the uplink.
import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { RawData, WebSocket } from 'ws';
import { NameSchema, NonceSchema } from '../../shared/id.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import { MAX_MESSAGE, UPLINK_PATH } from '../../shared/wire.ts';
import type { UplinkEvents, UplinkSocket } from './connection.ts';
import type { Uplink } from './uplink.ts';

/** A UTF-16 unit takes at most four bytes' worth here; longer frames are ended by the socket itself. */
const MAX_PAYLOAD_BYTES = MAX_MESSAGE * 4;
const TOO_LONG = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';

const query = compiledDecoder(Type.Object({ terminal: NameSchema, nonce: NonceSchema }));

const textOf = (data: RawData): string =>
  Buffer.isBuffer(data)
    ? data.toString()
    : Array.isArray(data)
      ? Buffer.concat(data).toString()
      : Buffer.from(data).toString();

const socketOf = (socket: WebSocket): UplinkSocket => ({
  send: (text) => socket.send(text),
  close: (code, reason) => socket.close(code, reason),
  terminate: () => socket.terminate(),
  ping: () => socket.ping(),
  pause: () => socket.pause(),
  resume: () => socket.resume(),
});

/** Handlers are attached before anything is awaited: a message that comes at once must not be lost. */
function attach(socket: WebSocket, events: UplinkEvents): void {
  socket.on('message', (data, isBinary) => {
    if (isBinary) events.unreadable('malformed');
    else events.text(textOf(data));
  });
  socket.on('pong', () => events.pong());
  socket.on('close', () => events.closed());
  socket.on('error', (error) => {
    if ('code' in error && error.code === TOO_LONG) events.unreadable('tooLarge');
    socket.terminate();
  });
}

/** Adds the route. Browsers are sent away: a terminal names no Origin, and no page has any business here. */
export async function registerUplinkRoute(app: FastifyInstance, uplink: Uplink): Promise<void> {
  if (!app.hasDecorator('websocketServer')) {
    await app.register(websocket, { options: { perMessageDeflate: false, maxPayload: MAX_PAYLOAD_BYTES } });
  }
  app.route({
    method: 'GET',
    url: UPLINK_PATH,
    schema: { hide: true },
    config: { rateLimit: false },
    onRequest: async (request, reply) => {
      if (request.headers.origin !== undefined) {
        await reply
          .code(403)
          .send({ reason: 'forbidden', path: '', message: 'this is the door of terminals' });
      }
    },
    preHandler: (request, reply, done) => {
      // The response would hang on its socket, with request and headers, for as long as the terminal stays connected.
      if (request.ws) reply.raw.detachSocket(request.raw.socket);
      done();
    },
    handler: async (_request, reply) =>
      reply.code(426).send({ reason: 'invalid', path: '', message: 'speaks WebSocket only' }),
    wsHandler: (socket, request) => {
      // The plugin's listener does no more than `attach` does, and would keep request and response as well.
      socket.removeAllListeners('error');
      const called = query.value(request.query);
      if (!called.ok) {
        socket.on('error', () => socket.terminate());
        return uplink.turnAway(socketOf(socket), 'malformed');
      }
      attach(socket, uplink.connect(socketOf(socket), request.ip, called.value.terminal, called.value.nonce));
    },
  });
}
