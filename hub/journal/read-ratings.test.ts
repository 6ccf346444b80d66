// The short way through a message gives exactly what the long way gives, or leaves it to the long way.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../shared/canonical.ts';
import { INPUTS, TAP_MARKS } from '../../shared/fact.ts';
import { LANGUAGES } from '../../shared/language.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import { FactsSchema } from '../../shared/wire.ts';
import { decodeFact } from './decode-fact.ts';
import { takeBatch } from './intake.ts';
import { newOutbox } from './outbox.ts';
import { readRatings } from './read-ratings.ts';
import { batchOf, open, sampleOutbox, tap } from './sample.ts';

const facts = compiledDecoder(FactsSchema);
const knows = (area: number): boolean => area % 3 !== 0;

const whole = fc.integer({ min: 0, max: 9_007_199_254_740 });
const rating = fc.record({
  sequence: fc.integer({ min: 1, max: 9_007_199_254_740 }),
  id: fc.stringMatching(/^[A-Za-z0-9_-]{22}$/),
  kind: fc.constant('rated'),
  wall: whole,
  mono: fc.integer({ min: -604_800_000, max: 9_007_199_254_740 }),
  body: fc.record({
    area: fc.integer({ min: 1, max: 2_147_483_647 }),
    level: fc.constantFrom(1, 2, 3, 4),
    language: fc.constantFrom(...LANGUAGES),
    input: fc.constantFrom(...INPUTS),
    marks: fc.subarray([...TAP_MARKS]),
  }),
});
const message = fc.record({
  outbox: fc.stringMatching(/^[a-z2-7]{16}$/),
  mono: fc.integer({ min: -604_800_000, max: 9_007_199_254_740 }),
  hub: whole,
  hash: fc.stringMatching(/^[A-Za-z0-9_-]{43}$/),
  facts: fc.array(rating, { minLength: 1, maxLength: 4 }),
});

interface Sent {
  readonly outbox: string;
  readonly mono: number;
  readonly hub: number;
  readonly hash: string;
  readonly facts: readonly unknown[];
}

/** As a terminal writes it: the facts' canonical texts behind the head. */
const spell = ({ outbox, mono, hub, hash, facts: list }: Sent): string =>
  `{"type":"facts","outbox":"${outbox}","clock":{"how":"measured","mono":${mono},"hub":${hub}},"hash":"${hash}","facts":[${list.map(canonicalJson).join(',')}]}`;

const WRONG = [
  '0',
  '-0',
  '01',
  '-',
  '1.5',
  '1e3',
  '99999999999999999999',
  '""',
  'null',
  '{}',
  '[]',
  ' ',
  '"',
  '\\u0041',
  '界',
  ',',
  '}',
];

/** What both ways make of a text; the short one may pass it on. */
function compare(text: string): 'read' | 'left' {
  const short = readRatings(text);
  if (!short) return 'left';
  const long = facts.text(text);
  if (!long.ok) throw new Error(`read what is refused: ${long.error.path} ${long.error.message}`);
  const { facts: read, ...head } = short;
  const { facts: parsed, ...longHead } = long.value;
  expect(head).toEqual(longHead);
  const told = (list: readonly unknown[]) =>
    list.map((fact) => {
      const decoded = decodeFact(fact, knows);
      return decoded.ok ? { ...decoded.value } : decoded.error;
    });
  expect(told(read)).toEqual(told(parsed));
  return 'read';
}

describe('a message of ratings', () => {
  it('is read as parsing and checking it reads it, when a terminal spelt it', () => {
    fc.assert(
      fc.property(message, (sent) => {
        expect(compare(spell(sent))).toBe('read');
      }),
    );
  });

  it('is never read otherwise than by parsing and checking, whatever is changed in its text', () => {
    const change = fc.record({
      at: fc.nat(),
      drop: fc.integer({ min: 0, max: 12 }),
      put: fc.oneof(fc.constantFrom(...WRONG), fc.string({ maxLength: 3 })),
    });
    fc.assert(
      fc.property(message, change, (sent, { at, drop, put }) => {
        const text = spell(sent);
        const from = at % text.length;
        compare(text.slice(0, from) + put + text.slice(from + drop));
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['an area of 0', '"area":2', '"area":0'],
    ['an area beyond 31 bits', '"area":2', '"area":2147483648'],
    ['a sequence of 0', '"sequence":2', '"sequence":0'],
    ['a time beyond every calendar', '"wall":', '"wall":9'],
    ['a monotonic time of more than a week before the boot', '"mono":', '"mono":-604800001,"x":'],
    ['a number with a leading zero', '"sequence":2', '"sequence":02'],
    ['a minus before zero', '"area":2', '"area":-0'],
    ['a mark out of order', '"marks":[]', '"marks":["multi","locked"]'],
    ['an id of 23 characters', '"id":"', '"id":"A'],
    ['a word more', '"marks":[]', '"marks":[],"more":1'],
    ['a space', '"marks":[]', '"marks": []'],
    ['another kind', '"rated"', '"rater"'],
    ['something behind it', ']}', ']} '],
  ])('with %s is left to parsing', (_what, from, to) => {
    const outbox = sampleOutbox();
    open(outbox);
    tap(outbox);
    const { hash, facts: list } = batchOf(outbox, 2, 2);
    const text = spell({ outbox: outbox.name, mono: 0, hub: outbox.origin, hash, facts: list });
    const [head = '', tail = ''] = text.split(/(?<="facts":\[)/);
    expect(readRatings(head + tail)?.facts).toHaveLength(1);
    expect(tail).toContain(from);
    expect(readRatings(head + tail.replace(from, to))).toBeUndefined();
  });

  it('[W14] in an area that the house does not have goes to quarantine with its bytes, and the chain goes on', () => {
    const outbox = sampleOutbox();
    open(outbox);
    tap(outbox);
    tap(outbox, { area: 9 });
    tap(outbox);
    const entry = newOutbox(1, outbox.name, outbox.terminal);
    const opened = takeBatch(entry, outbox.terminal, batchOf(outbox, 1, 1), outbox.origin, () => true);
    if (opened.how !== 'taken') throw new Error(opened.how);
    Object.assign(entry, { taken: 1, takenHash: opened.batch.hash });
    const { hash, facts: list } = batchOf(outbox, 2, 4);
    const short = readRatings(spell({ outbox: outbox.name, mono: 0, hub: outbox.origin, hash, facts: list }));
    if (!short) throw new Error('left to parsing');
    const taken = takeBatch(entry, outbox.terminal, short, outbox.origin + 1e9, (area) => area !== 9);
    expect(taken).toMatchObject({
      how: 'taken',
      batch: {
        through: 4,
        flaws: [{ sequence: 3, path: '/body/area', bytes: canonicalJson(outbox.facts[2]) }],
      },
    });
  });
});
