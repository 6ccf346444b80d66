// In the load generator: sends prepared messages at a pace, or as fast as they are acknowledged, and times every answer.
import type { WebSocket } from 'ws';
import { toTerminal } from '../wire-client.ts';
import type { Played } from './commands.ts';
import type { Message, Tape } from './tape.ts';

export interface Station {
  readonly socket: WebSocket;
  readonly tape: Tape;
  /** What the next play sends. */
  messages: readonly Message[];
}

/** Nothing was acknowledged for so long: the run is over, and lost. */
const STALL_MS = 20_000;

interface Seat {
  readonly station: Station;
  readonly sentAt: number[];
  sent: number;
  acked: number;
}

const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

class Tally {
  /** Time and running count at each acknowledgement. */
  readonly times: number[] = [];
  readonly latencies: number[] = [];
  readonly ratings: number[] = [];

  add(now: number, latency: number, ratings: number): void {
    this.times.push(now);
    this.latencies.push(latency);
    this.ratings.push(ratings);
  }

  result(): Played {
    const count = this.times.length;
    const from = Math.floor(count * 0.1);
    const until = Math.floor(count * 0.9);
    const seconds = ((this.times[until] ?? 0) - (this.times[from] ?? 0)) / 1000;
    const middle = this.ratings.slice(from, until).reduce((sum, each) => sum + each, 0);
    const sorted = Float64Array.from(this.latencies.slice(from, until)).sort();
    return {
      is: 'played',
      ratingsPerSecond: middle / seconds,
      messagesPerSecond: (until - from) / seconds,
      p50Ms: quantile(sorted, 0.5),
      p99Ms: quantile(sorted, 0.99),
      maxMs: quantile(sorted, 1),
      ratings: this.ratings.reduce((sum, each) => sum + each, 0),
    };
  }
}

function send(seat: Seat): boolean {
  const message = seat.station.messages[seat.sent];
  if (!message) return false;
  seat.sentAt.push(performance.now());
  seat.sent++;
  seat.station.socket.send(message.text);
  return true;
}

/** Everything through that sequence is acknowledged. */
function acknowledge(seat: Seat, through: number, tally: Tally): void {
  const now = performance.now();
  for (;;) {
    const message = seat.station.messages[seat.acked];
    if (!message || message.through > through || seat.acked >= seat.sent) return;
    tally.add(now, now - (seat.sentAt[seat.acked] ?? now), message.ratings);
    seat.acked++;
  }
}

/** Sends `perSecond` messages a second, seats in turn, without regard to acknowledgements. */
function pace(seats: readonly Seat[], perSecond: number): () => void {
  const started = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - started) / 1000) * perSecond;
    for (; sent < due; sent++) {
      const seat = seats[sent % seats.length];
      if (!seat || !send(seat)) return clearInterval(timer);
    }
  }, 1);
  return () => clearInterval(timer);
}

/** @param options `window` messages in flight per station, or `perSecond` over all of them */
export function play(
  stations: readonly Station[],
  { window, perSecond }: { readonly window: number; readonly perSecond: number },
): Promise<Played> {
  const tally = new Tally();
  const seats = stations.map((station): Seat => ({ station, sentAt: [], sent: 0, acked: 0 }));
  const total = stations.reduce((sum, { messages }) => sum + messages.length, 0);
  return new Promise((resolve, reject) => {
    let stop = (): void => undefined;
    let lastCount = -1;
    const end = (settle: () => void): void => {
      stop();
      clearInterval(watch);
      for (const { station } of seats)
        station.socket.removeAllListeners('message').removeAllListeners('close');
      settle();
    };
    const watch = setInterval(() => {
      const count = tally.times.length;
      if (count === lastCount) end(() => reject(new Error(`stalled at ${count} of ${total} messages`)));
      lastCount = count;
    }, STALL_MS);
    for (const seat of seats) {
      seat.station.socket.on('close', () => end(() => reject(new Error('the other side closed a socket'))));
      seat.station.socket.on('message', (data) => {
        const decoded = toTerminal.text(String(data));
        if (!decoded.ok) return end(() => reject(new Error(`not of the protocol: ${String(data)}`)));
        if (decoded.value.type === 'refuse')
          return end(() => reject(new Error(`refused while playing: ${String(data)}`)));
        if (decoded.value.type !== 'ack') return;
        acknowledge(seat, decoded.value.through, tally);
        if (perSecond === 0) while (seat.sent - seat.acked < window && send(seat));
        if (tally.times.length === total) end(() => resolve(tally.result()));
      });
    }
    if (perSecond > 0) stop = pace(seats, perSecond);
    else for (const seat of seats) for (let i = 0; i < window; i++) send(seat);
  });
}
