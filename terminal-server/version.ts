// The program's version, from the package.json above wherever this file runs from.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Type } from 'typebox';
import { decoder } from '../shared/decode.ts';

const decode = decoder(Type.Object({ version: Type.String({ pattern: '^[0-9A-Za-z.+-]{1,32}$' }) }));

/** Folder of the package: the nearest one above that holds a package.json. */
export function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error('package.json is missing');
    folder = above;
  }
  return folder;
}

export function programVersion(): string {
  const decoded = decode.text(readFileSync(join(packageFolder(), 'package.json'), 'utf8'));
  return decoded.ok ? decoded.value.version : '0.0.0';
}
