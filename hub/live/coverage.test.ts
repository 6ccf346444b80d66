// Coverage against hand-reckoned half-hours.
import { describe, expect, it } from 'vitest';
import { MUSEUM_HOURS } from '../../shared/opening-hours.ts';
import { MINUTE, SLOT, siteClock } from '../../shared/site-time.ts';
import { coverageOf, heardIn } from './coverage.ts';
import { foldFigures } from './figures.ts';
import { periodSpan } from './period.ts';

const clock = siteClock('Asia/Shanghai');
const at = (minutes: number) => clock.at(20260317, minutes);
const NINE = 540;

function heard(given: {
  now: number;
  /** terminal, slot in minutes of the day, minutes heard */
  listening?: [string, number, number][];
  standing?: { id: string; enrolledAt?: number; onSince?: number | undefined }[];
}) {
  const rows = (given.listening ?? []).map(([id, slot, minutes]) => ({
    area: 2,
    terminal: id,
    slot: at(slot),
    millis: minutes * MINUTE,
  }));
  const figures = foldFigures([], rows, (slot) => slot).get(2);
  const standing = (given.standing ?? []).map(({ id, enrolledAt = 0, onSince }) => ({
    id,
    enrolledAt,
    onSince,
  }));
  const now = at(given.now);
  const found = heardIn(figures, standing, {
    clock,
    now,
    span: periodSpan(clock, MUSEUM_HOURS, now, 'today'),
  });
  return found && [found.heardMs / MINUTE, found.openMs / MINUTE];
}

describe('coverage', () => {
  it.each([
    ['nothing where no terminal stands nor stood', { now: 600 }, undefined],
    [
      'all open time until now is missed by a terminal that never listened',
      { now: 600, standing: [{ id: 'a' }] },
      [0, 60],
    ],
    [
      'what the facts say',
      {
        now: 630,
        listening: [
          ['a', 540, 30],
          ['a', 570, 20],
        ],
        standing: [{ id: 'a' }],
      },
      [50, 90],
    ],
    [
      'only the time since enrolment, also within the half-hour in which facts came',
      {
        now: 580,
        listening: [['a', 570, 4]],
        standing: [{ id: 'a', enrolledAt: at(575) }],
      },
      [4, 5],
    ],
    ['nothing before opening', { now: 535, listening: [['a', 510, 30]], standing: [{ id: 'a' }] }, [0, 0]],
    ['nothing after closing', { now: 1080, listening: [['a', 1020, 30]], standing: [{ id: 'a' }] }, [0, 480]],
    [
      'of two terminals in one slot the longer, not the sum',
      {
        now: 570,
        listening: [
          ['a', 540, 20],
          ['b', 540, 25],
        ],
        standing: [{ id: 'a' }, { id: 'b' }],
      },
      [25, 30],
    ],
    [
      'a standing link up to now, although no fact says so yet',
      { now: 565, listening: [['a', 540, 10]], standing: [{ id: 'a', onSince: at(NINE) }] },
      [25, 25],
    ],
    [
      'a standing link only from when it stands',
      { now: 565, standing: [{ id: 'a', onSince: at(560) }] },
      [5, 25],
    ],
    [
      'never more than has passed',
      { now: 550, listening: [['a', 540, 30]], standing: [{ id: 'a' }] },
      [10, 10],
    ],
    [
      'open time only since the first terminal came',
      { now: 600, listening: [['a', 570, 30]], standing: [{ id: 'a', enrolledAt: at(570) }] },
      [30, 30],
    ],
    [
      'a slot half gone at enrolment only from then on',
      { now: 600, listening: [['a', 570, 15]], standing: [{ id: 'a', enrolledAt: at(585) }] },
      [15, 15],
    ],
    [
      'open time up to the last word of a terminal that was moved away',
      { now: 900, listening: [['gone', 540, 30]], standing: [] },
      [30, 30],
    ],
  ] as const)('counts %s', (_, given, expected) => {
    const { listening, standing, ...rest } = { listening: undefined, standing: undefined, ...given };
    expect(
      heard({
        ...rest,
        ...(listening ? { listening: listening.map(([id, slot, minutes]) => [id, slot, minutes]) } : {}),
        ...(standing ? { standing: [...standing] } : {}),
      }),
    ).toEqual(expected);
  });

  it('weighs areas by their open time and rounds down, so that 1 means no gap', () => {
    const map = new Map([
      [2, { heardMs: 999_999, openMs: 1_000_000 }],
      [4, { heardMs: 3 * SLOT, openMs: 3 * SLOT }],
      [5, { heardMs: 0, openMs: 0 }],
    ]);
    expect(coverageOf([2], map)).toBe(0.999);
    expect(coverageOf([4], map)).toBe(1);
    expect(coverageOf([5, 9], map)).toBeNull();
    expect(
      coverageOf(
        [2, 4],
        new Map([
          [2, { heardMs: 1, openMs: 3 }],
          [4, { heardMs: 1, openMs: 1 }],
        ]),
      ),
    ).toBe(0.5);
  });
});
