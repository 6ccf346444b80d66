// For the glass, the staff pages and print: the four bells and their beam as SVG path data, from the design's numbers.
import type { Level } from './level.ts';

/** Crops the bells' own box of 240×240; the axis stands at x = 120. */
export const BELL_VIEW_BOX = '14 12 212 212';
/** Below this many CSS pixels of height only the silhouette is drawn. */
export const SILHOUETTE_BELOW_PX = 24;

export const LOOP_STROKE = 9;
export const BAND_STROKE = 2.4;
export const FEATURE_STROKE = 11;

export interface BellDrawing {
  /** Filled in the level's colour; stroked alone when unlit. */
  readonly body: string;
  /** Stroked, `LOOP_STROKE`, round. */
  readonly loop: string;
  /** Loop and body as one filled shape: the bell below `SILHOUETTE_BELOW_PX`. Fill rule even-odd. */
  readonly silhouette: string;
  /** Two lines, stroked in the ground's colour, `BAND_STROKE`, half opacity. */
  readonly band: string;
  /** Six circles, filled like the band. */
  readonly bosses: string;
  /** Eyes and mouth: lines stroked in the ground's colour, `FEATURE_STROKE`, round. */
  readonly featureLines: string;
  /** Eyes and mouth: filled in the ground's colour. */
  readonly featureFills: string;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const AXIS = 120;
const SHOULDER_Y = 52;
const SHOULDER_X = 64;
const SHOULDER_CORNER = 12;
const FLARE = 0.272;

/** Corner height, height of the rim's middle and corner radius: the silhouette alone tells the level. */
const RIMS: Readonly<Record<Level, { corner: number; middle: number; radius: number }>> = {
  4: { corner: 162, middle: 211, radius: 20 },
  3: { corner: 177, middle: 203, radius: 15 },
  2: { corner: 195, middle: 195, radius: 11 },
  1: { corner: 220, middle: 185, radius: 13 },
};

const sideX = (y: number): number => SHOULDER_X - FLARE * (y - SHOULDER_Y);
const mirror = ({ x, y }: Point): Point => ({ x: 2 * AXIS - x, y });
const round = (value: number): number => Math.round(value * 100) / 100;
const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;
const between = (a: Point, b: Point, share: number): Point => ({
  x: a.x + (b.x - a.x) * share,
  y: a.y + (b.y - a.y) * share,
});
/** The point that lies `distance` from `from` on the way to `to`. */
const towards = (from: Point, to: Point, distance: number): Point =>
  between(from, to, distance / Math.hypot(to.x - from.x, to.y - from.y));
const circle = (x: number, y: number, r: number): string =>
  `M${round(x - r)} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;

/** Closed outline, clockwise from the left end of the shoulder. */
function bodyPath(level: Level): string {
  const { corner, middle, radius } = RIMS[level];
  const shoulder: Point = { x: SHOULDER_X, y: SHOULDER_Y };
  const foot: Point = { x: sideX(corner), y: corner };
  const control: Point = { x: AXIS, y: 2 * middle - corner };
  // Where the rounding meets the rim: a quadratic leaves its end towards the control point at 2·t·length.
  const t = radius / (2 * Math.hypot(control.x - foot.x, control.y - foot.y));
  const onRim = between(between(foot, control, t), between(control, mirror(foot), t), t);
  // The rim between both roundings is a quadratic again; by symmetry its control point stays on the axis.
  const slope = between(foot, control, t);
  const inner: Point = {
    x: AXIS,
    y: onRim.y + ((onRim.y - slope.y) / (onRim.x - slope.x)) * (AXIS - onRim.x),
  };
  const top = towards(shoulder, mirror(shoulder), SHOULDER_CORNER);
  const underShoulder = towards(shoulder, foot, SHOULDER_CORNER);
  const aboveFoot = towards(foot, shoulder, radius);
  return [
    `M${at(top)}L${at(mirror(top))}`,
    `Q${at(mirror(shoulder))} ${at(mirror(underShoulder))}`,
    `L${at(mirror(aboveFoot))}`,
    `Q${at(mirror(foot))} ${at(mirror(onRim))}`,
    `Q${at(inner)} ${at(onRim)}`,
    `Q${at(foot)} ${at(aboveFoot)}`,
    `L${at(underShoulder)}`,
    `Q${at(shoulder)} ${at(top)}Z`,
  ].join('');
}

const LOOP = 'M104 52V36A16 16 0 0 1 136 36V54';
/** The loop's stroke as an area, its foot sunk into the body so that no seam shows. */
const LOOP_AREA = 'M99.5 52V36A20.5 20.5 0 0 1 140.5 36V52H131.5V36A11.5 11.5 0 0 0 108.5 36V52Z';
const BAND = 'M70 67H170M63 93H177';
const BOSSES = [78, 92, 106, 134, 148, 162].map((x) => circle(x, 80, 4.2)).join('');

const FEATURES: Readonly<Record<Level, { lines: string; fills: string }>> = {
  4: {
    lines: 'M72 126Q87 106 102 126M168 126Q153 106 138 126',
    fills: 'M76 149Q120 161 164 149Q152 190 120 190Q88 190 76 149Z',
  },
  3: { lines: 'M80 152Q120 188 160 152', fills: circle(88, 121, 11.5) + circle(152, 121, 11.5) },
  2: { lines: 'M88 160Q120 170 152 160', fills: circle(86, 126, 11.5) + circle(154, 126, 11.5) },
  1: { lines: 'M73 136L99 123M167 136L141 123M85 171Q120 140 155 171', fills: '' },
};

function drawBell(level: Level): BellDrawing {
  const body = bodyPath(level);
  const features = FEATURES[level];
  return {
    body,
    loop: LOOP,
    silhouette: LOOP_AREA + body,
    band: BAND,
    bosses: BOSSES,
    featureLines: features.lines,
    featureFills: features.fills,
  };
}

export const BELLS: Readonly<Record<Level, BellDrawing>> = {
  4: drawBell(4),
  3: drawBell(3),
  2: drawBell(2),
  1: drawBell(1),
};

/** The seal of the house: a worn square (vermilion) and a bell in it (paper), in a box of 72. */
export const SEAL_VIEW_BOX = '0 0 72 72';
export const SEAL_GROUND =
  'M3.5 2Q36 .4 68.5 2Q71 2.2 71 4.5Q70 20 70.5 36Q70 52 70.5 67.5Q70.3 70 68 70.2Q36 72 4 70.2Q1.5 70 1.5 67.5Q2 52 1.5 36Q2 20 1 4.5Q1.2 2.2 3.5 2Z';
export const SEAL_BELL =
  'M27.5 17.5V13.5A8.5 8.5 0 0 1 44.5 13.5V17.5H49.5L57.5 58Q36 43 14.5 58L22.5 17.5ZM31 17.5H41V13.7A5 5 0 0 0 31 13.7Z';
/** The bell's two bands, stroked in the ground's colour, width 2. */
export const SEAL_BAND = 'M21 26.5H51M20 31.5H52';

export interface BeamDrawing {
  /** Filled lacquer. */
  readonly rail: string;
  /** Two lines, stroked vermilion, `BEAM_EDGE`. */
  readonly edges: string;
  /** Stroked vermilion, thin. */
  readonly rhombs: string;
  /** Filled bronze. */
  readonly sleeves: string;
  /** Lines and a small frame on each sleeve, stroked in a darker bronze. */
  readonly sleeveLines: string;
}

export const BEAM_EDGE = 2.4;

/** A beam in its own box of `width` × `height` px: rhombs about 1.5 heights apart, sleeves 2.2 heights long. */
export function drawBeam(width: number, height: number): BeamDrawing {
  const sleeve = Math.min(2.2 * height, width / 4);
  const inner = width - 2 * sleeve;
  const spaces = Math.max(1, Math.round(inner / (1.5 * height)));
  const [halfWide, halfHigh, middle] = [0.37 * height, 0.25 * height, height / 2];
  let rhombs = '';
  for (let n = 1; n < spaces; n++) {
    const x = sleeve + (inner * n) / spaces;
    rhombs += `M${at({ x: x - halfWide, y: middle })}L${at({ x, y: middle - halfHigh })}`;
    rhombs += `L${at({ x: x + halfWide, y: middle })}L${at({ x, y: middle + halfHigh })}Z`;
  }
  const lines = (x: number): string =>
    [
      `M${at({ x: x + sleeve * 0.25, y: 0 })}V${round(height)}`,
      `M${at({ x: x + sleeve * 0.75, y: 0 })}V${round(height)}`,
      `M${at({ x: x + sleeve * 0.38, y: height * 0.29 })}H${round(x + sleeve * 0.62)}`,
      `V${round(height * 0.71)}H${round(x + sleeve * 0.38)}Z`,
    ].join('');
  const box = (x: number, wide: number): string =>
    `M${round(x)} 0H${round(x + wide)}V${round(height)}H${round(x)}Z`;
  const edge = BEAM_EDGE / 2;
  return {
    rail: box(sleeve, inner),
    edges: `M${round(sleeve)} ${edge}H${round(sleeve + inner)}M${round(sleeve)} ${round(height - edge)}H${round(sleeve + inner)}`,
    rhombs,
    sleeves: box(0, sleeve) + box(width - sleeve, sleeve),
    sleeveLines: lines(0) + lines(width - sleeve),
  };
}
