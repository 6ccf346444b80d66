// The terminal against a small hub that was built from the protocol's text: rules W, T and D, on real sockets.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newSigner } from '../../shared/server/keys.ts';
import { ratingIdOf } from '../../shared/server/receipt-code.ts';
import { DAY } from '../../shared/site-time.ts';
import { type HandClock, handClock } from '../hand-clock.ts';
import { samplePolicy } from '../sample-policy.ts';
import {
  newFolder,
  Page,
  type RunningTerminal,
  removeFolder,
  startTerminal,
  until,
} from '../test-terminal.ts';
import { FakeHub } from './fake-hub.ts';

let hub: FakeHub;
let data: string;
let hand: HandClock;
let running: RunningTerminal | undefined;
/** The hub's clock goes with the hand clock's monotonic one and is right. */
const HUB_ZERO = Date.UTC(2026, 2, 17, 2, 0);

beforeEach(async () => {
  data = newFolder();
  hand = handClock();
  hub = new FakeHub(samplePolicy(), () => HUB_ZERO + hand.clock.mono());
  await hub.start();
});
afterEach(async () => {
  await running?.terminal.stop();
  running = undefined;
  await hub.stop();
  removeFolder(data);
});

const start = async (): Promise<Page> => {
  const measured = () => hub.facts.filter(({ kind }) => kind === 'clockMeasured').length;
  const before = measured();
  running = await startTerminal(hub, data, hand);
  await until(() => measured() > before, 'connected');
  return Page.open(running.port);
};
const restart = async (next: HandClock = hand): Promise<Page> => {
  await running?.terminal.stop();
  hand = next;
  return start();
};
const ratings = () => hub.facts.filter(({ kind }) => kind === 'rated');
const drained = () => until(async () => (await running?.terminal.ready())?.waiting === 0, 'drained');
const ready = async () => {
  const status = await running?.terminal.ready();
  if (!status) throw new Error('not running');
  return status;
};
const reconnect = async (): Promise<void> => {
  await until(async () => !(await ready()).hub.connected, 'noticed');
  const greeted = hub.hellos.length;
  hand.advance(30_000);
  await until(() => hub.hellos.length > greeted && hub.isConnected, 'connected again');
};

/** Time passes while sockets are answered in between, as on a machine. */
const pass = async (ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 5_000) {
    hand.advance(5_000);
    await drained();
  }
};

describe('opening', () => {
  it('[W1] a hub with another key is left at once, and health says so', async () => {
    await start();
    await running?.terminal.stop();
    const pinned = hub.signer;
    hub.signer = newSigner();
    hub.hellos.length = 0;
    running = await startTerminal(hub, data, hand);
    await until(async () => (await ready()).hub.ending === 'wrongHubKey', 'wrong hub key');
    expect(hub.hellos).toEqual([]);
    hub.signer = pinned;
    hand.advance(60_000);
    await until(() => hub.isConnected, 'the right hub again');
  });

  it('[W1] a wrong signature under the right key is left as well', async () => {
    await start();
    hub.forgeChallenge = true;
    hub.cut();
    await until(async () => !(await ready()).hub.connected);
    hand.advance(1_000);
    await until(async () => (await ready()).hub.ending === 'wrongHubKey');
  });

  it('[W2] the hello names every outbox that is kept, oldest first, under a signature that holds', async () => {
    await start();
    await restart();
    await restart();
    const hello = hub.hellos.at(-1);
    expect(hello?.outboxes.length).toBeGreaterThanOrEqual(2);
    expect(hub.facts.find(({ kind }) => kind === 'outboxOpened')?.outbox).toBe(hello?.outboxes[0]?.id);
    expect(hub.problems).toEqual([]);
  });

  it('[F3] each start opens a new outbox that names the one before with its length and last hash', async () => {
    const page = await start();
    await page.tap(4);
    await drained();
    await restart();
    await drained();
    const opened = hub.facts.filter(({ kind }) => kind === 'outboxOpened');
    expect(opened.map(({ sequence }) => sequence)).toEqual([1, 1]);
    const first = opened[0]?.outbox ?? '';
    const length = hub.facts.filter(({ outbox }) => outbox === first).length;
    expect(opened[0]?.body['previous']).toBeNull();
    expect(opened[1]?.body['previous']).toMatchObject({ outbox: first, length });
  });
});

describe('facts up, acks down', () => {
  it('[W8] a tap reaches the hub once, with a chain that holds', async () => {
    const page = await start();
    const code = await page.tap(3);
    await drained();
    expect(ratings().map(({ id }) => id)).toEqual([ratingIdOf(code)]);
    expect(hub.problems).toEqual([]);
  });

  it('[W10] facts whose acknowledgement was lost are sent again and stored once', async () => {
    const page = await start();
    await drained();
    hub.ackFacts = false;
    await page.tap(4);
    await until(() => ratings().length === 1);
    expect((await ready()).waiting).toBeGreaterThan(0);
    hub.cut();
    hub.ackFacts = true;
    await reconnect();
    await drained();
    expect(ratings()).toHaveLength(1);
    expect(hub.problems).toEqual([]);
  });

  it('[W9] at most two batches are unacknowledged', async () => {
    const page = await start();
    await drained();
    hub.ackFacts = false;
    for (let n = 0; n < 6; n++) await page.tap(4);
    await until(() => hub.batches.length > 0 && hub.mostInFlight === 2);
    const sent = hub.batches.length;
    for (let n = 0; n < 3; n++) await page.tap(4);
    expect(hub.batches.length).toBe(sent);
    hub.releaseAcks();
    await drained();
    expect(ratings()).toHaveLength(9);
    expect(hub.mostInFlight).toBe(2);
  });

  it('[W5] a hub that was put back to an older database gets everything behind it again', async () => {
    const page = await start();
    for (let n = 0; n < 5; n++) await page.tap(2);
    await drained();
    const all = hub.facts.map(({ id }) => id);
    hub.cut();
    hub.forgetBehind(3);
    await reconnect();
    await until(() => hub.facts.length >= all.length);
    expect(hub.facts.slice(0, all.length).map(({ id }) => id)).toEqual(all);
    expect(hub.problems).toEqual([]);
  });

  it('[W11] an acknowledgement from before the batch makes the terminal send from there', async () => {
    const page = await start();
    for (let n = 0; n < 4; n++) await page.tap(4);
    await drained();
    const all = hub.facts.length;
    hub.forgetBehind(2);
    await page.tap(1);
    await until(() => hub.facts.length > all);
    expect(ratings()).toHaveLength(5);
    expect(hub.problems).toEqual([]);
  });

  it('[W13] an outbox that the hub refuses is set aside, shown, and new taps go on in a new one', async () => {
    const page = await start();
    await drained();
    const refused = hub.facts[0]?.outbox;
    hub.refuseOutbox = refused;
    await page.tap(4);
    await until(async () => (await ready()).hub.setAside.length === 1);
    expect((await ready()).hub.setAside).toEqual([{ outbox: refused, why: 'brokenChain' }]);
    const later = await page.tap(3);
    await until(() => ratings().some(({ id }) => id === ratingIdOf(later)));
    expect(ratings().every(({ outbox }) => outbox !== refused)).toBe(true);
  });

  it('[W7] a terminal that was replaced waits and comes back', async () => {
    await start();
    hub.say({ type: 'refuse', reason: 'replaced' });
    await until(async () => (await ready()).hub.ending === 'replaced');
    const greeted = hub.hellos.length;
    hand.advance(4_900);
    expect(hub.hellos.length).toBe(greeted);
    hand.advance(5_200);
    await until(() => hub.hellos.length > greeted);
  });

  it('taps go on while the hub is away for days, and all of them arrive', async () => {
    const page = await start();
    await drained();
    await hub.stop();
    for (let day = 0; day < 5; day++) {
      await page.tap(4);
      hand.advance(DAY);
    }
    await hub.start();
    hand.advance(30_000);
    await until(() => ratings().length === 5);
    await drained();
    expect(hub.problems).toEqual([]);
  });
});

describe('time', () => {
  it('[T1, T2] a terminal whose clock is a day wrong still tells when a tap was made', async () => {
    hand = handClock({ wall: HUB_ZERO - DAY });
    const page = await start();
    await drained();
    hand.advance(5_000);
    const at = hub.now();
    await page.tap(4);
    await drained();
    expect(ratings()[0]).toMatchObject({ at, how: 'measured' });
    expect((await ready()).clockOffsetMs).toBe(HUB_ZERO - DAY - HUB_ZERO - 1_000_000);
  });

  it('[T1] a clock measurement follows every ten minutes on an open socket', async () => {
    await start();
    await drained();
    const measured = () => hub.facts.filter(({ kind }) => kind === 'clockMeasured');
    expect(measured()).toHaveLength(1);
    await pass(590_000);
    expect(measured()).toHaveLength(1);
    // A round trip during which the hand moved the clock on is too long to count; a later one is taken.
    for (let steps = 0; steps < 1_000 && measured().length < 2; steps++) await pass(5_000);
    const [first, second] = measured();
    expect((second?.mono ?? 0) - (first?.mono ?? 0)).toBeGreaterThanOrEqual(600_000);
  });

  it('[T3] a boot that never met the hub is estimated between its neighbours and says so', async () => {
    let page = await start();
    await page.tap(4);
    await drained();
    await running?.terminal.stop();
    const lastKnown = hub.now();
    await hub.stop();
    const lonelyWall = hand.clock.wall() + 3_600_000;
    running = await startTerminal(hub, data, handClock({ boot: 'boot-2', wall: lonelyWall, mono: 5_000 }));
    page = await Page.open(running.port);
    const code = await page.tap(1);
    page.close();
    await running.terminal.stop();
    await hub.start();
    await restart(handClock({ boot: 'boot-3', wall: lonelyWall + 60_000, mono: 20_000 }));
    await drained();
    const rated = ratings().find(({ id }) => id === ratingIdOf(code));
    expect(rated?.how).toBe('estimated');
    const measured = hub.facts.find(({ kind, mono }) => kind === 'clockMeasured' && mono === 20_000);
    const nextKnown = Number(measured?.body['hub']);
    expect(rated?.at).toBe(Math.min(nextKnown, Math.max(lastKnown, nextKnown - 60_000)));
  });
});

describe('down', () => {
  it('[D1] a policy is kept for a start without the hub, and an older one is dropped', async () => {
    const page = await start();
    hub.setPolicy(samplePolicy({ version: 7, number: 99 }));
    await until(() => page.state?.policy?.version === 7);
    hub.setPolicy(samplePolicy({ version: 6, number: 1 }));
    await drained();
    await running?.terminal.stop();
    await hub.stop();
    running = await startTerminal(hub, data, hand);
    const again = await Page.open(running.port);
    expect(again.state?.policy).toMatchObject({ version: 7, number: 99 });
    expect(again.state?.screen).toEqual({ name: 'ask', night: false });
    await again.tap(4);
    await hub.start();
  });

  it('a terminal that is moved writes `placed` before the taps of its new area', async () => {
    const page = await start();
    hub.setPolicy(samplePolicy({ version: 2, area: 9 }));
    await until(() => page.state?.policy?.area === 9);
    await page.tap(4);
    await drained();
    const kinds = hub.facts.filter(({ kind }) => kind === 'placed' || kind === 'rated');
    expect(kinds.map(({ kind, body }) => [kind, body['area']])).toEqual([
      ['placed', 9],
      ['rated', 9],
    ]);
  });

  it('[D2] commands reach the page', async () => {
    const page = await start();
    hub.command('identify');
    hub.command('reload');
    await until(() => page.heard.some(({ type }) => type === 'reload'));
    expect(page.heard.some(({ type }) => type === 'identify')).toBe(true);
  });

  it('[D4] telemetry follows the welcome and each change of the glass, and every 15 s', async () => {
    await start();
    await until(() => hub.telemetry.some(({ glass }) => glass));
    const told = hub.telemetry.length;
    hand.advance(15_000);
    await until(() => hub.telemetry.length > told);
  });

  it.each(['retired', 'unknownTerminal', 'wrongSignature'] as const)(
    '[D5] after %s the terminal waits 60 s and tries again',
    async (reason) => {
      hub.refuseHello = reason;
      running = await startTerminal(hub, data, hand);
      await until(async () => (await ready()).hub.ending === reason);
      const greeted = hub.hellos.length;
      hand.advance(59_000);
      expect(hub.hellos.length).toBe(greeted);
      hub.refuseHello = undefined;
      hand.advance(1_000);
      await until(() => hub.isConnected);
    },
  );

  it('a message that is none of the protocol ends the connection, and the next one works', async () => {
    const page = await start();
    hub.say({ type: 'refuse', reason: 'malformed', detail: 'x'.repeat(201) });
    await until(async () => (await ready()).hub.ending === 'malformed');
    await reconnect();
    await page.tap(4);
    await drained();
  });
});

describe('seals', () => {
  it('[F5] the head is sealed within a minute after it moved, every ten minutes otherwise, and at shutdown', async () => {
    const page = await start();
    await page.tap(4);
    await pass(65_000);
    const seals = () => hub.facts.filter(({ kind }) => kind === 'sealed');
    await until(() => seals().length === 1);
    expect(seals()[0]?.body['through']).toBe((seals()[0]?.sequence ?? 0) - 1);
    await pass(300_000);
    expect(seals()).toHaveLength(1);
    await page.tap(4);
    const outbox = seals()[0]?.outbox;
    await restart();
    await drained();
    expect(seals().filter((seal) => seal.outbox === outbox)).toHaveLength(2);
  });
});
