// At every border: the one place where unknown input becomes a typed value. No cast follows a JSON.parse.
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { fail, ok, type Result } from './result.ts';

/** Why input was refused: which field, and a sentence for a person. `path` is a JSON pointer, '' for the whole. */
export interface DecodeError {
  readonly reason: 'notJson' | 'tooLarge' | 'invalid';
  readonly path: string;
  readonly message: string;
}

/** What a schema check needs; servers pass a compiled one (shared/server/compile.ts), pages use `Value`. */
export interface Checker {
  check(value: unknown): boolean;
  firstError(value: unknown): { path: string; message: string };
}

export interface Decoder<T> {
  /** Parses a text of at most `maxLength` UTF-16 units and checks it. */
  text(text: string): Result<T, DecodeError>;
  /** Checks a value that was parsed already. */
  value(value: unknown): Result<T, DecodeError>;
}

export interface SchemaError {
  instancePath: string;
  message: string;
  keyword: string;
}

/** The most telling of a schema library's errors: the deepest path, unions before their members. */
export function tellingError(errors: readonly SchemaError[]): {
  path: string;
  message: string;
} {
  let best: SchemaError | undefined;
  for (const error of errors) {
    if (error.keyword === 'boolean') continue;
    if (!best || error.instancePath.split('/').length > best.instancePath.split('/').length) best = error;
  }
  if (best?.keyword === 'additionalProperties') {
    const unknown = errors.find(
      ({ keyword, instancePath }) =>
        keyword === 'boolean' && instancePath.startsWith(`${best.instancePath}/`),
    );
    if (unknown) return { path: unknown.instancePath, message: 'is not known here' };
  }
  return best ? { path: best.instancePath, message: best.message } : { path: '', message: 'is not valid' };
}

export function decoder<S extends TSchema>(
  schema: S,
  options: { readonly maxLength?: number; readonly checker?: Checker } = {},
): Decoder<Static<S>> {
  const maxLength = options.maxLength ?? 1_000_000;
  const checker = options.checker ?? {
    check: (value: unknown) => Value.Check(schema, value),
    firstError: (value: unknown) => tellingError([...Value.Errors(schema, value)]),
  };
  const holds = (value: unknown): value is Static<S> => checker.check(value);
  const decodeValue = (value: unknown): Result<Static<S>, DecodeError> =>
    holds(value) ? ok(value) : fail({ reason: 'invalid', ...checker.firstError(value) });
  return {
    value: decodeValue,
    text(text) {
      if (text.length > maxLength) {
        return fail({
          reason: 'tooLarge',
          path: '',
          message: `is longer than ${maxLength} characters`,
        });
      }
      let parsed: unknown;
      try {
        parsed = JSON.parse(text);
      } catch {
        return fail({ reason: 'notJson', path: '', message: 'is not JSON' });
      }
      return decodeValue(parsed);
    },
  };
}
