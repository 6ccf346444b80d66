// The hub's English sentences that a person at work meets, each with the text that says it in the reader's language.
import type { MessageKey } from '../messages/catalogue.ts';

export const TOLD_REFUSALS: ReadonlyMap<string, MessageKey> = new Map<string, MessageKey>([
  ['areas beneath it are still in use', 'refused.areasBeneath'],
  ['a terminal still stands there', 'refused.terminalThere'],
  ['lies beneath the area itself', 'refused.beneathItself'],
  ['is taken by another user', 'refused.loginTaken'],
  ['is taken by another terminal', 'refused.numberTaken'],
  ['the last administrator of the whole site stays one', 'refused.lastAdministrator'],
  ['is no web address', 'refused.noAddress'],
]);
