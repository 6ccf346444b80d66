// At the store's border: a row's columns as the types that the schema promises; anything else is a broken database.
import { LEVELS, type Level } from '../../shared/level.ts';
import type { Row } from '../../shared/server/sqlite.ts';

const wrong = (name: string): TypeError => new TypeError(`column ${name} holds something else`);

export function integer(row: Row, name: string): number {
  const value = row[name];
  if (typeof value !== 'number') throw wrong(name);
  return value;
}
export function text(row: Row, name: string): string {
  const value = row[name];
  if (typeof value !== 'string') throw wrong(name);
  return value;
}
export const integerOrNull = (row: Row, name: string): number | null =>
  row[name] === null ? null : integer(row, name);
export const textOrNull = (row: Row, name: string): string | null =>
  row[name] === null ? null : text(row, name);
/** A fact's id: 16 bytes, or text where the 22 characters are not exactly 16 bytes. */
export function idText(row: Row, name: string): string {
  const value = row[name];
  return Buffer.isBuffer(value) ? value.toString('base64url') : text(row, name);
}
/** No writer of ours stores another level: where one stands somebody changed the file, and `verify` says where. */
export function levelOf(row: Row): Level {
  const level = LEVELS.find((each) => each === row['level']);
  if (level === undefined) throw wrong('level');
  return level;
}
