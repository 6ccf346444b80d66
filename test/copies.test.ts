// Things that come twice or come back: batches, sockets, older copies of an outbox, clones, an older hub database.
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { TerminalsSchema } from '../shared/api.ts';
import { bookLine, Crowd, HandClock } from './house/crowd.ts';
import { type House, type HouseTerminal, openHouse } from './house/house.ts';
import { readJournal } from './house/journal.ts';
import { freePort } from './house/net.ts';
import { kill, startProgram } from './house/program.ts';
import { seeded } from './house/random.ts';
import { pause, until } from './house/until.ts';
import { compiled } from './root.ts';
import { batchClock, batchOf, dial, greet, type Opened, type WireTerminal } from './wire-client.ts';

let house: House | undefined;
let crowd: Crowd | undefined;
afterEach(async () => {
  crowd?.leave();
  await house?.close();
  house = undefined;
});

async function furnish(): Promise<{ house: House; crowd: Crowd; hall: HouseTerminal }> {
  house = await openHouse();
  const random = seeded();
  console.log(`seed ${random.seed}`);
  crowd = new Crowd(house, random);
  const hall = await house.addTerminal(house.areas.hall);
  crowd.visit(hall.port);
  return { house, crowd, hall };
}

async function tapFor(crowd: Crowd, ms: number): Promise<void> {
  crowd.start();
  await pause(ms);
}

/** Through the hub's own account of its terminals, as the technician reads it. */
async function troubleOf(house: House, area: number): Promise<(string | null)[]> {
  const terminals = await house.session.get('/api/terminals', TerminalsSchema);
  return terminals.filter((each) => each.area === area).map(({ health }) => health.trouble);
}

/** The first `facts` message of everything in the newest outbox. */
function wholeBatch(terminal: WireTerminal): unknown {
  const clock = batchClock(terminal.outboxes, terminal.outbox, 1);
  if (!clock) throw new Error('no clock fact yet');
  return batchOf(terminal.outbox, 1, terminal.outbox.last, clock);
}

describe('batches that come twice', () => {
  it('[W7][W11] counts a batch once that is sent twice on one socket and again on another at once', async () => {
    house = await openHouse();
    let made = 0;
    const clock = new HandClock('hand');
    const terminal = await house.addWireTerminal(house.areas.hall, { clock });
    for (let round = 0; round < 20; round++) {
      if (round > 0) terminal.restart();
      terminal.append('clockMeasured', { hub: Date.now(), roundTrip: 1 });
      for (let tap = 0; tap < 25; tap++) {
        clock.move(3_000);
        terminal.rate(3);
      }
      made += 25;
      const lines = [0, 1].map(() => dial(house?.url ?? '', terminal.identity.terminal));
      const batch = wholeBatch(terminal);
      const opened = lines.map(async (line): Promise<Opened> => {
        const answer = await greet(line, terminal.identity, terminal.outbox.heads, clock);
        line.send(batch);
        line.send(batch);
        return answer;
      });
      await Promise.all(opened);
      const through = terminal.outbox.last;
      const isAcknowledged = (): boolean =>
        lines.some(({ received }) =>
          received.some((message) => message.type === 'ack' && message.through === through),
        );
      await until('one of the sockets had it acknowledged', isAcknowledged, 5_000);
      for (const { socket } of lines) socket.terminate();
    }
    const { taps, gaps, integrity } = await readJournal(house.hubData);
    const different = new Set(taps.map(({ id }) => id)).size;
    console.log(`${made} taps sent four times each: ${taps.length} stored, ${different} different`);
    expect({ stored: taps.length, different, gaps, integrity }).toEqual({
      stored: made,
      different: made,
      gaps: [],
      integrity: 'ok',
    });
  }, 60_000);
});

describe('copies put back', () => {
  it("[F3][W6][F7] loses nothing when a terminal's data is put back to an older copy, and flags it", async () => {
    const { house, crowd, hall } = await furnish();
    await tapFor(crowd, 1_500);
    await crowd.settle();
    await kill(hall.program, 'SIGTERM');
    const older = `${hall.folder}.older`;
    cpSync(hall.folder, older, { recursive: true });
    await house.startTerminal(hall);
    await tapFor(crowd, 1_500);
    await crowd.settle();
    await kill(hall.program, 'SIGKILL');
    rmSync(hall.folder, { recursive: true });
    cpSync(older, hall.folder, { recursive: true });
    await house.startTerminal(hall);
    await tapFor(crowd, 1_500);
    const books = await crowd.settle();
    console.log(bookLine('outbox put back', books));
    expect(books).toMatchObject({ stored: books.made, duplicates: 0, lost: 0 });
    expect(await troubleOf(house, hall.area)).toContain('cloned');
  }, 90_000);

  it('[F7] keeps every tap of a cloned terminal and of its original, and flags them', async () => {
    const { house, crowd, hall } = await furnish();
    await tapFor(crowd, 800);
    await crowd.settle();
    await kill(hall.program, 'SIGTERM');
    const port = await freePort();
    const twin = { folder: `${hall.folder}.twin`, config: join(house.folder, 'twin.json') };
    cpSync(hall.folder, twin.folder, { recursive: true });
    writeFileSync(
      twin.config,
      JSON.stringify({
        hub: `http://127.0.0.1:${house.wire.port}`,
        port,
        data: twin.folder,
        logLevel: 'warn',
      }),
    );
    await house.startTerminal(hall);
    const program = startProgram({
      script: compiled('terminal-server/main.js'),
      args: ['--config', twin.config],
    });
    house.terminals.push({ ...hall, port, program });
    crowd.visit(port);
    await tapFor(crowd, 3_000);
    const books = await crowd.settle(90_000);
    console.log(bookLine('cloned terminal', books));
    expect(books).toMatchObject({ stored: books.made, duplicates: 0, lost: 0 });
    expect(await troubleOf(house, hall.area)).toContain('cloned');
  }, 150_000);

  it.each(['its files', 'a backup'] as const)(
    "[W5] fills the gap when the hub's database is put back from %s",
    async (how) => {
      const { house, crowd } = await furnish();
      await crowd.visitWire(house.areas.restroom);
      const copy = join(house.folder, 'older-copy');
      const command = async (...args: string[]): Promise<void> => {
        const program = startProgram({
          script: compiled('hub/main.js'),
          args: [...args, '--config', house.hubConfig],
        });
        const { code } = await program.exited;
        if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${program.output()}`);
      };
      await tapFor(crowd, 1_500);
      const early = await crowd.settle();
      if (how === 'a backup') await command('backup', copy);
      else {
        await house.killHub('SIGTERM');
        cpSync(house.hubData, copy, { recursive: true });
        await house.startHub();
      }
      await tapFor(crowd, 1_500);
      await crowd.settle();
      const before = await readJournal(house.hubData);
      await house.killHub();
      if (how === 'a backup') await command('restore', copy);
      else {
        rmSync(house.hubData, { recursive: true });
        cpSync(copy, house.hubData, { recursive: true });
      }
      const restored = await readJournal(house.hubData);
      expect(restored.taps.length).toBe(early.stored);
      await house.startHub();
      await tapFor(crowd, 500);
      const books = await crowd.settle();
      console.log(
        `restored from ${how}: ${before.taps.length - restored.taps.length} taps were missing; ${bookLine('now', books)}`,
      );
      expect(books).toMatchObject({ stored: books.made, acknowledged: books.made, duplicates: 0, lost: 0 });
      expect((await readJournal(house.hubData)).epoch).toBe(before.epoch + 1);
    },
    120_000,
  );
});
