import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { waitAfter } from './try-out-child.ts';
import { configPath, portProblem, tryOutSettings, writeConfigurations } from './try-out-settings.ts';

const sentence = (environment: Record<string, string>): string => {
  const settings = tryOutSettings(environment, '/folder');
  return settings.ok ? 'none' : settings.error;
};

describe("the try-out's settings", () => {
  it('have usual values', () => {
    expect(tryOutSettings({}, '/folder')).toEqual({
      ok: true,
      value: { hubPort: 8080, terminalPorts: [8081, 8082], data: '/folder/data' },
    });
  });

  it('come from the environment', () => {
    const environment = { CHIME_HUB_PORT: '9000', CHIME_TERMINAL_PORT: '9100', CHIME_DATA: '../elsewhere' };
    expect(tryOutSettings(environment, '/folder')).toEqual({
      ok: true,
      value: { hubPort: 9000, terminalPorts: [9100, 9101], data: '/elsewhere' },
    });
  });

  it.each(['0', '65536', '-1', '80.5', 'http', ' 80', '1e3'])(
    'refuse the port "%s" by its variable',
    (port) => {
      expect(sentence({ CHIME_HUB_PORT: port })).toMatch(/^CHIME_HUB_PORT is ".*"; it must be a port/);
    },
  );

  it('refuse ports that meet', () => {
    expect(sentence({ CHIME_HUB_PORT: '8082' })).toContain('choose ports that differ');
    expect(sentence({ CHIME_TERMINAL_PORT: '65535' })).toContain('the second terminal');
  });

  it('are written as configuration files below the data folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chime-try-out-'));
    const settings = tryOutSettings({ CHIME_DATA: 'mine' }, folder);
    if (!settings.ok) throw new Error(settings.error);
    expect(writeConfigurations(settings.value).ok).toBe(true);
    const hub: unknown = JSON.parse(readFileSync(configPath(settings.value, 'hub'), 'utf8'));
    expect(hub).toMatchObject({ host: '127.0.0.1', port: 8080, tryOut: true });
    writeFileSync(join(folder, 'file'), '');
    const refused = writeConfigurations({ ...settings.value, data: join(folder, 'file', 'data') });
    expect(refused.ok ? '' : refused.error).toMatch(/cannot be written \(\w+\): set CHIME_DATA/);
    rmSync(folder, { recursive: true, force: true });
  });

  it('name the port that is taken and the variable that changes it', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
    const free = { hubPort: 18_390, terminalPorts: [18_391, 18_392] as const, data: '/folder' };
    expect(await portProblem({ ...free, hubPort: port })).toBe(
      `Port ${port} for the hub is taken by another program: set CHIME_HUB_PORT to another one.`,
    );
    expect(await portProblem({ ...free, terminalPorts: [18_391, port] })).toContain('the second terminal');
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('a program that crashes again and again', () => {
  it('is started after ever longer waits, at most half a minute', () => {
    expect([1, 2, 3, 5, 6, 50].map(waitAfter)).toEqual([1000, 2000, 4000, 16_000, 30_000, 30_000]);
  });
});
