// Configuration files of hub and terminal: read, checked, every complaint named by line, field and remedy.
import { readFileSync } from 'node:fs';
import type { Static, TSchema } from 'typebox';
import { fail, ok, type Result } from '../result.ts';
import { compiledDecoder } from './compile.ts';

export interface ConfigProblem {
  /** One sentence for the technician: file, line where it can be told, field, what is wrong. */
  readonly message: string;
}

/** The 1-based line on which the member that a JSON pointer names begins, as far as the text can tell. */
function lineOf(text: string, pointer: string): number | undefined {
  let from = 0;
  for (const part of pointer.split('/').slice(1)) {
    if (/^\d+$/.test(part)) continue;
    const found = text.indexOf(`"${part}"`, from);
    if (found < 0) return undefined;
    from = found;
  }
  return from === 0 ? undefined : text.slice(0, from).split('\n').length;
}

export function readConfig<S extends TSchema>(path: string, schema: S): Result<Static<S>, ConfigProblem> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return fail({
      message: `The configuration file ${path} cannot be read (${why}).`,
    });
  }
  const decoded = compiledDecoder(schema).text(text);
  if (decoded.ok) return ok(decoded.value);
  const { reason, path: field, message } = decoded.error;
  if (reason !== 'invalid') return fail({ message: `The configuration file ${path} ${message}.` });
  const line = lineOf(text, field);
  const where = line === undefined ? path : `${path}:${line}`;
  return fail({ message: `${where}: "${field || '/'}" ${message}.` });
}
