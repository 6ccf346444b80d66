// Between the socket and the journal's queue: a message of nothing but ratings, read straight from the spelling that
// terminals send. Costs a quarter of parsing, checking and spelling it again; whatever is spelt otherwise goes that way.
import { INPUTS, TAP_MARKS } from '../../shared/fact.ts';
import { LANGUAGES } from '../../shared/language.ts';
import { LEVELS } from '../../shared/level.ts';
import { MAX_AGO_MS } from '../../shared/policy.ts';
import { type BatchClock, type Facts, MAX_BATCH } from '../../shared/wire.ts';
import type { DecodedFact } from './decode-fact.ts';
import type { RatingColumns } from './row.ts';

const MAX_AREA = 2_147_483_647;
/** Of instants, monotonic times and sequences. */
const MAX_NUMBER = 9_007_199_254_740;
const NAME = 16;
const HASH = 43;
const ID = 22;
const ZERO = 48;
const NINE = 57;

/** A fact read from its canonical text: an element of `Facts` that needs no further check but of its area. */
export class ReadRating implements DecodedFact {
  readonly kind = 'rated';
  readonly body = null;
  readonly sequence: number;
  readonly id: string;
  readonly wall: number;
  readonly mono: number;
  readonly area: number;
  readonly rating: RatingColumns;
  text: string;

  constructor(
    sequence: number,
    id: string,
    wall: number,
    mono: number,
    area: number,
    rating: RatingColumns,
    text: string,
  ) {
    this.sequence = sequence;
    this.id = id;
    this.wall = wall;
    this.mono = mono;
    this.area = area;
    this.rating = rating;
    this.text = text;
  }
}

/** Everything that a body says behind its area, as it is spelt, up to the beginning of the id. */
const RATINGS: ReadonlyMap<string, RatingColumns> = new Map(
  INPUTS.flatMap((inputName, input) =>
    LANGUAGES.flatMap((languageName, language) =>
      LEVELS.flatMap((level) =>
        Array.from({ length: 2 ** TAP_MARKS.length }, (_, marks): [string, RatingColumns] => {
          const names = TAP_MARKS.filter((_mark, index) => marks & (1 << index));
          const text = `,"input":"${inputName}","language":"${languageName}","level":${level},"marks":${JSON.stringify(names)}},"id":"`;
          return [text, { level, language, input, marks }];
        }),
      ),
    ),
  ),
);

const IN_NAME = bytesOf('abcdefghijklmnopqrstuvwxyz234567');
const IN_BASE64 = bytesOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
function bytesOf(characters: string): Uint8Array {
  const known = new Uint8Array(128);
  for (const character of characters) known[character.charCodeAt(0)] = 1;
  return known;
}

/** A cut-out keeps the whole message in memory; ids and names outlive it by hours. */
const ownCopy = (text: string): string => ` ${text}`.slice(1);

/** Walks a text; any `false` or `undefined` means: spelt otherwise. */
class Walk {
  readonly #text: string;
  at = 0;
  /** What `number` read. */
  value = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get done(): boolean {
    return this.at === this.#text.length;
  }

  cut(from: number): string {
    return this.#text.slice(from, this.at);
  }

  passed(piece: string): boolean {
    if (!this.#text.startsWith(piece, this.at)) return false;
    this.at += piece.length;
    return true;
  }

  /** An integer as JSON and RFC 8785 spell it: no leading zero, no minus before zero. */
  number(min: number, max: number): boolean {
    const negative = min < 0 && this.#text.charCodeAt(this.at) === 45;
    const from = negative ? this.at + 1 : this.at;
    let at = from;
    let value = 0;
    for (let unit = this.#text.charCodeAt(at); unit >= ZERO && unit <= NINE && at - from < 14; ) {
      value = value * 10 + (unit - ZERO);
      at += 1;
      unit = this.#text.charCodeAt(at);
    }
    if (at === from || (this.#text.charCodeAt(from) === ZERO && (at - from > 1 || negative))) return false;
    this.value = negative ? -value : value;
    this.at = at;
    return this.value >= min && this.value <= max;
  }

  /** Exactly so many characters of a set. */
  characters(count: number, known: Uint8Array): boolean {
    const end = this.at + count;
    for (let at = this.at; at < end; at++) if (known[this.#text.charCodeAt(at)] !== 1) return false;
    this.at = end;
    return true;
  }

  /** The text before the next `mark`, and past it. */
  through(mark: string): string | undefined {
    const found = this.#text.indexOf(mark, this.at);
    if (found < 0) return undefined;
    const from = this.at;
    this.at = found + mark.length;
    return this.cut(from);
  }
}

function clockOf(walk: Walk): BatchClock | undefined {
  if (!walk.passed('","clock":{"how":"measured","mono":') || !walk.number(-MAX_AGO_MS, MAX_NUMBER)) return;
  const mono = walk.value;
  if (!walk.passed(',"hub":') || !walk.number(0, MAX_NUMBER) || !walk.passed('},"hash":"')) return;
  return { how: 'measured', mono, hub: walk.value };
}

function ratingOf(walk: Walk): ReadRating | undefined {
  const start = walk.at;
  if (!walk.passed('{"body":{"area":') || !walk.number(1, MAX_AREA)) return;
  const area = walk.value;
  const rating = RATINGS.get(walk.through('"id":"') ?? '');
  const idFrom = walk.at;
  if (!rating || !walk.characters(ID, IN_BASE64)) return;
  const id = ownCopy(walk.cut(idFrom));
  if (!walk.passed('","kind":"rated","mono":') || !walk.number(-MAX_AGO_MS, MAX_NUMBER)) return;
  const mono = walk.value;
  if (!walk.passed(',"sequence":') || !walk.number(1, MAX_NUMBER)) return;
  const sequence = walk.value;
  if (!walk.passed(',"wall":') || !walk.number(0, MAX_NUMBER) || !walk.passed('}')) return;
  return new ReadRating(sequence, id, walk.value, mono, area, rating, walk.cut(start));
}

/** The message, when it is one of canonical ratings on a measured clock; undefined says nothing about any other. */
export function readRatings(text: string): Facts | undefined {
  const walk = new Walk(text);
  if (!walk.passed('{"type":"facts","outbox":"') || !walk.characters(NAME, IN_NAME)) return;
  const outbox = ownCopy(walk.cut(walk.at - NAME));
  const clock = clockOf(walk);
  if (!clock || !walk.characters(HASH, IN_BASE64)) return;
  const hash = walk.cut(walk.at - HASH);
  if (!walk.passed('","facts":[')) return;
  const facts: ReadRating[] = [];
  do {
    const fact = ratingOf(walk);
    if (!fact || facts.length === MAX_BATCH) return;
    facts.push(fact);
  } while (walk.passed(','));
  return walk.passed(']}') && walk.done ? { type: 'facts', outbox, clock, hash, facts } : undefined;
}
