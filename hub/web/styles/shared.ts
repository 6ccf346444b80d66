// What every component's own styles stand on: type, buttons, fields, tables, segments.
import { css } from 'lit';

export const shared = css`
  :host { display: block; color: var(--ink); }
  :host([hidden]), [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  h1, h2, h3, p, dl, dd, ul, ol { margin: 0; padding: 0; }
  ul, ol { list-style: none; }
  h1, h2, h3 { font-family: var(--serif); font-weight: 600; line-height: 1.3; }
  h1 { font-size: 30px; }
  h2 { font-size: 20px; }
  h3 { font-size: 17px; }
  .quiet { color: var(--ink-2); }
  .small { font-size: 14px; }
  .unit { font-size: 0.8em; color: var(--ink-2); }
  .strong { font-weight: 700; }
  .bad { color: var(--bad-text); }
  .ok { color: var(--ok-text); }
  .mid { color: var(--mid-text); }
  .visually-hidden {
    position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap;
  }
  a { color: inherit; }
  button { font: inherit; color: inherit; cursor: pointer; }
  :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
  svg { display: block; }
`;

export const buttons = css`
  .button {
    display: inline-flex; align-items: center; justify-content: center; gap: 8px;
    min-height: 38px; padding: 5px 16px; border: 1px solid var(--field-line); border-radius: var(--radius);
    background: none; color: var(--ink); font: 500 15px / 1.3 var(--sans); text-decoration: none;
    transition: background-color var(--quick);
  }
  .button:hover { background: var(--chosen); }
  .button.main { background: var(--action); border-color: var(--action); color: var(--on-action); }
  .button.main:hover { filter: brightness(1.08); }
  .button.danger { color: var(--bad-text); border-color: currentColor; }
  .button:disabled { opacity: 0.45; cursor: default; background: none; }
  .button.main:disabled { background: var(--action); }
  .button.little { min-height: 30px; padding: 2px 10px; font-size: 14px; }
  .button.bare { border-color: transparent; padding-inline: 8px; text-decoration: underline; text-underline-offset: 4px; text-decoration-thickness: 1px; }
  .actions { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; }
  .segment { display: inline-flex; border: 1px solid var(--line); border-radius: var(--radius-small); }
  .segment button { border: 0; background: none; min-height: 38px; padding: 4px 18px; font-weight: 500; font-size: 15px; }
  .segment button[aria-pressed='true'] { background: var(--strong); color: var(--on-strong); }
  .segment button:hover:not([aria-pressed='true']) { background: var(--chosen); }
`;

export const fields = css`
  .fields { display: grid; gap: 16px; }
  .two { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 16px; align-items: start; }
  .field { display: grid; gap: 4px; min-width: 0; }
  .field > label, fieldset > legend, .label { font-size: 14.5px; font-weight: 500; color: var(--ink-2); }
  .hint { font-size: 13.5px; color: var(--ink-3); }
  .error { font-size: 14px; color: var(--bad-text); font-weight: 500; }
  .error::before { content: ''; display: inline-block; width: 8px; height: 8px; margin-inline-end: 7px; background: var(--bad); transform: rotate(45deg); }
  input, select, textarea {
    font: 400 16px / 1.4 var(--sans); color: var(--ink); background: var(--raised);
    border: 1px solid var(--field-line); border-radius: var(--radius); padding: 7px 10px; min-height: 40px; width: 100%; min-width: 0;
  }
  input[type='checkbox'], input[type='radio'] { width: 18px; min-height: 18px; height: 18px; margin: 0; padding: 0; accent-color: var(--action); flex: none; }
  [aria-invalid='true'] { border-color: var(--bad); border-width: 2px; padding: 6px 9px; }
  input:lang(ja) { font-family: 'Noto Sans JP Variable', var(--sans); }
  input:lang(ko) { font-family: 'Noto Sans KR Variable', var(--sans); }
  .check { display: flex; gap: 10px; align-items: center; min-height: 32px; font-size: 15.5px; }
  fieldset { border: 0; padding: 0; margin: 0; min-width: 0; display: grid; gap: 8px; }
  .languages { display: grid; gap: 8px; }
  .languages .field { grid-template-columns: 92px minmax(0, 1fr); align-items: center; column-gap: 10px; }
  .languages .field .error { grid-column: 2; }
  .notice { border-inline-start: 4px solid var(--ok); padding: 6px 14px; background: var(--faint); }
  .notice.wrong { border-color: var(--bad); color: var(--bad-text); background: var(--bad-tint); }
`;

export const tables = css`
  table { border-collapse: collapse; width: 100%; font-size: 15px; }
  th { text-align: start; font-weight: 400; font-size: 14px; color: var(--ink-2); padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
  td { padding: 7px 10px 7px 0; border-bottom: 1px solid var(--faint); vertical-align: top; }
  tr:hover > td { background: var(--faint); }
  .number { text-align: end; }
  .scroll { overflow-x: auto; }
`;

export const pageFrame = css`
  :host { padding: 20px clamp(20px, 2.1vw, 40px) 40px; max-width: 1500px; }
  .head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 22px; padding: 6px 0 14px; border-bottom: 2px solid var(--ink); margin-bottom: 18px; }
  .head .actions { margin-inline-start: auto; }
  .block { border-top: 2px solid var(--ink); padding-top: 12px; margin-top: 28px; }
  .block-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 14px; margin-bottom: 10px; }
  .block-head .actions { margin-inline-start: auto; }
`;
