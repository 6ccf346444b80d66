// Where the repository stands, from a test's source as from its compiled copy in dist/.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function above(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('no package.json above this file');
  return above(parent);
}

export const ROOT = above(dirname(fileURLToPath(import.meta.url)));
/** A compiled program, e.g. `compiled('hub/main.js')`. */
export const compiled = (path: string): string => join(ROOT, 'dist', path);
