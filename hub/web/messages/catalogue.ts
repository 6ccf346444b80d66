// What every catalogue of the supervisor's pages holds: the keys of the English one, each exactly once.
import type { en } from './en.ts';

export type MessageKey = keyof typeof en;
export type Catalogue = Readonly<Record<MessageKey, string>>;
