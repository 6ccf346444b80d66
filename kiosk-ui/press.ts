// For every button of the glass: act on pointer-down of the primary pointer, and on a key, once.

/** One listener for both `pointerdown` and `click`: the click of a pointer that was answered already is dropped. */
export const byPress =
  (act: () => void) =>
  (event: Event): void => {
    if (event.type === 'pointerdown') {
      if (event instanceof PointerEvent && event.isPrimary && event.button === 0) act();
    } else if (event instanceof MouseEvent && event.detail === 0) act();
  };
