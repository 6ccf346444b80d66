// Targets 1 to 6: how much the hub takes in, against what the machine could do at most in the same run.
import type { ChildProcess } from 'node:child_process';
import { Agent, request } from 'node:http';
import { compiled } from '../root.ts';
import type { Generator } from './generator.ts';
import type { HubUnderTest } from './hub-under-test.ts';
import {
  fsyncProbe,
  helper,
  median,
  pause,
  peakResidentBytes,
  processorSeconds,
  resetPeak,
  residentBytes,
} from './machine.ts';
import { type Hand, rawSqlite } from './raw-sqlite.ts';
import { atLeast, atMost, type Outcome, thousands } from './report.ts';

const MEGABYTE = 1_000_000;
/** Plays `ROUNDS` times; also tells what a rating cost the hub, which other work on the machine blurs less than rates. */
async function playRounds(
  { generator, hub }: Bench,
  messages: number,
  ratings: number,
): Promise<{ rate: number; p50Ms: number; costUs: number }> {
  const rates: number[] = [];
  const p50s: number[] = [];
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const used = processorSeconds(hub.pid);
    const played = await generator.play(messages, ratings, { window: WINDOW, perSecond: 0 });
    rates.push(played.ratingsPerSecond);
    p50s.push(played.p50Ms);
    costs.push(((processorSeconds(hub.pid) - used) / played.ratings) * 1e6);
  }
  return { rate: median(rates), p50Ms: median(p50s), costUs: median(costs) };
}

/** As many unacknowledged batches as the protocol allows a terminal [W9]. */
const WINDOW = 2;
const ROUNDS = 3;

export interface Bench {
  readonly generator: Generator;
  readonly hub: HubUnderTest;
  readonly folder: string;
}

async function listening(child: ChildProcess): Promise<number> {
  const message = await new Promise<unknown>((resolve) => child.once('message', resolve));
  if (typeof message !== 'object' || message === null || !('port' in message)) throw new Error('no port');
  return Number(message.port);
}

const place = ({ hub }: Bench) => ({ area: hub.area, areas: hub.areas });

const SINGLE = { terminals: 500, messages: 200 };

/** Messages per second of the bare echo, same generator and messages. */
async function echoCeiling(bench: Bench): Promise<number[]> {
  const echo = helper(compiled('test/bench/echo.js'));
  const url = `ws://127.0.0.1:${await listening(echo)}`;
  const ratings = SINGLE.messages * ROUNDS;
  await bench.generator.connect({
    url,
    from: 0,
    count: SINGLE.terminals,
    greet: false,
    ratings,
    ...place(bench),
  });
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const played = await bench.generator.play(SINGLE.messages, 1, { window: WINDOW, perSecond: 0 });
    rates.push(played.messagesPerSecond);
  }
  await bench.generator.close();
  echo.disconnect();
  return rates;
}

async function connectToHub(bench: Bench, from: number, count: number, ratings: number): Promise<void> {
  await bench.generator.connect({
    url: bench.hub.house.url,
    from,
    count,
    greet: true,
    ratings,
    ...place(bench),
  });
}

/** Posts per second over 64 kept-alive connections. */
async function httpPeer(): Promise<number> {
  const peer = helper(compiled('test/bench/http-peer.js'));
  const port = await listening(peer);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const body = JSON.stringify({ area: 3, level: 4, language: 'zh-Hant', at: Date.now() });
  const post = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      request({ host: '127.0.0.1', port, method: 'POST', agent, headers }, (response) => {
        response.resume().on('end', resolve);
      })
        .on('error', reject)
        .end(body);
    });
  const started = performance.now();
  let posted = 0;
  const visitor = async (): Promise<void> => {
    while (performance.now() - started < 3_000) {
      await post();
      posted++;
    }
  };
  await Promise.all(Array.from({ length: 64 }, visitor));
  const rate = posted / ((performance.now() - started) / 1000);
  agent.destroy();
  peer.disconnect();
  return rate;
}

/** Targets 1 and 3. */
export async function singles(bench: Bench): Promise<Outcome[]> {
  const ceiling = median(await echoCeiling(bench));
  await connectToHub(bench, 0, SINGLE.terminals, SINGLE.messages * ROUNDS);
  const { rate, p50Ms, costUs } = await playRounds(bench, SINGLE.messages, 1);
  await bench.generator.close();
  const peer = await httpPeer();
  const detail = `${thousands(rate)} of ${thousands(ceiling)}, p50 ${p50Ms.toFixed(1)} ms, hub ${costUs.toFixed(0)} µs each`;
  return [
    atLeast('1', 'single ratings, 500 terminals ÷ bare ws echo', rate / ceiling, 0.6, detail),
    atLeast('3', 'single ratings ÷ HTTP POST into SQLite', rate / peer, 7, `peer ${thousands(peer)}`),
  ];
}

/** Target 2. The ceiling is the better of two ways to hand rows to SQLite, at the hub's largest commit. */
export async function batches(bench: Bench): Promise<Outcome[]> {
  const hands: Hand[] = ['runs', 'json'];
  const ceilings = new Map<Hand, number>();
  for (const hand of hands) {
    const rates = [];
    for (let round = 0; round < ROUNDS; round++)
      rates.push(await rawSqlite(bench.folder, hand, 5_000, 100_000));
    ceilings.set(hand, median(rates));
  }
  const ceiling = Math.max(...ceilings.values());
  await connectToHub(bench, 500, 500, 50 * 10 * ROUNDS);
  const { rate, costUs } = await playRounds(bench, 10, 50);
  await bench.generator.close();
  const detail = `${thousands(rate)} of ${thousands(ceiling)}, hub ${costUs.toFixed(1)} µs each; runs of 50 ${thousands(ceilings.get('runs') ?? 0)}, json_each ${thousands(ceilings.get('json') ?? 0)}`;
  return [
    atLeast('2', 'batches of 50 ÷ raw SQLite, unique index, 5,000 a commit', rate / ceiling, 0.4, detail),
  ];
}

/** Target 4. */
export async function paced(bench: Bench): Promise<Outcome[]> {
  const terminals = 2_000;
  const messages = 10;
  await connectToHub(bench, 1_000, terminals, messages);
  const fsync = fsyncProbe(bench.folder);
  const used = processorSeconds(bench.hub.pid);
  const played = await bench.generator.play(messages, 1, { window: 0, perSecond: 2_000 });
  const seconds = played.ratings / played.ratingsPerSecond;
  const cores = (processorSeconds(bench.hub.pid) - used) / seconds;
  const after = fsyncProbe(bench.folder);
  await bench.generator.close();
  const p50 = 2 * Math.max(fsync, after) + 0.5;
  const rate = `${played.ratingsPerSecond.toFixed(0)}/s`;
  return [
    atMost('4', '2,000 ratings/s from 2,000 terminals, p50 (2 × fsync + 0.5)', played.p50Ms, p50, 'ms', rate),
    atMost('4', '… p99', played.p99Ms, 10, 'ms', `most ${played.maxMs.toFixed(1)}`),
    atMost('4', '… processor of the hub', cores, 0.5, 'cores'),
  ];
}

/** Target 5; wants a hub that was just started. */
export async function idle(bench: Bench): Promise<Outcome[]> {
  const terminals = 10_000;
  await pause(2_000);
  const before = residentBytes(bench.hub.pid);
  await connectToHub(bench, 0, terminals, 0);
  await pause(3_000);
  const after = residentBytes(bench.hub.pid);
  await bench.generator.close();
  const each = (after - before) / terminals / 1000;
  const detail = `${(before / MEGABYTE).toFixed(0)} MB before they came`;
  return [
    atMost('5', '10,000 idle terminals, each', each, 20, 'kB', detail),
    atMost('5', '… the hub', after / MEGABYTE, 250, 'MB'),
  ];
}

/** Target 6: terminals that break [W9] and send twice what the hub can take, whatever it acknowledges. */
export async function overload(bench: Bench): Promise<Outcome[]> {
  const messages = 200;
  await connectToHub(bench, 3_000, 500, messages * (1 + ROUNDS));
  const { rate: peak } = await playRounds(bench, messages, 1);
  resetPeak(bench.hub.pid);
  const before = residentBytes(bench.hub.pid);
  const flooded = await bench.generator.play(messages, 1, { window: 0, perSecond: 2 * peak });
  const grown = (peakResidentBytes(bench.hub.pid) - before) / MEGABYTE;
  await bench.generator.close();
  const detail = `${thousands(flooded.ratingsPerSecond)} of ${thousands(peak)} when ${thousands(2 * peak)} were offered`;
  return [
    atLeast('6', 'twice the capacity offered ÷ peak', flooded.ratingsPerSecond / peak, 0.85, detail),
    atMost('6', '… the hub grows meanwhile by', grown, 150, 'MB'),
  ];
}
