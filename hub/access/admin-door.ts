// A local socket in the data folder, by which the command `admin-link` asks the running hub, the only one that writes.
import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { Type } from 'typebox';
import { fail, ok, type Result } from '../../shared/result.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import type { Log } from '../../shared/server/log.ts';

const QUESTION = 'administrator link\n';
const answer = compiledDecoder(Type.Object({ url: Type.String() }, { additionalProperties: false }));
const WAIT_MS = 5_000;

export interface AdminDoor {
  close(): Promise<void>;
}

/** Only who may enter the data folder may ask. A folder whose path is too long for a socket has no door; the log says so. */
export async function openAdminDoor(path: string, log: Log, link: () => Promise<string>): Promise<AdminDoor> {
  const server = createServer((socket) => {
    let heard = '';
    socket.setTimeout(WAIT_MS, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      heard += bytes.toString();
      if (heard.length > 100) return socket.destroy();
      if (heard !== QUESTION) return;
      link().then(
        (url) => socket.end(JSON.stringify({ url })),
        (error: unknown) => {
          log.error({ error }, 'no administrator link could be made');
          socket.destroy();
        },
      );
    });
  });
  // The folder's lock is held, so that a socket found there is a dead hub's.
  rmSync(path, { force: true });
  const open = await new Promise<boolean>((resolve) => {
    server.once('error', (error) => {
      log.warn({ error }, 'the command admin-link will work only while the hub is stopped');
      resolve(false);
    });
    server.listen(path, () => resolve(true));
  });
  if (!open) return { close: () => Promise.resolve() };
  chmodSync(path, 0o600);
  return { close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Asks the hub that runs on the folder. */
export function askAdminDoor(path: string): Promise<Result<string, 'noAnswer'>> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(path, () => socket.write(QUESTION));
    socket.setTimeout(WAIT_MS, () => socket.destroy());
    socket.on('data', (bytes) => {
      heard += bytes.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      const decoded = answer.text(heard);
      resolve(decoded.ok ? ok(decoded.value.url) : fail('noAnswer'));
    });
  });
}
