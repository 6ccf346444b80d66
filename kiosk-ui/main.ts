// Start of the glass's page: the glass, then its letters, and nothing that a finger could do but touch.
import './chime-glass.ts';
import { loadFontRules, warmFonts } from './fonts.ts';

/** Letters show by then, with or without their fonts. */
const PATIENCE_MS = 1_000;

const prevented = ['contextmenu', 'dragstart', 'selectstart', 'gesturestart'] as const;
for (const name of prevented) document.addEventListener(name, (event) => event.preventDefault());
document.addEventListener('wheel', (event) => event.preventDefault(), { passive: false });
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey && ['+', '-', '=', '0'].includes(event.key)) event.preventDefault();
});

const shown = (): void => document.documentElement.removeAttribute('data-unlettered');
setTimeout(shown, PATIENCE_MS);

await loadFontRules();
await new Promise(requestAnimationFrame);
await document.fonts.ready;
shown();
await warmFonts();
