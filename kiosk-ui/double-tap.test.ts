// Beside the double tap: what is taken for its second half, and what is meant.
import { expect, it } from 'vitest';
import { isEcho, NO_TOUCH } from './double-tap.ts';

it('a touch is the rest of a double tap only where and as soon as one would come', () => {
  const rated = { x: 900, y: 400, at: 1_000 };
  expect(isEcho(rated, { x: 910, y: 390, at: 1_200 }, 80)).toBe(true);
  expect(isEcho(rated, { x: 910, y: 390, at: 1_501 }, 80)).toBe(false);
  expect(isEcho(rated, { x: 910, y: 490, at: 1_200 }, 80)).toBe(false);
  expect(isEcho(NO_TOUCH, { x: 0, y: 0, at: 0 }, 80)).toBe(false);
});
