import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'chime-make-folder-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a folder', () => {
  it('is made with all above it, and once more without complaint', () => {
    const path = join(folder, 'a', 'b', 'c');
    makeFolder(path, 0o700);
    makeFolder(path, 0o700);
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  it('is refused below a file and in place of one', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => makeFolder(join(folder, 'file', 'data'))).toThrow('ENOTDIR');
    expect(() => makeFolder(join(folder, 'file'))).toThrow('EEXIST');
  });

  it.runIf(existsSync('/proc/version'))('is refused where nobody can make one, without end of trying', () => {
    expect(() => makeFolder('/proc/chime/data')).toThrow('ENOENT');
  });
});
