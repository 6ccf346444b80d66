// The bytes that the hash chain covers: one spelling for one value, the same on every machine (RFC 8785).
import type { SentFact } from './fact.ts';

/**
 * Canonical JSON of a parsed JSON value: keys sorted by UTF-16 units, no white space, numbers as ECMAScript prints
 * them. Every value that `JSON.parse` can return has one, so that also a malformed fact can be chained and kept.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/**
 * The canonical text of a well-formed fact, the same as `canonicalJson(fact)` and faster: its six keys are written in
 * sorted order and its id and kind need no escaping. The UTF-8 bytes are hashed.
 */
export const canonicalFact = (fact: SentFact): string =>
  `{"body":${canonicalJson(fact.body)},"id":"${fact.id}","kind":"${fact.kind}","mono":${fact.mono},"sequence":${fact.sequence},"wall":${fact.wall}}`;
