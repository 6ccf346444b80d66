// Beside chain.ts, keys.ts and config.ts: what seals and configuration files promise.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Type } from 'typebox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chainNext, chainStart, sealBytes } from './chain.ts';
import { readConfig } from './config.ts';
import { isSignedBy, loadSigner, newSigner } from './keys.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chime-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('[F4] chain', () => {
  it('is bound to terminal and outbox and to every fact before', () => {
    const start = chainStart('aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb');
    expect(start).not.toEqual(chainStart('aaaaaaaaaaaaaaaa', 'cccccccccccccccc'));
    const [one, two] = ['{"a":1}', '{"a":2}'];
    expect(chainNext(chainNext(start, one), two)).not.toEqual(chainNext(chainNext(start, two), one));
    expect(chainNext(start, one)).toHaveLength(32);
  });
});

describe('keys', () => {
  it('are made once, readable by their owner alone, and the same at the next start', () => {
    const path = join(folder, 'deep', 'key.pem');
    const first = loadSigner(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(loadSigner(path).publicKey).toBe(first.publicKey);
  });

  it('[F5] vouch for what was signed and nothing else', () => {
    const signer = newSigner();
    const bytes = sealBytes('t', 'o', 7, 'h');
    const signature = signer.sign(bytes);
    expect(isSignedBy(signer.publicKey, bytes, signature)).toBe(true);
    expect(isSignedBy(signer.publicKey, sealBytes('t', 'o', 8, 'h'), signature)).toBe(false);
    expect(isSignedBy(newSigner().publicKey, bytes, signature)).toBe(false);
    expect(isSignedBy('nonsense', bytes, signature)).toBe(false);
  });
});

describe('configuration files', () => {
  const schema = Type.Object(
    { hub: Type.String(), port: Type.Integer({ minimum: 1, maximum: 65535 }) },
    { additionalProperties: false },
  );
  const read = (text: string) => {
    const path = join(folder, 'terminal.json');
    writeFileSync(path, text);
    return readConfig(path, schema);
  };

  it('name line and field of what is wrong', () => {
    const result = read('{\n  "hub": "x",\n  "port": 99999\n}');
    expect(result.ok ? '' : result.error.message).toMatch(/terminal\.json:3: "\/port" must be <= 65535/);
  });

  it('say that they are missing or not JSON', () => {
    expect(readConfig(join(folder, 'none.json'), schema)).toMatchObject({ ok: false });
    const broken = read('{');
    expect(broken.ok ? '' : broken.error.message).toMatch(/is not JSON/);
  });
});
