import { describe, expect, it } from 'vitest';
import { ownNames } from './origin.ts';

const loopback = ownNames({ host: '127.0.0.1', port: 8080, tls: false, publicUrl: null });
const house = ownNames({ host: '0.0.0.0', port: 443, tls: true, publicUrl: 'https://chime.museum.example/' });

describe('Host and Origin', () => {
  it.each(['127.0.0.1:8080', 'localhost:8080', '[::1]:8080', 'LOCALHOST:8080'])(
    'on loopback %s is the hub',
    (host) => {
      expect(loopback.isHost(host)).toBe(true);
    },
  );

  it.each(['127.0.0.1', '127.0.0.1:8081', 'evil.example:8080', '', undefined])(
    'on loopback %s is not',
    (host) => {
      expect(loopback.isHost(host)).toBe(false);
    },
  );

  it('needs an Origin of its own scheme, name and port', () => {
    const host = '127.0.0.1:8080';
    expect(loopback.isOrigin({ origin: 'http://127.0.0.1:8080', host })).toBe(true);
    for (const origin of [
      'https://127.0.0.1:8080',
      'http://127.0.0.1:8081',
      'http://evil.example',
      'null',
      '',
      undefined,
    ]) {
      expect(loopback.isOrigin({ origin, host }), origin).toBe(false);
    }
    expect(loopback.isOrigin({ origin: 'http://127.0.0.1:8080', host: 'evil.example' })).toBe(false);
  });

  it('under TLS is the public address, or the same name as asked for', () => {
    expect(house.isOrigin({ origin: 'https://chime.museum.example', host: 'chime.museum.example' })).toBe(
      true,
    );
    expect(house.isOrigin({ origin: 'https://10.0.0.7', host: '10.0.0.7' })).toBe(true);
    expect(house.isOrigin({ origin: 'https://evil.example', host: 'chime.museum.example' })).toBe(false);
    expect(house.isOrigin({ origin: 'http://chime.museum.example', host: 'chime.museum.example' })).toBe(
      false,
    );
  });

  it('gives links the public address', () => {
    expect(house.baseUrl).toBe('https://chime.museum.example');
    expect(loopback.baseUrl).toBe('http://127.0.0.1:8080');
  });
});
