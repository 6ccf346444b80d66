// For the screens: bells, seal and icons of shared/ as SVG templates.
import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { BELL_VIEW_BOX, BELLS, SEAL_BAND, SEAL_BELL, SEAL_GROUND, SEAL_VIEW_BOX } from '../shared/bell.ts';
import type { Level } from '../shared/level.ts';
import { ICON_VIEW_BOX, type LineIcon } from '../shared/reason-icons.ts';

/** A lit bell with its face in the level's colour. Mouths get a narrow stroke so that their corners are soft. */
export function litBell(level: Level): TemplateResult {
  const bell = BELLS[level];
  const colour = `var(--level-${level})`;
  const ground = 'var(--ground)';
  return html`<svg class="bell" viewBox=${BELL_VIEW_BOX} aria-hidden="true">
    <g class="metal" fill=${colour} stroke=${colour}>
      <path d=${bell.loop} fill="none" stroke-width="9" />
      <path d=${bell.body} stroke="none" />
    </g>
    <g opacity="0.5" fill=${ground}>
      <path d=${bell.band} stroke=${ground} stroke-width="2.4" />
      <path d=${bell.bosses} />
    </g>
    <g stroke=${ground} stroke-linecap="round" stroke-linejoin="round">
      <path d=${bell.featureLines} fill="none" stroke-width="11" />
      ${bell.featureFills === '' ? nothing : featureFill(bell.featureFills, level, ground)}
    </g>
  </svg>`;
}

const featureFill = (path: string, level: Level, ground: string): SVGTemplateResult =>
  svg`<path d=${path} fill=${ground} stroke-width=${level === 4 ? 3 : 0} />`;

/** Idle, closed or resting: the outline without a face, in the colour of its surroundings. */
export function unlitBell(level: Level, stroke: number): TemplateResult {
  const bell = BELLS[level];
  return html`<svg class="bell" viewBox=${BELL_VIEW_BOX} fill="none" stroke="currentColor" stroke-width=${stroke} aria-hidden="true">
    <path d=${bell.loop} />
    <path d=${bell.body} stroke-linejoin="round" />
    <path d=${bell.band} stroke-width=${stroke * 0.6} />
    <path d=${bell.bosses} fill="currentColor" stroke="none" />
  </svg>`;
}

export const seal = (): TemplateResult => html`<svg class="seal" viewBox=${SEAL_VIEW_BOX} aria-hidden="true">
  <path class="seal-ground" d=${SEAL_GROUND} />
  <path class="seal-bell" d=${SEAL_BELL} fill-rule="evenodd" />
  <path class="seal-band" d=${SEAL_BAND} stroke-width="2" />
</svg>`;

export const lineIcon = (
  icon: LineIcon,
): TemplateResult => html`<svg class="icon" viewBox=${ICON_VIEW_BOX} aria-hidden="true">
  <path d=${icon.stroke} />
  ${icon.fill === undefined ? nothing : svg`<path class="filled" d=${icon.fill} />`}
</svg>`;

/** Rings of a struck bell around the middle of the box: radii grow by a tenth, the lines fade outwards. */
export function rings(first: number, step: number, count: number): TemplateResult {
  const circles: SVGTemplateResult[] = [];
  let radius = first;
  for (let n = 0; n < count; n++) {
    const share = 1 - n / count;
    circles.push(svg`<circle r=${radius} opacity=${share.toFixed(2)} />`);
    radius += step * 1.09 ** n;
  }
  return html`<svg class="rings" viewBox="-1000 -1000 2000 2000" fill="none" stroke="currentColor" aria-hidden="true">
    ${circles}
  </svg>`;
}
