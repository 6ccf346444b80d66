// Around every screen: the picture stands a pixel or two elsewhere each minute, so that no edge burns in.
export const SHIFT_EVERY_MS = 60_000;

const SHIFTS: readonly (readonly [x: number, y: number])[] = [
  [0, 0],
  [1, 1],
  [2, 0],
  [1, -1],
  [0, -2],
  [-1, -1],
  [-2, 0],
  [-1, 1],
];

/** Where the picture stands at that wall-clock ms, as a CSS transform. */
export function shiftAt(wall: number): string {
  const [x, y] = SHIFTS[Math.floor(wall / SHIFT_EVERY_MS) % SHIFTS.length] ?? [0, 0];
  return `translate(${x}px, ${y}px)`;
}
