// How a tap was made. Apart from fact.ts, so that the glass's page need not carry the schemas of the journal.
import { Type } from 'typebox';

export const INPUTS = ['touch', 'keyboard', 'button'] as const;
export const InputSchema = Type.Enum(INPUTS);
export type Input = (typeof INPUTS)[number];
