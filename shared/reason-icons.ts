// For the glass and the staff pages: the identity sheet's line icons as SVG path data.
import type { ReasonIcon } from './reason.ts';

/** Drawn with round caps and joins, stroke `ICON_STROKE`, no fill; `fill` is filled with the same colour. */
export interface LineIcon {
  readonly stroke: string;
  readonly fill?: string;
}

export const ICON_VIEW_BOX = '0 0 96 96';
export const ICON_STROKE = 5;

/** A full circle as path data. */
const circle = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
const dots = (r: number, ...at: readonly (readonly [number, number])[]): string =>
  at.map(([x, y]) => circle(x, y, r)).join('');
/** Eight waves down from (x, y). */
const vapour = (x: number, y: number): string => `M${x} ${y}c5 5 5 9 0 15s-5 10 0 16 5 10 0 16-5 10 0 16`;
const waves = (y: number): string => `M14 ${y}c8-7 15-7 22 0s15 7 23 0 15-7 23 0`;

export const REASON_ICON_PATHS: Readonly<Record<ReasonIcon, LineIcon>> = {
  floor: {
    stroke: 'M26 29H70L84 67H12ZM19 48H77M41 29L33 67M55 29L63 67',
    fill: dots(5, [30, 39], [66, 39], [48, 58]),
  },
  smell: { stroke: `${vapour(28, 16)}${vapour(47, 18)}${vapour(66, 16)}` },
  paper: {
    stroke: `${circle(34, 38, 22)}${circle(34, 38, 6.5)}M34 16H64Q78 16 78 36V78H56V38M57 66H60M65.5 66H68.5M74 66H77`,
  },
  soap: {
    stroke:
      'M22 43H54V76Q54 80 50 80H26Q22 80 22 76ZM30 58H46M38 43V28M30 28V22M25 20H44Q50 20 50 28M30 28H46M70 43Q77 52 77 56A7 7 0 0 1 63 56Q63 52 70 43Z',
  },
  bin: {
    stroke:
      'M16 38H80M22 38L28 80H68L74 38M40 50L42 68M56 50L54 68M28 38L26 26L40 19L47 33L54 13L71 23L67 38',
  },
  wetFloor: { stroke: `M48 12Q58 25 58 32A10 10 0 0 1 38 32Q38 25 48 12Z${waves(60)}${waves(76)}` },
  fault: { stroke: 'M17 17H79V79H17ZM52 17L41 37L58 49L40 79', fill: dots(5, [28, 28], [68, 68]) },
  queue: {
    stroke: `${circle(27, 35, 10)}${circle(54, 28, 9)}${circle(76, 24, 8)}M12 78V66Q12 54 27 54T42 66V78M50 46Q66 46 66 62V78M74 42Q86 42 86 58V78`,
  },
  other: { stroke: circle(48, 48, 34), fill: dots(6, [32, 48], [48, 48], [64, 48]) },
};

/** Everything that is not a reason. */
export const LINE_ICONS = {
  next: { stroke: 'M12 48H82M56 20L84 48L56 76' },
  done: { stroke: 'M18 50L40 73L78 24' },
  headphones: {
    stroke: 'M18 52V48A30 30 0 0 1 78 48V52M18 51H31V75H23Q18 75 18 70ZM78 51H65V75H73Q78 75 78 70Z',
  },
  lower: { stroke: 'M28 12H68V84H28ZM28 56H68M48 22V44M39 36L48 45L57 36M36 66H60M36 75H60' },
  hand: {
    stroke:
      'M32 52V28A5.5 5.5 0 0 1 43 28V48M43 46V18A5.5 5.5 0 0 1 54 18V46M54 46V23A5.5 5.5 0 0 1 65 23V50M65 50V33A5.5 5.5 0 0 1 76 33V58Q76 84 53 84Q40 84 32 73L18 54Q15 49 20 46Q24 44 28 48L32 53',
  },
  walk: {
    stroke: `${circle(48, 17, 8)}M24 83L41 62L48 52L44 31L29 42L27 56M44 31L55 42L70 46M48 52L61 62L65 83`,
  },
  broom: { stroke: 'M84 12L55 46M45 40L66 56L50 84L18 68Q38 60 45 40ZM28 72Q40 66 47 54M36 76L44 64' },
  bell: {
    stroke: 'M35 28V23A13 13 0 0 1 61 23V28M28 28H68L80 68Q48 92 16 68ZM37 62Q48 74 59 62',
    fill: dots(5, [39, 48], [57, 48]),
  },
  wrench: {
    stroke: 'M72 13A22 22 0 0 0 45 45L17 73A7.5 7.5 0 0 0 28 84L56 56A22 22 0 0 0 85 27L71 43L57 30Z',
  },
  camera: { stroke: `M10 27H30L38 15H58L66 27H86V79H10Z${circle(48, 52, 17)}` },
} as const satisfies Record<string, LineIcon>;
