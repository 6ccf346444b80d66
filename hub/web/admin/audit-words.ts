// Between the audit trail's own names and the reader's words. What is not known yet is shown as the hub wrote it. Pure.
import { decoder } from '../../../shared/decode.ts';
import { LocalTextSchema } from '../../../shared/language.ts';
import type { MessageKey } from '../messages/catalogue.ts';
import { en } from '../messages/en.ts';
import type { Words } from '../words.ts';

const localText = decoder(LocalTextSchema);
const isKey = (key: string): key is MessageKey => Object.hasOwn(en, key);

/** `area.renamed` as a sentence; the name itself when either half is unknown. */
export function auditText(words: Words, what: string): string {
  const [thing = '', verb = ''] = what.split('.');
  const thingKey = `audit.thing.${thing}`;
  const verbKey = `audit.verb.${verb}`;
  if (!isKey(thingKey) || !isKey(verbKey)) return what;
  return words.t('audit.joined', { thing: words.t(thingKey), verb: words.t(verbKey) });
}

function valueText(words: Words, name: string, value: unknown, timeZone: string): string {
  if (typeof value === 'number' && name.endsWith('At')) return words.stamp(value, timeZone);
  const text = localText.value(value);
  if (text.ok) return words.text(text.value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const membersOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

/**
 * What was, or is, as lines of name and value; of a change only the members that differ from the `other` side.
 * A name that the house wrote is told in the reader's language, an instant on the site's clock.
 */
export function auditLines(words: Words, value: unknown, other: unknown, timeZone: string): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object' || Array.isArray(value)) return [valueText(words, '', value, timeZone)];
  const same = new Map(membersOf(other).map(([name, member]) => [name, JSON.stringify(member)]));
  return membersOf(value)
    .filter(([name, member]) => same.get(name) !== JSON.stringify(member))
    .map(([name, member]) => `${name}: ${valueText(words, name, member, timeZone)}`);
}
