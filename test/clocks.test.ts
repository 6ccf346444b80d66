// Clocks that are a day wrong, and machines that booted without ever meeting the hub: every tap is put where it belongs.
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../shared/server/clock.ts';
import { newLog } from '../shared/server/log.ts';
import { DAY, HOUR } from '../shared/site-time.ts';
import { buildTerminal, type Terminal } from '../terminal-server/build-terminal.ts';
import { bookLine, Crowd } from './house/crowd.ts';
import { Dashboard } from './house/dashboard.ts';
import { type House, openHouse } from './house/house.ts';
import { type Journal, readJournal } from './house/journal.ts';
import { freePort } from './house/net.ts';
import { seeded } from './house/random.ts';
import { differences } from './house/recount.ts';
import { until } from './house/until.ts';
import { Visitor } from './house/visitor.ts';
import { compiled } from './root.ts';

let house: House | undefined;
const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
  await house?.close();
});

describe('clocks a day wrong', () => {
  it.each([
    ['fast', DAY],
    ['slow', -DAY],
  ])(
    '[T1][T2] puts the taps of a terminal whose clock is a day %s into their own minute',
    async (_how, off) => {
      house = await openHouse();
      const crowd = new Crowd(house, seeded());
      endings.push(() => crowd.leave());
      const terminal = await crowd.visitWire(house.areas.hall, off);
      // The hand-moved clock runs ahead of the day's: a tap before the first measurement would lie before `began`.
      await until('the clock is measured', () => terminal.outbox.clocks.length > 0);
      const began = Date.now();
      crowd.start();
      await until('a hundred taps', () => terminal.outbox.last > 100);
      const books = await crowd.settle();
      const ended = Date.now();
      const { taps } = await readJournal(house.hubData);
      console.log(bookLine(`clock off by ${off / DAY} day`, books));
      expect(books).toMatchObject({ stored: books.made, acknowledged: books.made, duplicates: 0, lost: 0 });
      for (const { at } of taps) {
        expect(at).toBeGreaterThanOrEqual(began - 1_000);
        expect(at).toBeLessThanOrEqual(ended);
      }
    },
    60_000,
  );

  it.each([
    ['fast', DAY],
    ['slow', -DAY],
  ])(
    '[T1][T2] puts the taps of a real terminal whose clock is a day %s into their own minute',
    async (_how, off) => {
      house = await openHouse();
      const began = Date.now();
      const { visitor } = await boot(house, 'only', off, await house.enrolmentCode(house.areas.hall));
      for (let tap = 0; tap < 20; tap++) visitor.tap(tap % 4 === 0 ? 1 : 4);
      const { taps } = await delivered(house, [visitor]);
      for (const { at, estimated } of taps) {
        expect(estimated).toBe(false);
        expect(at).toBeGreaterThanOrEqual(began - 2_000);
        expect(at).toBeLessThanOrEqual(Date.now());
      }
      await figuresAgree(house);
    },
    60_000,
  );
});

describe('a boot that never met the hub', () => {
  it('[T3] is put between its neighbours and marked, also when its clock was a day wrong', async () => {
    house = await openHouse();
    const first = await boot(house, 'first', 0, await house.enrolmentCode(house.areas.hall));
    first.visitor.tap(4);
    await delivered(house, [first.visitor]);
    await first.stop();
    const lastSeen = Date.now();

    await house.killHub();
    const away = await boot(house, 'away', -DAY);
    for (let tap = 0; tap < 5; tap++) away.visitor.tap(3);
    await until('the taps are recorded', () => away.visitor.unrecorded === 0);
    await away.stop();

    await house.startHub();
    const later = await boot(house, 'later', 0);
    const firstSeen = Date.now();
    later.visitor.tap(4);
    const journal = await delivered(house, [first.visitor, away.visitor, later.visitor]);
    const estimated = journal.taps.filter((tap) => tap.estimated);
    expect(new Set(estimated.map(({ id }) => id))).toEqual(away.visitor.made);
    for (const { at } of estimated) {
      // No earlier than the boot before was last known, no later than the boot after first met the hub.
      expect(at).toBeGreaterThanOrEqual(lastSeen - 60_000);
      expect(at).toBeLessThanOrEqual(firstSeen + 5_000);
    }
    await figuresAgree(house);
  }, 60_000);
});

/** A machine of its own, whose two clocks the test sets; all boots share one data folder. */
async function boot(
  house: House,
  name: string,
  wallOffMs: number,
  code?: string,
): Promise<{ visitor: Visitor; stop: () => Promise<void> }> {
  const port = await freePort();
  const began = performance.now() - HOUR;
  const clock: Clock = {
    boot: name,
    wall: () => Date.now() + wallOffMs,
    mono: () => Math.floor(performance.now() - began),
  };
  const built = await buildTerminal({
    config: {
      hub: house.url,
      ca: undefined,
      host: '127.0.0.1',
      port,
      data: join(house.folder, 'machine'),
      keepDays: 400,
    },
    clock,
    log: newLog('terminal', 'fatal'),
    pages: compiled('pages/kiosk-ui'),
  });
  if (!built.ok) throw new Error(built.error.message);
  const terminal: Terminal = built.value;
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= terminal.stop());
  endings.push(stop);
  const listening = await terminal.listen();
  if (!listening.ok) throw new Error(listening.error.message);
  if (code !== undefined && !(await terminal.enrol(code)).ok) throw new Error('not enrolled');
  const visitor = new Visitor(port);
  endings.push(() => visitor.leave());
  return { visitor, stop };
}

async function delivered(house: House, visitors: readonly Visitor[]): Promise<Journal> {
  const made = new Set(visitors.flatMap((visitor) => [...visitor.made]));
  let journal = await readJournal(house.hubData);
  await until('every tap is stored once', async () => {
    journal = await readJournal(house.hubData);
    return journal.taps.length === made.size && journal.taps.every(({ id }) => made.has(id));
  });
  return journal;
}

async function figuresAgree(house: House): Promise<void> {
  const dashboard = new Dashboard(house.session);
  endings.push(() => dashboard.leave());
  const journal = await readJournal(house.hubData);
  let found: string[] = [];
  const agree = (): boolean => {
    if (!dashboard.view) return false;
    found = differences(dashboard.view, journal, dashboard.now);
    return found.length === 0;
  };
  await until('every figure is right', agree, 10_000, () => found.join('\n'));
}
