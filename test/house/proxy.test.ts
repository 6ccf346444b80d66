// The fault tests stand on this proxy: it must cut where it says.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startProxy, type Wire } from './proxy.ts';
import { until } from './until.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function behindProxy(): Promise<{ proxy: Wire; received: () => string; open: () => Promise<Socket> }> {
  let received = '';
  const target = createServer((socket) => {
    socket.on('data', (data) => {
      received += String(data);
    });
    socket.on('error', () => undefined);
  });
  await once(target.listen(0, '127.0.0.1'), 'listening');
  const address = target.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  closing.push(() => new Promise((resolve) => target.close(resolve)));
  const proxy = await startProxy(() => port);
  closing.push(() => proxy.close());
  const open = async (): Promise<Socket> => {
    const socket = connect(proxy.port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  };
  return { proxy, received: () => received, open };
}

describe('the wire that can be cut', () => {
  it('passes on exactly the bytes up to the cut and not one more', async () => {
    const { proxy, received, open } = await behindProxy();
    proxy.cutAfter(7, 'toHub');
    const socket = await open();
    const closed = once(socket, 'close');
    socket.write('hello, hub');
    await closed;
    await until('seven bytes arrived', () => received() === 'hello, ');
  });

  it('keeps a frozen connection open, passes nothing, and everything once mended', async () => {
    const { proxy, received, open } = await behindProxy();
    const socket = await open();
    await until('the connection stands', () => proxy.connections === 1);
    proxy.freeze();
    await new Promise((resolve) => socket.write('later', resolve));
    expect(received()).toBe('');
    expect(proxy.connections).toBe(1);
    proxy.mend();
    await until('it arrived', () => received() === 'later');
  });

  it('takes no connection while cut', async () => {
    const { proxy, open } = await behindProxy();
    proxy.cut();
    await expect(open().then((socket) => once(socket, 'close'))).rejects.toThrow('ECONNRESET');
    proxy.mend();
    const again = await open();
    await until('the connection stands', () => proxy.connections === 1);
    again.destroy();
  });
});
