// The hub's commands beside running: each opens what it needs, says one thing, and ends.
import { fail, ok, type Result } from '../shared/result.ts';
import { newLog } from '../shared/server/log.ts';
import { askAdminDoor } from './access/admin-door.ts';
import { ownNames } from './access/origin.ts';
import { signInUrl } from './api/build-api.ts';
import type { HubConfig } from './config.ts';
import { EXAMPLE_MUSEUM } from './example/museum.ts';
import { administratorLink } from './office/administrator-link.ts';
import { EMPTY_MUSEUM } from './office/founding.ts';
import { openHouse } from './office/open-house.ts';
import { openFolder, socketPath } from './open-folder.ts';

export interface CommandInput {
  readonly config: HubConfig;
  readonly version: string;
  readonly file: string | undefined;
}
type Command = (input: CommandInput) => Promise<Result<string, string>>;

const LINK_MS = 30 * 60_000;
const linkText = (url: string): string => `This link works once, for ${LINK_MS / 60_000} minutes:\n  ${url}`;

const adminLink: Command = async ({ config }) => {
  const opened = await openFolder(config.data);
  if (!opened.ok) {
    if (opened.error.reason !== 'folderTaken') return fail(opened.error.message);
    const asked = await askAdminDoor(socketPath(config.data));
    return asked.ok
      ? ok(linkText(asked.value))
      : fail('A hub is running on this data folder and does not answer: stop it, then ask again.');
  }
  const { database, signer, close } = opened.value;
  const names = ownNames({ ...config, tls: config.tls !== null });
  const { accounts, office, audit } = await openHouse({
    database,
    log: newLog('hub', config.logLevel),
    now: () => Date.now(),
    founding: config.tryOut ? EXAMPLE_MUSEUM : EMPTY_MUSEUM,
    hubKey: signer.publicKey,
    tls: config.tls !== null,
    names: () => names,
  });
  const token = await administratorLink(accounts, office, LINK_MS);
  await audit.settled();
  await close();
  return ok(linkText(signInUrl(names, token)));
};

export const COMMANDS = { 'admin-link': adminLink } satisfies Record<string, Command>;

export const isCommand = (name: string): name is keyof typeof COMMANDS => Object.hasOwn(COMMANDS, name);
