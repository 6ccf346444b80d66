// What the supervisor reads about a terminal.
import { describe, expect, it } from 'vitest';
import { link, terminal } from './fake-house.ts';
import { BACKLOG, CLOCK_OFF_MS, HealthWatch, LOW_DISK_BYTES, terminalHealth } from './health.ts';

const { telemetry } = link();
const said = (change: Partial<NonNullable<typeof telemetry>>) => {
  if (!telemetry) throw new Error('the fake link has telemetry');
  return { telemetry: { ...telemetry, ...change } };
};

describe('terminalHealth', () => {
  it.each([
    ['in order', link(), 'inOrder', null],
    ['in order before its first words', link({ telemetry: undefined }), 'inOrder', null],
    ['waiting when it was never seen', undefined, 'waiting', 'neverSeen'],
    ['silent without a link', link({ connected: false }), 'silent', 'noLink'],
    ['degraded when its page is gone', link(said({ glass: false })), 'degraded', 'glassGone'],
    ['degraded when it lags', link(said({ waiting: BACKLOG + 1 })), 'degraded', 'backlog'],
    [
      'degraded when its disk fills',
      link(said({ freeDiskBytes: LOW_DISK_BYTES - 1 })),
      'degraded',
      'diskLow',
    ],
    ['degraded when cloned', link({ flags: ['cloned'] }), 'degraded', 'cloned'],
    ['degraded when its clock is off', link({ clockOffsetMs: -CLOCK_OFF_MS - 1 }), 'degraded', 'clockOff'],
    [
      'with the worst trouble first',
      link({ ...said({ glass: false }), flags: ['cloned', 'brokenChain'] }),
      'degraded',
      'brokenChain',
    ],
  ])('is %s', (_, state, expected, trouble) => {
    expect(terminalHealth(terminal('a', 2), state)).toMatchObject({ state: expected, trouble });
  });

  it('says out of service whatever the link does', () => {
    const resting = terminal('a', 2, { inService: false });
    expect(terminalHealth(resting, link())).toMatchObject({ state: 'outOfService', trouble: null });
    expect(terminalHealth(resting, undefined)).toMatchObject({ state: 'outOfService', since: null });
  });

  it('says since when: a silent one since it was last heard, one never seen not at all', () => {
    const away = link({ connected: false, since: 900, lastSeenAt: 500 });
    expect(terminalHealth(terminal('a', 2), away).since).toBe(500);
    expect(terminalHealth(terminal('a', 2), undefined).since).toBeNull();
    expect(terminalHealth(terminal('a', 2), link({ since: 900 })).since).toBe(900);
  });

  it('says since when a linked one is in trouble only where somebody watched it begin', () => {
    const gone = link({ ...said({ glass: false }), since: 900 });
    expect(terminalHealth(terminal('a', 2), gone).since).toBeNull();
    expect(terminalHealth(terminal('a', 2), gone, 950).since).toBe(950);
    expect(terminalHealth(terminal('a', 2, { inService: false }), gone).since).toBeNull();
  });
});

describe('HealthWatch', () => {
  it('tells a change of state from mere telemetry', () => {
    const watch = new HealthWatch();
    expect(watch.look(terminal('a', 2), link(), 1)).toBe(true);
    expect(watch.look(terminal('a', 2), link(said({ uptimeSeconds: 99 })), 2)).toBe(false);
    expect(watch.look(terminal('a', 2), link(said({ glass: false })), 3)).toBe(true);
    expect(watch.changedAt('a')).toBe(3);
    expect(watch.look(terminal('a', 2), link(said({ glass: false })), 4)).toBe(false);
    expect(watch.changedAt('a')).toBe(3);
  });

  it('knows since when the glass listens, and starts anew after each break or move', () => {
    const watch = new HealthWatch();
    const steps: [
      Parameters<HealthWatch['look']>[0],
      Parameters<HealthWatch['look']>[1],
      number,
      number | undefined,
    ][] = [
      [terminal('a', 2), link(), 10, 10],
      [terminal('a', 2), link(), 20, 10],
      [terminal('a', 2), link(said({ glass: false })), 30, undefined],
      [terminal('a', 2), link(), 40, 40],
      [terminal('a', 4), link(), 50, 50],
      [terminal('a', 4), link({ since: 60 }), 61, 61],
      [terminal('a', 4, { inService: false }), link({ since: 60 }), 70, undefined],
      [terminal('a', 4), undefined, 80, undefined],
    ];
    for (const [one, state, now, expected] of steps) {
      watch.look(one, state, now);
      expect(watch.onSince('a')).toBe(expected);
    }
  });
});
