// Start of the glass's page: fonts beside, the glass at once, and nothing that a finger could do but touch.
import './chime-glass.ts';
import { loadFonts } from './fonts.ts';

const prevented = ['contextmenu', 'dragstart', 'selectstart', 'gesturestart'] as const;
for (const name of prevented) document.addEventListener(name, (event) => event.preventDefault());
document.addEventListener('wheel', (event) => event.preventDefault(), { passive: false });
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey && ['+', '-', '=', '0'].includes(event.key)) event.preventDefault();
});

await loadFonts('zh-Hant');
