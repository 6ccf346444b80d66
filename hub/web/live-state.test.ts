import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEED_LENGTH } from '../../shared/live.ts';
import { feedItem, NOW, overview } from './fake-house.ts';
import { fold, type LiveView, mergeFeed } from './live-state.ts';

const view = overview('today', null);
const start: LiveView = { stream: 's', number: 4, now: NOW, view };
const change = (number: number, set = {}) => ({ type: 'change', number, now: NOW + number, set }) as const;

describe('changes behind a snapshot', () => {
  it('replace the sections that they carry and leave the others', () => {
    const folded = fold(start, change(5, { quarantined: 9 }));
    expect(folded).toEqual({
      is: 'applied',
      state: { ...start, number: 5, now: NOW + 5, view: { ...view, quarantined: 9 } },
    });
  });

  it('must follow without a gap', () => {
    expect(fold(start, change(6)).is).toBe('gap');
    expect(fold(undefined, change(1)).is).toBe('gap');
  });

  it('are not applied twice', () => {
    expect(fold(start, change(4)).is).toBe('stale');
  });

  it('begin anew with a snapshot, whatever its number', () => {
    const folded = fold(start, { type: 'snapshot', stream: 't', number: 0, now: NOW, view });
    expect(folded).toMatchObject({ is: 'applied', state: { stream: 't', number: 0 } });
  });

  it('give the same view in one step or in many', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ quarantined: fc.nat() }), { minLength: 1, maxLength: 20 }), (sets) => {
        let state = start;
        for (const [index, set] of sets.entries()) {
          const folded = fold(state, change(5 + index, set));
          if (folded.is === 'applied') state = folded.state;
        }
        expect(state.view).toEqual({ ...view, ...Object.assign({}, ...sets) });
        expect(state.number).toBe(4 + sets.length);
      }),
    );
  });
});

describe('the feed', () => {
  it('puts new taps on top and changed ones in their place', () => {
    const held = [feedItem(9), feedItem(8)];
    const merged = mergeFeed(held, [feedItem(8, { excluded: 'mash' }), feedItem(10)]);
    expect(merged.map(({ position, excluded }) => [position, excluded])).toEqual([
      [10, null],
      [9, null],
      [8, 'mash'],
    ]);
  });

  it('never holds more than its length', () => {
    const many = Array.from({ length: 60 }, (_, position) => feedItem(position));
    expect(mergeFeed([], many)).toHaveLength(FEED_LENGTH);
    expect(mergeFeed([], many)[0]?.position).toBe(59);
  });
});
