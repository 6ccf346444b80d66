// Somebody who does not keep to any protocol: raw requests and sockets with whatever headers and bytes a test wants.
import { request } from 'node:http';
import { WebSocket } from 'ws';

export interface RawReply {
  readonly status: number;
  readonly text: string;
}

/** One HTTP request with exactly these headers; status 0 when the connection was closed without an answer. */
export function raw(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): Promise<RawReply> {
  return new Promise((resolve) => {
    const all = { host: `127.0.0.1:${port}`, ...headers, 'content-length': Buffer.byteLength(body) };
    const sent = request(
      { port, host: '127.0.0.1', method, path, headers: all, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          text += piece;
        });
        response.on('close', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    sent.on('error', () => resolve({ status: 0, text: '' }));
    sent.end(body);
  });
}

export interface SocketStory {
  /** The HTTP status when it was not even opened, else 101. */
  readonly status: number;
  readonly messages: readonly string[];
  /** Undefined when the other side kept it open until `enough`. */
  readonly closed: number | undefined;
}

export interface Attempt {
  readonly headers?: Record<string, string>;
  readonly origin?: string;
  readonly send?: readonly (string | Buffer)[];
  /** When the story is long enough; without it the other side has to close. */
  readonly enough?: (messages: readonly string[]) => boolean;
}

const LIMIT_MS = 15_000;

/** Opens a socket, sends what is given and tells what came back. @throws when neither an end nor enough came in 15 s */
export function attempt(
  url: string,
  { headers = {}, origin, send = [], enough }: Attempt = {},
): Promise<SocketStory> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers, ...(origin === undefined ? {} : { origin }) });
    const messages: string[] = [];
    let status = 101;
    const end = (closed: number | undefined): void => {
      clearTimeout(limit);
      socket.terminate();
      resolve({ status, messages, closed });
    };
    const limit = setTimeout(() => {
      socket.terminate();
      reject(new Error(`still open after ${LIMIT_MS} ms, heard: ${messages.join(' | ').slice(0, 500)}`));
    }, LIMIT_MS);
    socket.on('unexpected-response', (_request, response) => {
      status = response.statusCode ?? 0;
      end(undefined);
    });
    socket.on('error', () => undefined);
    socket.on('open', () => {
      for (const message of send) socket.send(message);
      if (enough?.(messages)) end(undefined);
    });
    socket.on('message', (data) => {
      messages.push(String(data));
      if (enough?.(messages)) end(undefined);
    });
    socket.on('close', (code) => end(code));
  });
}
