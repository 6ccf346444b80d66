// The house's drawings as Lit templates: bells by level, reason icons, the seal. Colours come from the CSS around them.
import { html, svg, type TemplateResult } from 'lit';
import {
  BAND_STROKE,
  BELL_VIEW_BOX,
  BELLS,
  FEATURE_STROKE,
  LOOP_STROKE,
  SEAL_BAND,
  SEAL_BELL,
  SEAL_GROUND,
  SEAL_VIEW_BOX,
  SILHOUETTE_BELOW_PX,
} from '../../../shared/bell.ts';
import type { Level } from '../../../shared/level.ts';
import type { TerminalState } from '../../../shared/live.ts';
import type { ReasonIcon } from '../../../shared/reason.ts';
import { ICON_STROKE, ICON_VIEW_BOX, REASON_ICON_PATHS } from '../../../shared/reason-icons.ts';

/** A lit bell of `size` CSS pixels; the word stands beside it, so it is hidden from screen readers. */
export function bell(level: Level, size: number): TemplateResult {
  const drawing = BELLS[level];
  const fill = `var(--level-${level})`;
  const features = `var(--on-level-${level})`;
  const whole =
    size < SILHOUETTE_BELOW_PX
      ? svg`<path d=${drawing.silhouette} fill=${fill} fill-rule="evenodd"></path>`
      : svg`
        <path d=${drawing.loop} fill="none" stroke=${fill} stroke-width=${LOOP_STROKE}></path>
        <path d=${drawing.body} fill=${fill}></path>
        <g opacity="0.5"><path d=${drawing.band} stroke=${features} stroke-width=${BAND_STROKE}></path>
        <path d=${drawing.bosses} fill=${features}></path></g>
        <path d=${drawing.featureLines} fill="none" stroke=${features} stroke-width=${FEATURE_STROKE} stroke-linecap="round"></path>
        <path d=${drawing.featureFills} fill=${features}></path>`;
  return html`<svg aria-hidden="true" viewBox=${BELL_VIEW_BOX} width=${size} height=${size}>${whole}</svg>`;
}

export const reasonIcon = (icon: ReasonIcon, size: number): TemplateResult => {
  const { stroke, fill } = REASON_ICON_PATHS[icon];
  return html`<svg aria-hidden="true" viewBox=${ICON_VIEW_BOX} width=${size} height=${size}>
    <path d=${stroke} fill="none" stroke="currentColor" stroke-width=${ICON_STROKE} stroke-linecap="round" stroke-linejoin="round"></path>
    ${fill ? svg`<path d=${fill} fill="currentColor"></path>` : ''}
  </svg>`;
};

export const seal = (size: number): TemplateResult => html`
  <svg aria-hidden="true" viewBox=${SEAL_VIEW_BOX} width=${size} height=${size}>
    <path d=${SEAL_GROUND} fill="#e4533a"></path>
    <path d=${SEAL_BELL} fill="#f8f6f1" fill-rule="evenodd"></path>
    <path d=${SEAL_BAND} fill="none" stroke="#e4533a" stroke-width="2"></path>
  </svg>`;

/** Terminal's bell in the crop of `BELL_VIEW_BOX`: solid in order, half-filled degraded, dashed silent, outlined else. */
export function terminalBell(state: TerminalState, x: number, y: number, size: number): TemplateResult {
  const { body, loop } = BELLS[1];
  const scale = size / 212;
  const colour =
    state === 'inOrder'
      ? 'var(--ok)'
      : state === 'degraded'
        ? 'var(--mid)'
        : state === 'silent'
          ? 'var(--bad)'
          : 'var(--ink-3)';
  const dash = state === 'silent' ? '20 15' : 'none';
  const solid = state === 'inOrder';
  return svg`<g transform=${`translate(${x - size / 2} ${y}) scale(${scale}) translate(-14 -12)`}>
    <path d=${loop} fill="none" stroke=${colour} stroke-width=${LOOP_STROKE}></path>
    ${state === 'degraded' ? svg`<clipPath id=${`half-${x}-${y}`}><rect x="0" y="138" width="240" height="102"></rect></clipPath><path d=${body} fill=${colour} clip-path=${`url(#half-${x}-${y})`}></path>` : ''}
    <path d=${body} fill=${solid ? colour : 'none'} stroke=${colour} stroke-width="11" stroke-dasharray=${dash} stroke-linejoin="round"></path>
  </g>`;
}
