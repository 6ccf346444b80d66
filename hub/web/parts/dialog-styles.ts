// The look of every modal dialog: paper on a veil, no shadow.
import { css } from 'lit';

export const dialogStyles = css`
  dialog {
    border: 0; border-top: 4px solid var(--vermilion); border-radius: 0; padding: 24px 28px;
    background: var(--ground); color: var(--ink); width: min(680px, calc(100vw - 40px)); max-height: calc(100vh - 40px); overflow: auto;
  }
  dialog::backdrop { background: var(--veil); }
  dialog h2 { margin-bottom: 14px; }
  .foot { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 10px; margin-top: 24px; padding-top: 16px; border-top: 1px solid var(--line); }
  .foot .start { margin-inline-end: auto; }
`;
