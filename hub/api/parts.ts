// API: schemas of paths and queries that several routes share.
import { Type } from 'typebox';
import { NameSchema } from '../../shared/id.ts';

const strict = { additionalProperties: false } as const;

export const NumberedSchema = Type.Object(
  { id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) },
  strict,
);
export const NamedSchema = Type.Object({ id: NameSchema }, strict);
export const USUAL_PAGE = 100;
/** Newest first: `before` is the last id of the page before. */
export const PageSchema = Type.Object(
  {
    before: Type.Optional(Type.Integer({ minimum: 1, maximum: 9_007_199_254_740 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: USUAL_PAGE })),
  },
  strict,
);
/** The answer of what only does something. */
export const doneSchema = Type.Object({}, strict);
export const done = {};
