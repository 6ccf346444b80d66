// Hub, terminals and wire are killed, cut and stopped at random moments while visitors tap: not one tap is lost or counted twice.
import { afterEach, describe, expect, it } from 'vitest';
import { ReplayReportSchema, VerifyReportSchema } from '../shared/api.ts';
import { bookLine, Crowd } from './house/crowd.ts';
import { type House, openHouse } from './house/house.ts';
import { kill } from './house/program.ts';
import { type Random, seeded } from './house/random.ts';
import { pause, until } from './house/until.ts';

const ROUNDS = 35;

let house: House | undefined;
let crowd: Crowd | undefined;
afterEach(async () => {
  crowd?.leave();
  await house?.close();
});

/** One after the other, a random moment apart; each is a new process, which also begins anew with its waits [D5]. */
async function killTerminals(house: House, random: Random): Promise<void> {
  for (const terminal of house.terminals) {
    await kill(terminal.program, 'SIGKILL');
    await pause(random.whole(0, 100));
  }
  await Promise.all(house.terminals.map((terminal) => house.startTerminal(terminal)));
}

/**
 * What is done to the house in one round; each leaves everything running again. Terminals that were cut off again and
 * again wait longer each time, so that their own deaths stand between the others.
 */
const FAULTS: Readonly<Record<string, (house: House, crowd: Crowd, random: Random) => Promise<void>>> = {
  'hub killed': async (house, crowd) => {
    await house.killHub();
    await crowd.acknowledgedAreStored();
    await house.startHub();
  },
  'terminals killed': (house, _crowd, random) => killTerminals(house, random),
  'network cut': async (house, _crowd, random) => {
    house.wire.cut();
    await pause(random.whole(20, 400));
    house.wire.mend();
  },
  'hub killed twice, the second time while starting': async (house, crowd, random) => {
    await house.killHub();
    const starting = house.startHub().catch(() => undefined);
    await pause(random.whole(50, 400));
    await house.killHub();
    await starting;
    await crowd.acknowledgedAreStored();
    await house.startHub();
  },
  'hub and terminals killed': async (house, crowd, random) => {
    await house.killHub();
    await crowd.acknowledgedAreStored();
    await Promise.all([killTerminals(house, random), house.startHub()]);
  },
  'hub stopped and continued': async (house, _crowd, random) => {
    house.hub.kill('SIGSTOP');
    await pause(random.whole(100, 800));
    house.hub.kill('SIGCONT');
  },
  'network frozen, then cut': async (house, _crowd, random) => {
    house.wire.freeze();
    await pause(random.whole(20, 400));
    house.wire.cut();
    house.wire.mend();
  },
};

async function furnish(random: Random): Promise<{ house: House; crowd: Crowd }> {
  house = await openHouse();
  crowd = new Crowd(house, random);
  const hall = await house.addTerminal(house.areas.hall);
  const restroom = await house.addTerminal(house.areas.restroom);
  crowd.visit(hall.port);
  crowd.visit(restroom.port);
  await crowd.visitWire(house.areas.hall);
  await crowd.visitWire(house.areas.restroom);
  return { house, crowd };
}

describe('random faults under continuous tapping', () => {
  it(`[W5][W10][W11][G3] loses nothing and counts nothing twice in ${ROUNDS} rounds`, async () => {
    const random = seeded();
    console.log(`seed ${random.seed} (CHIME_SEED repeats it)`);
    const { house, crowd } = await furnish(random);
    const names = Object.keys(FAULTS);
    const done = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++) {
      // Every kind comes in its turn; the moment is what chance decides.
      const name = names[round % names.length] ?? '';
      crowd.start();
      await pause(random.whole(30, 500));
      await FAULTS[name]?.(house, crowd, random);
      await pause(random.whole(0, 200));
      done.set(name, (done.get(name) ?? 0) + 1);
      const books = await crowd.settle();
      expect(books, `round ${round}, ${name}, seed ${random.seed}`).toMatchObject({
        stored: books.made,
        duplicates: 0,
        lost: 0,
      });
      expect(books.acknowledged).toBe(books.made);
    }
    const books = await crowd.settle();
    for (const [name, count] of done) console.log(`${count} × ${name}`);
    console.log(bookLine(`${ROUNDS} rounds`, books));
    expect(books.made).toBeGreaterThan(500);

    const replay = await house.session.post('/api/records/replay', {}, ReplayReportSchema);
    expect(replay).toMatchObject({ equal: true, differences: [] });
    const verify = await house.session.post('/api/records/verify', {}, VerifyReportSchema);
    expect(verify.problems).toEqual([]);
  }, 420_000);

  it('[D5] keeps what a long absence of the hub piled up, and delivers it once', async () => {
    const random = seeded();
    const { house, crowd } = await furnish(random);
    crowd.start();
    await pause(500);
    await house.killHub();
    for (const { terminal, clock } of crowd.wires)
      for (let tap = 0; tap < 5_000; tap++) crowd.tapOnWire(terminal, clock);
    const taps = (): number => crowd.visitors.reduce((sum, { recorded }) => sum + recorded.size, 0);
    const before = taps();
    await until('visitors went on tapping', () => taps() > before + 50);
    await house.startHub();
    const books = await crowd.settle();
    console.log(bookLine('hub away', books));
    expect(books).toMatchObject({ stored: books.made, acknowledged: books.made, duplicates: 0, lost: 0 });
  }, 120_000);
});
