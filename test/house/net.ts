// Ports of the loopback that nobody listens on.
import { createServer } from 'node:net';

const isFree = (port: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });

/**
 * For each run length the first of that many neighbouring free ports, e.g. `[1, 2]` gives one port and the first of two.
 * Below the range from which the system gives ports to clients, so that no connection takes one before it is used.
 */
export async function freePorts(runs: readonly number[]): Promise<number[]> {
  const firsts: number[] = [];
  while (firsts.length < runs.length) {
    const length = runs[firsts.length] ?? 1;
    const first = 12_000 + Math.floor(Math.random() * 18_000);
    const run = Array.from({ length }, (_, index) => first + index);
    const free = await Promise.all(run.map(isFree));
    if (free.every((port) => port !== undefined)) firsts.push(first);
  }
  return firsts;
}

export async function freePort(): Promise<number> {
  const [port] = await freePorts([1]);
  if (port === undefined) throw new Error('no free port');
  return port;
}
