// Between a finger and the reasons: the second half of a double tap on a face must not choose a reason or skip.

/** Nobody has read the reasons by then. */
const ECHO_MS = 500;

/** Where and when (monotonic ms) the glass was touched; CSS pixels. */
export interface Touch {
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

export const NO_TOUCH: Touch = { x: 0, y: 0, at: Number.NEGATIVE_INFINITY };

/** Whether `touch` is the rest of a double tap that began with `rated`. */
export const isEcho = (rated: Touch, touch: Touch, radiusPx: number): boolean =>
  touch.at - rated.at <= ECHO_MS && Math.hypot(touch.x - rated.x, touch.y - rated.y) < radiusPx;
