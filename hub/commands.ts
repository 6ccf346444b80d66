// The hub's commands beside running: each opens what it needs, says one thing, and ends.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fail, ok, type Result } from '../shared/result.ts';
import { loadSigner } from '../shared/server/keys.ts';
import { newLog } from '../shared/server/log.ts';
import { type Database, openDatabase } from '../shared/server/sqlite.ts';
import { askAdminDoor } from './access/admin-door.ts';
import { ownNames } from './access/origin.ts';
import { signInUrl } from './api/build-api.ts';
import type { HubConfig } from './config.ts';
import type { Records } from './contracts.ts';
import { EXAMPLE_MUSEUM } from './example/museum.ts';
import { administratorLink } from './office/administrator-link.ts';
import { carryOverTerminals } from './office/carry-over.ts';
import { EMPTY_MUSEUM } from './office/founding.ts';
import { openHouse } from './office/open-house.ts';
import { databasePath, hasDatabase, keyPath, openFolder, prepareFolder, socketPath } from './open-folder.ts';
import { restoreDatabase } from './records/backup.ts';
import { HUB_TERMINAL } from './records/hub-facts.ts';
import { newRecords } from './records/records.ts';
import { lockFolder } from './store/lock.ts';
import { loadOffice } from './store/office-store.ts';

export interface CommandInput {
  readonly config: HubConfig;
  readonly version: string;
  readonly file: string | undefined;
}
type Command = (input: CommandInput) => Promise<Result<string, string>>;

const LINK_MS = 30 * 60_000;
const linkText = (url: string): string => `This link works once, for ${LINK_MS / 60_000} minutes:\n  ${url}`;
const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

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

/** The proofs over the folder's database, read-only: they run beside a hub that is at work. */
async function withRecords(
  { config }: CommandInput,
  work: (records: Records) => Promise<Result<string, string>>,
): Promise<Result<string, string>> {
  if (!hasDatabase(config.data)) return fail(`There is no database in ${config.data}.`);
  let database: Database | undefined;
  try {
    database = await openDatabase(databasePath(config.data), { readOnly: true });
    const terminals = (await loadOffice(database))?.terminals ?? [];
    const keys = new Map(terminals.map(({ id, publicKey }) => [id, publicKey]));
    const hubKey = loadSigner(keyPath(config.data)).publicKey;
    const records = newRecords({
      database,
      keyOf: (terminal) => (terminal === HUB_TERMINAL ? hubKey : keys.get(terminal)),
      hubKey,
      log: newLog('hub', config.logLevel),
      now: () => Date.now(),
    });
    return await work(records);
  } catch (error) {
    return fail(`${databasePath(config.data)}: ${sentence(error)}.`);
  } finally {
    await database?.close();
  }
}

const backup: Command = async (input) => {
  const { file } = input;
  if (file === undefined) return fail('Name the file to write: backup FILE.');
  return withRecords(input, async (records) => {
    await records.backup(resolve(file));
    return ok(
      `The database was copied to ${resolve(file)}. The key ${keyPath(input.config.data)} belongs to it.`,
    );
  });
};

const verify: Command = (input) =>
  withRecords(input, async (records) => {
    const report = await records.verify();
    const { facts, outboxes, seals, unsealed, problems } = report;
    if (problems.length > 0) return fail(JSON.stringify(report, null, 2));
    return ok(
      `In order: ${facts} facts in ${outboxes} outboxes, ${seals} seals; ${unsealed} facts are not sealed yet.`,
    );
  });

const replay: Command = (input) =>
  withRecords(input, async (records) => {
    const report = await records.replay();
    if (!report.equal) return fail(JSON.stringify(report, null, 2));
    return ok(`Equal: every figure rebuilt from ${report.facts} facts is what the hub shows.`);
  });

const restore: Command = async ({ config, file }) => {
  if (file === undefined) return fail('Name the backup to restore: restore FILE.');
  const target = databasePath(config.data);
  const made = prepareFolder(config.data);
  if (!made.ok) return fail(made.error.message);
  try {
    const lock = await lockFolder(config.data);
    if (!lock.ok) return fail(`A hub is running on the data folder ${config.data}: stop it first.`);
    const now = Date.now();
    const restored = await restoreDatabase(resolve(file), target, now);
    if (!restored.ok) {
      await lock.value.release();
      return fail(`Nothing was changed: ${restored.error.message}.`);
    }
    const { epoch, keptAside } = restored.value;
    const waiting = keptAside === undefined ? 0 : await carryOverTerminals(target, keptAside, now);
    await lock.value.release();
    return ok(
      [
        `Restored; the journal's epoch is now ${epoch}, and terminals send again what the backup does not hold.`,
        ...(keptAside === undefined ? [] : [`The database that stood there is kept as ${keptAside}.`]),
        ...(waiting === undefined
          ? ['It could not be read: terminals enrolled since the backup must enrol again.']
          : []),
        ...(existsSync(keyPath(config.data))
          ? []
          : [
              `The key ${keyPath(config.data)} is missing: put it there before the hub starts, or every terminal must enrol again.`,
            ]),
        ...(waiting ? [`Terminals that the backup did not know and that await approval: ${waiting}.`] : []),
      ].join('\n'),
    );
  } catch (error) {
    return fail(`${config.data}: ${sentence(error)}.`);
  }
};

export const COMMANDS = { 'admin-link': adminLink, backup, restore, verify, replay } satisfies Record<
  string,
  Command
>;

export const isCommand = (name: string): name is keyof typeof COMMANDS => Object.hasOwn(COMMANDS, name);
