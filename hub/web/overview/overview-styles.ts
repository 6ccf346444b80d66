// The overview's frame: head, band and three columns that fill the screen; long lists scroll in their own column.
import { css } from 'lit';

export const overviewStyles = css`
  :host { display: grid; grid-template-rows: auto auto minmax(0, 1fr); height: 100vh; min-height: 720px; padding: 0 clamp(20px, 2.1vw, 40px) 16px; }
  header { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 22px; padding: 18px 0 14px; border-bottom: 2px solid var(--ink); }
  .about { display: flex; flex-wrap: wrap; gap: 2px 18px; color: var(--ink-2); }
  .try-out { border: 1px solid var(--mid); color: var(--mid-text); padding: 0 8px; border-radius: var(--radius-small); font-size: 14.5px; }
  .right { margin-inline-start: auto; display: flex; flex-wrap: wrap; align-items: center; gap: 6px 20px; }
  .line { display: inline-flex; align-items: center; gap: 9px; color: var(--ink-2); }
  .line::before { content: ''; width: 10px; height: 10px; border-radius: 50%; background: var(--ok); }
  .line.connecting::before, .line.reconnecting::before { background: none; border: 2.4px solid var(--mid); }
  .line.offline { color: var(--bad-text); font-weight: 500; }
  .line.offline::before { background: var(--bad); border-radius: 0; transform: rotate(45deg); }
  .waiting { padding: 40px 0; font: 600 22px var(--serif); }
  .columns { display: grid; grid-template-columns: minmax(0, 580fr) minmax(0, 680fr) minmax(0, 380fr); gap: clamp(20px, 2.3vw, 44px); min-height: 0; padding-top: 14px; }
  .columns > * { min-height: 0; }
  .title { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 14px; margin-bottom: 6px; }
  .title .button { margin-inline-start: auto; }
  section { min-height: 0; }
  .areas { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; }
  .scroll { overflow-y: auto; overflow-x: hidden; min-height: 0; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
  .legend { display: flex; flex-wrap: wrap; gap: 2px 22px; font-size: 14px; color: var(--ink-2); padding-top: 8px; }
  .legend i { display: inline-block; width: 12px; height: 12px; border: 2.4px solid var(--mid); border-radius: 50%; margin-inline-end: 7px; vertical-align: -1px; }
  .legend i.solid { background: var(--mid); }
  .middle { display: grid; grid-template-rows: minmax(260px, 1fr) auto; gap: 14px; }
  .curve { display: grid; grid-template-rows: auto minmax(0, 1fr); }
  .reasons { border-top: 1px solid var(--line); padding-top: 10px; max-height: 270px; display: grid; grid-template-rows: auto minmax(0, 1fr); }
  .side { display: grid; grid-template-rows: minmax(160px, 1fr) auto; gap: 14px; }
  .feed { display: grid; grid-template-rows: auto minmax(0, 1fr); }
  .rack { border-top: 1px solid var(--line); padding-top: 10px; max-height: 350px; display: grid; grid-template-rows: auto minmax(0, 1fr) auto; }
  .notice { font-size: 14px; padding-top: 6px; color: var(--mid-text); }
  @media (max-width: 1500px) { .columns { grid-template-columns: minmax(0, 470fr) minmax(0, 500fr) minmax(0, 320fr); } .reasons .title span { display: none; } }
  @media (max-height: 860px) { .reasons { max-height: 210px; } .rack { max-height: 235px; } .middle { grid-template-rows: minmax(230px, 1fr) auto; } }
`;
