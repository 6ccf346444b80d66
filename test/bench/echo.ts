// Ceiling 1, a process of its own: a bare `ws` server that parses each message and answers with a short acknowledgement.
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    // Unchecked on purpose: the ceiling is what `ws` and JSON cost alone.
    const message: { outbox: string; facts: { sequence: number }[] } = JSON.parse(String(data));
    const through = message.facts.at(-1)?.sequence ?? 0;
    socket.send(`{"type":"ack","outbox":"${message.outbox}","through":${through}}`);
  });
});
server.on('listening', () => {
  const address = server.address();
  process.send?.({ is: 'listening', port: typeof address === 'object' && address ? address.port : 0 });
});
process.on('disconnect', () => process.exit(0));
