import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubConfigSchema, readHubConfig } from './config.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chime-config-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (config: object | string) => {
  const path = join(folder, 'hub.json');
  writeFileSync(path, typeof config === 'string' ? config : JSON.stringify(config, null, 2));
  return readHubConfig(path);
};
const complaint = (config: object | string): string => {
  const result = read(config);
  return result.ok ? 'none' : result.error.message;
};

describe("the hub's configuration file", () => {
  it('has a published schema, the one that is checked', () => {
    const published: unknown = JSON.parse(readFileSync(new URL('hub.schema.json', import.meta.url), 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(HubConfigSchema)));
  });

  it('needs no more than a data folder, relative to itself', () => {
    expect(read({ data: 'museum' })).toEqual({
      ok: true,
      value: {
        host: '127.0.0.1',
        port: 8080,
        data: join(folder, 'museum'),
        tls: null,
        publicUrl: null,
        logLevel: 'info',
        tryOut: false,
      },
    });
  });

  it('wants a certificate as soon as other machines can reach the hub', () => {
    for (const host of ['0.0.0.0', '192.168.1.10', '::', 'hub.museum.example']) {
      expect(complaint({ data: 'd', host }), host).toContain(
        '"tls" with a certificate and its key is required',
      );
    }
    for (const host of ['127.0.0.1', '127.0.0.2', 'localhost', '::1'])
      expect(read({ data: 'd', host }).ok).toBe(true);
  });

  it('lets the try-out stay on loopback', () => {
    expect(complaint({ data: 'd', host: '0.0.0.0', tryOut: true })).toContain(
      '"tryOut" works on loopback only',
    );
  });

  it('names the certificate or key that cannot be read or used', () => {
    writeFileSync(join(folder, 'c.pem'), 'CERTIFICATE');
    writeFileSync(join(folder, 'k.pem'), 'KEY');
    const missing = complaint({ data: 'd', tls: { certificate: 'c.pem', key: 'none.pem' } });
    expect(missing).toContain(join(folder, 'none.pem'));
    expect(missing).toContain('ENOENT');
    expect(complaint({ data: 'd', tls: { certificate: 'c.pem', key: 'k.pem' } })).toContain(
      '"tls" cannot be used',
    );
  });

  it.each([
    [{ data: 'd', port: 'eighty' }, /hub\.json:3: "\/port"/],
    [{ data: 'd', colour: 'red' }, /hub\.json/],
    [{}, /hub\.json/],
    [{ data: 'd', publicUrl: 'ftp://x' }, /hub\.json:3: "\/publicUrl"/],
    [{ data: 'd', publicUrl: 'https://user@x' }, /hub\.json:3: "\/publicUrl"/],
    [{ data: 'd', publicUrl: 'https://x?y' }, /hub\.json:3: "\/publicUrl"/],
    [{ data: 'd', publicUrl: 'https://x:99999' }, /"publicUrl" https:\/\/x:99999 is no address/],
    [
      { data: 'd', publicUrl: 'http://x', tls: { certificate: 'c', key: 'k' } },
      /"publicUrl" http:\/\/x must begin with https/,
    ],
    ['{', /is not JSON/],
  ])('names file, line and field: %j', (config, expected) => {
    expect(complaint(config)).toMatch(expected);
  });
});
