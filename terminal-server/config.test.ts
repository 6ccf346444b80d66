// The configuration as a technician meets it: published schema, defaults, and complaints with line and field.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSettings, schemaText } from './config.ts';
import { newFolder, removeFolder } from './test-terminal.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => removeFolder(folder));

const load = (text: string) => {
  const path = join(folder, 'terminal.json');
  writeFileSync(path, text);
  return loadSettings(path);
};

describe('configuration', () => {
  it('the published schema is the one that is checked', () => {
    const published = readFileSync(new URL('./terminal.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(published)).toEqual(JSON.parse(schemaText()));
  });

  it('only the hub must be named; paths start at the file', () => {
    expect(load('{"hub": "http://127.0.0.1:8080"}')).toEqual({
      ok: true,
      value: {
        hub: 'http://127.0.0.1:8080',
        ca: undefined,
        host: '127.0.0.1',
        port: 8081,
        data: join(folder, 'data'),
        keepDays: 400,
        logLevel: 'info',
      },
    });
  });

  it.each([
    ['{\n "hub": "http://127.0.0.1:8080",\n "port": 70000\n}', /:3: "\/port"/],
    ['{\n "hub": "ftp://x"\n}', /:2: "\/hub"/],
    ['{\n "hub": "http://h:99999"\n}', /"\/hub" is no address/],
    ['{"hub": "http://h",\n "colour": 1}', /:2: "\/colour" is not known here/],
    ['{', /is not JSON/],
    ['{"hub": "http://h", "hubCertificate": "missing.pem"}', /hubCertificate.*cannot be read/],
    ['{"hub": "http://h", "hubCertificate": "terminal.json"}', /hubCertificate.*no PEM/],
  ])('%j is refused with the place and the field', (text, message) => {
    const loaded = load(text);
    expect(loaded.ok ? '' : loaded.error.message).toMatch(message);
  });
});
