// How long a terminal could hear visitors: what counts, and what is taken back.
import { describe, expect, it } from 'vitest';
import { siteClock } from '../../shared/site-time.ts';
import { bySlot, type ListeningEvent, listen, NOT_LISTENING } from './listening.ts';

const ORIGIN = 1_000_000_000_000;
/** Ms per area after the events, each at its monotonic ms. */
function heard(events: readonly (readonly [number, ListeningEvent])[]): Record<number, number> {
  const sums: Record<number, number> = {};
  let state = NOT_LISTENING;
  for (const [mono, event] of events) {
    state = listen(state, event, mono, ORIGIN + mono, (area, from, until, sign) => {
      sums[area] = (sums[area] ?? 0) + sign * (until - from);
    });
  }
  return sums;
}
const opened = { kind: 'opened', area: 2 } as const;
const glass = (on: boolean, since: number) => ({ kind: 'glass', area: 2, on, since }) as const;
const other = { kind: 'other' } as const;
const rated = { kind: 'rated' } as const;

describe('listening', () => {
  it('counts from when the glass came until the last fact', () => {
    expect(
      heard([
        [0, opened],
        [5_000, glass(true, 4_000)],
        [65_000, other],
      ]),
    ).toEqual({ 2: 61_000 });
  });

  it('counts nothing before a glass came', () => {
    expect(
      heard([
        [0, opened],
        [60_000, other],
        [120_000, other],
      ]),
    ).toEqual({});
  });

  it('takes back what was counted after the glass went, which is known only 30 s later', () => {
    expect(
      heard([
        [0, opened],
        [0, glass(true, 0)],
        [60_000, other],
        [80_000, glass(false, 50_000)],
        [200_000, other],
      ]),
    ).toEqual({ 2: 50_000 });
  });

  it('moves with the terminal to another area', () => {
    expect(
      heard([
        [0, opened],
        [0, glass(true, 0)],
        [10_000, { kind: 'placed', area: 3 }],
        [30_000, other],
      ]),
    ).toEqual({ 2: 10_000, 3: 20_000 });
  });

  it('moves on at a tap only once a minute, so that a tap costs no write', () => {
    expect(
      heard([
        [0, opened],
        [0, glass(true, 0)],
        [59_999, rated],
      ]),
    ).toEqual({});
    expect(
      heard([
        [0, opened],
        [0, glass(true, 0)],
        [59_999, rated],
        [60_000, rated],
      ]),
    ).toEqual({ 2: 60_000 });
  });

  it('does not take a silence of more than a day for listening', () => {
    expect(
      heard([
        [0, opened],
        [0, glass(true, 0)],
        [90_000_000, other],
      ]),
    ).toEqual({});
  });

  it('is laid into the local half-hours that it touches', () => {
    const slots: [number, number][] = [];
    const start = Date.UTC(2026, 2, 17, 4, 20);
    bySlot(siteClock('Asia/Shanghai'), start, start + 3_600_000, (slot, millis) =>
      slots.push([slot, millis]),
    );
    expect(slots).toEqual([
      [Date.UTC(2026, 2, 17, 4, 0), 600_000],
      [Date.UTC(2026, 2, 17, 4, 30), 1_800_000],
      [Date.UTC(2026, 2, 17, 5, 0), 1_200_000],
    ]);
  });
});
