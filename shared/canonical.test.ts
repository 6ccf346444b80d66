// Beside canonical.ts: one spelling for one value.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalFact, canonicalJson } from './canonical.ts';
import { decoder } from './decode.ts';
import { INPUTS, RatedBody, TAP_MARKS } from './fact.ts';
import { LANGUAGES } from './language.ts';
import { LEVELS } from './level.ts';

const id = fc.stringMatching(/^[A-Za-z0-9_-]{22}$/);
const rated = fc.record({
  sequence: fc.integer({ min: 1, max: 2 ** 40 }),
  id,
  kind: fc.constant('rated'),
  wall: fc.integer({ min: 0, max: 2 ** 42 }),
  mono: fc.integer({ min: 0, max: 2 ** 42 }),
  body: fc.record({
    area: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    level: fc.constantFrom(...LEVELS),
    language: fc.constantFrom(...LANGUAGES),
    input: fc.constantFrom(...INPUTS),
    marks: fc.subarray([...TAP_MARKS]),
  }),
});

describe('[F2] canonical bytes', () => {
  it('do not depend on the order in which members were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      }),
    );
  });

  it('exist for every parsed JSON value and mean the same value', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
      }),
    );
  });

  it('spell the sample of RFC 8785: keys by UTF-16 units, numbers as ECMAScript prints them', () => {
    expect(
      canonicalJson(JSON.parse('{"\\u20ac":1,"\\r":2,"1":3,"\\ud83d\\ude02":4,"\\u0080":5,"\\u00f6":1E30}')),
    ).toBe('{"\\r":2,"1":3,"\u0080":5,"ö":1e+30,"€":1,"😂":4}');
  });

  it('are the same on the fast path of a well-formed fact', () => {
    fc.assert(
      fc.property(rated, (fact) => {
        expect(canonicalFact(fact)).toBe(canonicalJson(fact));
      }),
    );
  });
});

describe('decode', () => {
  const body = decoder(RatedBody, { maxLength: 200 });

  it('takes every fact body that a terminal can write and gives back the same bytes', () => {
    fc.assert(
      fc.property(rated, (fact) => {
        const decoded = body.text(JSON.stringify(fact.body));
        expect(decoded.ok && canonicalJson(decoded.value)).toBe(canonicalJson(fact.body));
      }),
    );
  });

  it('never throws on text, whatever it holds, and names what is wrong', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        const decoded = body.text(text);
        if (!decoded.ok) expect(decoded.error.message.length).toBeGreaterThan(0);
      }),
    );
  });

  it('names the field of a level out of range', () => {
    const decoded = body.value({ area: 1, level: 5, language: 'en', input: 'touch', marks: [] });
    expect(decoded).toMatchObject({ ok: false, error: { reason: 'invalid', path: '/level' } });
  });

  it('refuses unknown members, over-long text and text that is not JSON', () => {
    const good = { area: 1, level: 4, language: 'en', input: 'touch', marks: [] };
    expect(body.value({ ...good, name: 'x' }).ok).toBe(false);
    expect(body.text(`${JSON.stringify(good)}${' '.repeat(200)}`)).toMatchObject({
      error: { reason: 'tooLarge' },
    });
    expect(body.text('{')).toMatchObject({ error: { reason: 'notJson' } });
  });
});
