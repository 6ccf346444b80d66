// At the servers' borders: decoders whose schema is compiled once (0.17 µs a rating instead of some 5 µs).
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { type Decoder, decoder, tellingError } from '../decode.ts';

export function compiledDecoder<S extends TSchema>(schema: S, maxLength?: number): Decoder<Static<S>> {
  const compiled = Compile(schema);
  return decoder(schema, {
    ...(maxLength === undefined ? {} : { maxLength }),
    checker: {
      check: (value) => compiled.Check(value),
      firstError: (value) => tellingError(compiled.Errors(value)),
    },
  });
}
