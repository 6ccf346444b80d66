// For every component of the glass: families by language, bare buttons, the focus frame.
import { css } from 'lit';

export const sharedStyles = css`
  *,
  :host {
    box-sizing: border-box;
  }
  :host {
    font-family: var(--sans);
    color: var(--paper-50);
  }
  [lang='zh-Hant'] {
    --sans: 'Noto Sans TC Variable', 'Noto Sans SC Variable', 'Noto Sans CJK TC', sans-serif;
  }
  [lang='zh-Hans'] {
    --sans: 'Noto Sans SC Variable', 'Noto Sans TC Variable', 'Noto Sans CJK SC', sans-serif;
  }
  [lang='ja'] {
    --sans: 'Noto Sans JP Variable', 'Noto Sans TC Variable', 'Noto Sans CJK JP', sans-serif;
  }
  [lang='ko'] {
    --sans: 'Noto Sans KR Variable', 'Noto Sans TC Variable', 'Noto Sans CJK KR', sans-serif;
  }
  [lang] {
    font-family: var(--sans);
  }
  :host,
  [lang] {
    line-break: strict;
    font-variant-numeric: tabular-nums;
  }
  [lang='ko'],
  :host(:lang(ko)) {
    word-break: keep-all;
  }
  [lang='ja'],
  :host(:lang(ja)) {
    word-break: auto-phrase;
  }
  h1,
  h2,
  p {
    margin: 0;
  }
  h1,
  .serif {
    font-family: var(--serif);
    font-weight: 600;
  }
  svg,
  chime-beam {
    display: block;
    visibility: visible;
  }
  .icon {
    fill: none;
    stroke: currentColor;
    stroke-width: 5;
    stroke-linecap: round;
    stroke-linejoin: round;
    flex: none;
  }
  .icon .filled {
    fill: currentColor;
    stroke: none;
  }
  button {
    appearance: none;
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: inherit;
    touch-action: none;
    cursor: default;
    -webkit-tap-highlight-color: transparent;
  }
  button:focus {
    outline: none;
  }
  button:focus-visible {
    outline: 4px solid var(--paper-50);
    outline-offset: 8px;
    border-radius: 4px;
  }
`;

/** A level's colour as `--level` for what is within. */
export const levelColours = css`
  .level-4 {
    --level: var(--level-4);
  }
  .level-3 {
    --level: var(--level-3);
  }
  .level-2 {
    --level: var(--level-2);
  }
  .level-1 {
    --level: var(--level-1);
  }
`;
