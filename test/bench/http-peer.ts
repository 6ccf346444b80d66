// Target 3's peer, a process of its own: what survey tools do. Each rating is one HTTP POST and one durable row.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../shared/server/sqlite.ts';

const folder = mkdtempSync(join(process.env['CHIME_BENCH_FOLDER'] ?? tmpdir(), 'http-peer-'));
const database = await openDatabase(join(folder, 'peer.db'));
await database.exec('CREATE TABLE rating (number INTEGER PRIMARY KEY, at INTEGER, body TEXT)');

const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  request.on('end', () => {
    const body = JSON.stringify(JSON.parse(text));
    database
      .run('INSERT INTO rating (at, body) VALUES (?, ?)', [Date.now(), body])
      .then(() => response.writeHead(204).end());
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ is: 'listening', port: typeof address === 'object' && address ? address.port : 0 });
});
process.on('disconnect', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});
