// The wire itself, cut at byte after byte; and programs that stand still for seconds.
import { afterEach, describe, expect, it } from 'vitest';
import { bookLine, Crowd, HandClock } from './house/crowd.ts';
import { type House, openHouse } from './house/house.ts';
import { readJournal } from './house/journal.ts';
import { seeded } from './house/random.ts';
import { pause, until } from './house/until.ts';
import type { WireTerminal } from './wire-client.ts';

let house: House | undefined;
let crowd: Crowd | undefined;
afterEach(async () => {
  crowd?.leave();
  crowd = undefined;
  await house?.close();
});

/** The house's own rate limit is for strangers; a terminal that is cut off again and again is none. */
async function deliver(terminal: WireTerminal): Promise<void> {
  await until('the terminal is connected', async () => {
    const opened = await terminal.connect().catch(() => undefined);
    return opened !== undefined && 'welcome' in opened;
  });
  await terminal.drained();
}

describe('a wire cut at every place', () => {
  it.each([
    { direction: 'toHub', step: 23 },
    { direction: 'toTerminal', step: 11 },
  ] as const)(
    '[W5][W10] delivers each tap once wherever the connection breaks $direction',
    async ({ direction, step }) => {
      house = await openHouse();
      const clock = new HandClock('hand');
      const terminal = await house.addWireTerminal(house.areas.hall, { clock });
      const made: string[] = [];
      const tap = (): void => {
        clock.move(3_000);
        made.push(terminal.rate(4).id);
      };
      tap();
      tap();
      await deliver(terminal);
      const whole = house.wire.passed()[direction];
      let cuts = 0;
      for (let offset = 1; offset < whole + 400; offset += step) {
        tap();
        tap();
        house.wire.cutAfter(offset, direction);
        const opened = await terminal.connect().catch(() => undefined);
        const line = terminal.line;
        const end = opened && 'welcome' in opened && line ? line.closed : Promise.resolve(0);
        await Promise.race([end, terminal.drained()]);
        cuts++;
        await deliver(terminal);
      }
      const { taps, gaps, integrity } = await readJournal(house.hubData);
      console.log(`${cuts} cuts ${direction}: ${made.length} taps made, ${taps.length} stored`);
      expect(taps.map(({ id }) => id).sort()).toEqual(made.sort());
      expect({ gaps, integrity }).toEqual({ gaps: [], integrity: 'ok' });
    },
    120_000,
  );
});

describe('programs that stand still', () => {
  it('delivers everything once after hub and terminal stood still for seconds', async () => {
    house = await openHouse();
    crowd = new Crowd(house, seeded());
    const hall = await house.addTerminal(house.areas.hall);
    crowd.visit(hall.port);
    await crowd.visitWire(house.areas.restroom);
    crowd.start();
    for (const program of [house.hub, hall.program, house.hub]) {
      await pause(500);
      program.kill('SIGSTOP');
      await pause(4_000);
      program.kill('SIGCONT');
    }
    const books = await crowd.settle();
    console.log(bookLine('stood still for 3 × 4 s', books));
    expect(books).toMatchObject({ stored: books.made, acknowledged: books.made, duplicates: 0, lost: 0 });
  }, 90_000);
});
