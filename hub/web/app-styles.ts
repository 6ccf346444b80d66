// The shell's frame: the lacquer rail at the left, the page at its right.
import { css } from 'lit';

export const appStyles = css`
  .frame { display: grid; grid-template-columns: 112px minmax(0, 1fr); min-height: 100vh; }
  main:focus { outline: none; }
  nav { background: var(--rail); border-right: 1px solid var(--rail-line); color: var(--rail-text); position: sticky; top: 0; height: 100vh; overflow-y: auto; display: flex; flex-direction: column; scrollbar-width: thin; }
  nav :focus-visible { outline-color: #f8f6f1; outline-offset: -4px; }
  .home { display: grid; place-items: center; padding: 24px 0 20px; }
  nav li a { display: flex; align-items: center; justify-content: center; text-align: center; min-height: 52px; padding: 4px 8px; text-decoration: none; font-size: 16px; line-height: 1.25; border-left: 4px solid transparent; border-right: 4px solid transparent; }
  nav li a:hover { color: var(--rail-strong); }
  nav li a[aria-current] { background: var(--rail-current); color: var(--rail-strong); font-weight: 700; border-left-color: var(--vermilion); }
  .foot { margin-top: auto; padding: 14px 8px 16px; display: grid; gap: 8px; justify-items: center; }
  .choices { display: flex; }
  .choices button { border: 0; background: none; padding: 4px 8px; min-height: 30px; font-size: 14px; border-radius: var(--radius-small); white-space: nowrap; }
  nav .choices button:hover, .leave:hover { color: var(--rail-strong); }
  nav .choices button[aria-pressed='true'] { background: var(--rail-current); color: var(--rail-strong); font-weight: 700; }
  .leave { border: 0; background: none; font-size: 14px; min-height: 32px; text-decoration: underline; text-underline-offset: 4px; text-decoration-thickness: 1px; }
  .door-choices { display: flex; flex-wrap: wrap; gap: 12px; justify-content: space-between; margin-top: 26px; padding-top: 10px; border-top: 1px solid var(--line); }
  .door-choices button[aria-pressed='true'] { background: var(--strong); color: var(--on-strong); }
  .lonely { padding: 80px 40px; display: grid; gap: 16px; justify-items: start; }
  @media (max-width: 1500px) { .frame { grid-template-columns: 96px minmax(0, 1fr); } nav li a { font-size: 15px; padding-inline: 2px; } .foot { padding-inline: 2px; } .choices button { padding-inline: 5px; font-size: 13.5px; } }
  @media (max-height: 860px) { nav li a { min-height: 44px; } .home { padding: 16px 0 12px; } }
`;
