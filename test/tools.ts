// What the tests need besides Node and npm: a Chromium. Found, installed where that is possible, or named in one line.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fail, ok, type Result } from '../shared/result.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

export interface Environment {
  readonly CHROMIUM_PATH?: string | undefined;
  readonly CI?: string | undefined;
  readonly PATH?: string | undefined;
}

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The Chromium to test with: `CHROMIUM_PATH` where set, else the first of the usual names; undefined when there is none. */
export function findChromium(environment: Environment = process.env): string | undefined {
  const named = environment.CHROMIUM_PATH;
  if (named) return isExecutable(named) ? named : undefined;
  const folders = [
    '/usr/bin',
    ...(environment.PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
  ];
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
}

/**
 * The path of a Chromium. On Debian as root a missing one is installed, except with CI=true, where the machine's
 * builder decides what stands on it.
 * @returns one sentence that says how to get it, when there is none
 */
export function ensureChromium(environment: Environment = process.env): Result<string, string> {
  const found = findChromium(environment);
  if (found) return ok(found);
  const how = environment.CHROMIUM_PATH
    ? `CHROMIUM_PATH names ${environment.CHROMIUM_PATH}, which cannot be run.`
    : 'Chromium is missing: install it (on Debian: apt-get install chromium) or name one in CHROMIUM_PATH.';
  const mayInstall = !environment.CHROMIUM_PATH && environment.CI !== 'true' && process.getuid?.() === 0;
  if (!mayInstall || !existsSync('/etc/debian_version')) return fail(how);
  console.log('Chromium is missing; installing it with apt-get …');
  const options = {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  } as const;
  spawnSync('apt-get', ['update', '-q'], options);
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options);
  const installed = findChromium(environment);
  return installed ? ok(installed) : fail(how);
}
