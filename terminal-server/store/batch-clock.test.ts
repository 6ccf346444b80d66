// Rules T2–T4: the clock of a batch from recorded facts alone.
import { describe, expect, it } from 'vitest';
import { batchClock } from './batch-clock.ts';
import type { ClockMark, OutboxInfo } from './outbox.ts';

const outbox = (ord: number, boot: string, openedMono: number, lastMono: number): OutboxInfo => ({
  ord,
  id: `o${ord}`,
  boot,
  openedMono,
  lastMono,
  last: 100,
  hash: '',
  acked: 0,
  trimmed: 0,
});
const mark = (ord: number, sequence: number, mono: number, hub: number, wall = mono): ClockMark => ({
  ord,
  sequence,
  mono,
  wall,
  hub,
});
const sending = { wall: 7, hub: 99_999 };

describe('measured', () => {
  const boxes = [outbox(1, 'a', 0, 900), outbox(2, 'a', 1_000, 2_000)];

  it('[T2] the last measurement of the boot before the batch, also from an earlier outbox', () => {
    const marks = [mark(1, 5, 100, 5_100), mark(1, 9, 200, 5_201), mark(2, 50, 1_500, 6_502)];
    expect(batchClock(boxes, marks, { ord: 2, sequence: 1 }, sending)).toEqual({
      how: 'measured',
      mono: 200,
      hub: 5_201,
    });
    expect(batchClock(boxes, marks, { ord: 2, sequence: 51 }, sending)).toEqual({
      how: 'measured',
      mono: 1_500,
      hub: 6_502,
    });
  });

  it('[T2] else the first one of the boot behind it', () => {
    const marks = [mark(2, 50, 1_500, 6_502), mark(2, 60, 1_600, 6_603)];
    expect(batchClock(boxes, marks, { ord: 1, sequence: 1 }, sending)).toMatchObject({ mono: 1_500 });
    expect(batchClock(boxes, marks, { ord: 2, sequence: 50 }, sending)).toMatchObject({ mono: 1_500 });
  });
});

describe('estimated', () => {
  const boxes = [outbox(1, 'a', 0, 900), outbox(2, 'lonely', 10, 500), outbox(3, 'c', 50, 800)];

  it('[T3] by the nearest later measurement, within what the neighbours know', () => {
    const marks = [mark(1, 5, 100, 5_100, 4_000), mark(3, 2, 60, 9_060, 8_000)];
    expect(batchClock(boxes, marks, { ord: 2, sequence: 1 }, sending)).toEqual({
      how: 'estimated',
      wall: 8_000,
      hub: 9_060,
      notBefore: 5_900,
      notAfter: 9_050,
    });
  });

  it('[T3] else by the nearest earlier, up to the hub’s time at sending', () => {
    const marks = [mark(1, 5, 100, 5_100, 4_000)];
    expect(batchClock(boxes, marks, { ord: 2, sequence: 1 }, sending)).toEqual({
      how: 'estimated',
      wall: 4_000,
      hub: 5_100,
      notBefore: 5_900,
      notAfter: 99_999,
    });
  });

  it('[T3] bounds never cross, also when a clock of the hub was put back', () => {
    const marks = [mark(1, 5, 100, 50_000), mark(3, 2, 60, 9_060)];
    const clock = batchClock(boxes, marks, { ord: 2, sequence: 1 }, sending);
    expect(clock).toMatchObject({ notBefore: 9_050, notAfter: 9_050 });
  });

  it('[T3] without any measurement by the clocks at sending', () => {
    expect(batchClock(boxes, [], { ord: 2, sequence: 1 }, sending)).toEqual({
      how: 'estimated',
      wall: 7,
      hub: 99_999,
      notBefore: 0,
      notAfter: 99_999,
    });
  });
});
