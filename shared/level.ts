// The four levels of the procedure (domain.md): what a tap says.
import { type Static, Type } from 'typebox';

export const VERY_SATISFIED = 4;
export const SATISFIED = 3;
export const FAIRLY_SATISFIED = 2;
export const DISSATISFIED = 1;

export const LevelSchema = Type.Union([
  Type.Literal(VERY_SATISFIED),
  Type.Literal(SATISFIED),
  Type.Literal(FAIRLY_SATISFIED),
  Type.Literal(DISSATISFIED),
]);
export type Level = Static<typeof LevelSchema>;

/** In the order in which they hang on the rack: level 4 leftmost, mirrored never. */
export const LEVELS: readonly Level[] = [VERY_SATISFIED, SATISFIED, FAIRLY_SATISFIED, DISSATISFIED];

/** Names for message catalogues and CSS; the words themselves stand in the catalogues. */
export const LEVEL_NAMES = {
  4: 'very',
  3: 'satisfied',
  2: 'fairly',
  1: 'dissatisfied',
} as const satisfies Record<Level, string>;
