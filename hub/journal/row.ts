// In the journal: a fact as columns, and back again to the very text that the hash chain covers.
import { INPUTS, type Input, TAP_MARKS, type TapMark } from '../../shared/fact.ts';
import { LANGUAGES, type Language } from '../../shared/language.ts';
import type { Level } from '../../shared/level.ts';

/** Where a fact came from. `number` is the hub's own short name of the outbox. */
export interface Origin {
  readonly number: number;
  readonly name: string;
  readonly terminal: string;
  /** `at` of the outbox's first fact; 0 when that one is in quarantine. */
  readonly openedAt: number;
}

/** What a rating says, as numbers: `language`, `input` are places in their lists, `marks` a bit per TAP_MARKS. */
export interface RatingColumns {
  readonly level: Level;
  readonly language: number;
  readonly input: number;
  readonly marks: number;
}

/** A fact as the journal holds it. Either `rating` or `body` (canonical JSON) is there. */
export interface FactRow {
  readonly position: number;
  readonly origin: Origin;
  /** Position of the fact before it in its outbox, 0 for none; facts in quarantine are passed over. */
  readonly previous: number;
  readonly sequence: number;
  readonly kind: string;
  readonly id: string;
  readonly wall: number;
  readonly mono: number;
  readonly at: number;
  readonly estimated: boolean;
  readonly receivedAt: number;
  readonly area: number | null;
  readonly rating: RatingColumns | null;
  readonly body: string | null;
}

export const LOCKED = 1;
export const MULTI = 2;
export const STAFF_PRESENT = 4;
export const OUT_OF_HOURS = 8;

const MARK_TEXTS = Array.from({ length: 2 ** TAP_MARKS.length }, (_, bits) =>
  JSON.stringify(TAP_MARKS.filter((_mark, index) => bits & (1 << index))),
);
const LANGUAGE_CODES: ReadonlyMap<string, number> = new Map(LANGUAGES.map((name, code) => [name, code]));
const INPUT_CODES: ReadonlyMap<string, number> = new Map(INPUTS.map((name, code) => [name, code]));

/** The marks as bits; undefined when one stands twice or out of order, so that the text could not be written again. */
export function markBits(marks: readonly TapMark[]): number | undefined {
  let bits = 0;
  for (const mark of marks) {
    const bit = 1 << TAP_MARKS.indexOf(mark);
    if (bit <= bits) return undefined;
    bits |= bit;
  }
  return bits;
}

export const languageCode = (language: Language): number => LANGUAGE_CODES.get(language) ?? 0;
export const languageOf = (code: number): Language => LANGUAGES[code] ?? 'en';
export const inputCode = (input: Input): number => INPUT_CODES.get(input) ?? 0;

export interface FactText {
  readonly sequence: number;
  readonly id: string;
  readonly kind: string;
  readonly wall: number;
  readonly mono: number;
  readonly area: number | null;
  readonly rating: RatingColumns | null;
  readonly body: string | null;
}

/** The canonical text (RFC 8785) that the terminal hashed: the same as `canonicalFact`, from the columns. */
export function factText(fact: FactText): string {
  const { rating } = fact;
  const body = rating
    ? `{"area":${fact.area},"input":"${INPUTS[rating.input]}","language":"${LANGUAGES[rating.language]}","level":${rating.level},"marks":${MARK_TEXTS[rating.marks]}}`
    : fact.body;
  return `{"body":${body},"id":"${fact.id}","kind":"${fact.kind}","mono":${fact.mono},"sequence":${fact.sequence},"wall":${fact.wall}}`;
}

/** Whether the id's 22 characters are exactly 16 bytes: two of the last character's bits carry data, four must be 0. */
export const isSixteenBytes = (id: string): boolean => {
  const last = id.charCodeAt(21);
  return last === 65 || last === 81 || last === 103 || last === 119;
};
