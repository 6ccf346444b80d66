// Between the wire and the journal: one sent fact, checked and turned into columns, or the reason for quarantine.
import type { AreaId } from '../../shared/area.ts';
import { canonicalJson } from '../../shared/canonical.ts';
import type { Decoder } from '../../shared/decode.ts';
import {
  ClockMeasuredBody,
  FACT_BODIES,
  isFactKind,
  OutboxOpenedBody,
  RatedBody,
  SentFactSchema,
} from '../../shared/fact.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import { MAX_FACT_LENGTH } from '../../shared/wire.ts';
import { ReadRating } from './read-ratings.ts';
import { type FactText, factText, inputCode, languageCode, markBits, type RatingColumns } from './row.ts';

export interface Flaw {
  readonly path: string;
  readonly message: string;
}

/** A sound fact and its canonical text. */
export interface DecodedFact extends FactText {
  text: string;
}

const sentFact = compiledDecoder(SentFactSchema);
const ratedBody = compiledDecoder(RatedBody);
export const openedBody = compiledDecoder(OutboxOpenedBody);
export const clockBody = compiledDecoder(ClockMeasuredBody);
const bodies: ReadonlyMap<string, Decoder<unknown>> = new Map(
  Object.entries(FACT_BODIES).map(([kind, schema]) => [kind, compiledDecoder(schema)]),
);

const flaw = (path: string, message: string) => fail<Flaw>({ path, message });
const UNKNOWN_AREA = 'names an area that this house does not have';

/** [W14] Checks envelope, body and area. An unknown kind passes with any body. */
export function decodeFact(value: unknown, knowsArea: (area: AreaId) => boolean): Result<DecodedFact, Flaw> {
  if (value instanceof ReadRating) {
    return knowsArea(value.area) ? ok(value) : flaw('/body/area', UNKNOWN_AREA);
  }
  const sent = sentFact.value(value);
  if (!sent.ok) return fail(sent.error);
  const { sequence, id, kind, wall, mono, body } = sent.value;
  if (kind === 'rated') {
    const rated = ratedBody.value(body);
    if (!rated.ok) return flaw(`/body${rated.error.path}`, rated.error.message);
    const { area, level, language, input, marks } = rated.value;
    const bits = markBits(marks);
    if (bits === undefined) return flaw('/body/marks', 'must be in order, each at most once');
    if (!knowsArea(area)) return flaw('/body/area', UNKNOWN_AREA);
    const rating: RatingColumns = {
      level,
      language: languageCode(language),
      input: inputCode(input),
      marks: bits,
    };
    const fact: DecodedFact = { sequence, id, kind, wall, mono, area, rating, body: null, text: '' };
    fact.text = factText(fact);
    return ok(fact);
  }
  let area: AreaId | null = null;
  if (isFactKind(kind)) {
    const checked = bodies.get(kind)?.value(body);
    if (checked && !checked.ok) return flaw(`/body${checked.error.path}`, checked.error.message);
    const named = body['area'];
    if (typeof named === 'number') {
      if (!knowsArea(named)) return flaw('/body/area', UNKNOWN_AREA);
      area = named;
    }
  }
  const fact: DecodedFact = {
    sequence,
    id,
    kind,
    wall,
    mono,
    area,
    rating: null,
    body: canonicalJson(body),
    text: '',
  };
  fact.text = factText(fact);
  if (Buffer.byteLength(fact.text) > MAX_FACT_LENGTH) {
    return flaw('', `is longer than ${MAX_FACT_LENGTH} bytes`);
  }
  return ok(fact);
}
