import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AreaSchema } from '../../shared/area.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import { newLog } from '../../shared/server/log.ts';
import { migrate } from '../../shared/server/migrate.ts';
import { type Database, openDatabase } from '../../shared/server/sqlite.ts';
import { newAudit } from '../access/audit.ts';
import { EXAMPLE_MUSEUM } from '../example/museum.ts';
import { loadAccounts } from '../store/account-store.ts';
import { listAudit } from '../store/audit-store.ts';
import { MIGRATIONS } from '../store/migrations.ts';
import { loadOffice } from '../store/office-store.ts';
import { carryOverTerminals, unknownTerminals } from './carry-over.ts';
import { foundSite } from './founding.ts';
import { newOffice } from './office.ts';
import { changeSite } from './site-commands.ts';
import type { OfficeState } from './state.ts';
import { addTerminal } from './terminal-commands.ts';

const log = newLog('test', 'silent');
let folder: string;
let database: Database;
const open = async (name: string): Promise<Database> => {
  const opened = await openDatabase(join(folder, name));
  await migrate(opened, MIGRATIONS);
  return opened;
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chime-office-'));
  database = await open('hub.sqlite');
  await foundSite(database, EXAMPLE_MUSEUM, 1);
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});
const load = async (): Promise<OfficeState> => {
  const state = await loadOffice(database);
  if (!state) throw new Error('no site');
  return state;
};
const rename = (state: OfficeState) =>
  changeSite(state, { ...withoutLabel(state), minimum: state.site.minimum + 1 });
function withoutLabel({ site }: OfficeState) {
  const { tryOut: _, ...rest } = site;
  return rest;
}
const terminal = (id: string, number: number, area = 5) => ({
  id: id.repeat(16),
  publicKey: id,
  area,
  number,
  label: '',
});

describe('the example museum', () => {
  it('is what it says: three buildings, a toilet on every floor, five languages, posts without passwords', async () => {
    const { areas } = await load();
    const decode = compiledDecoder(AreaSchema);
    for (const area of areas) {
      expect(decode.value(area).ok).toBe(true);
      expect(Object.keys(area.name)).toHaveLength(5);
    }
    expect(areas.filter(({ kind }) => kind === 'building')).toHaveLength(3);
    for (const floor of areas.filter(({ kind }) => kind === 'floor')) {
      expect(areas.some(({ parent, kind }) => parent === floor.id && kind === 'restroom')).toBe(true);
    }
    const accounts = await loadAccounts(database);
    expect(accounts.every(({ password, active }) => password === null && active)).toBe(true);
  });

  it('comes back from the database as it was founded', async () => {
    const { site, openingHours, areas, reasons } = await load();
    const { state } = EXAMPLE_MUSEUM;
    expect({ site, openingHours, areas, reasons }).toEqual({
      site: state.site,
      openingHours: state.openingHours,
      areas: state.areas,
      reasons: state.reasons,
    });
  });
});

describe('a change', () => {
  it('shows only after it is durable', async () => {
    const office = newOffice(await load(), newAudit({ database, now: () => 2, log }));
    const changing = office.change('somebody', rename);
    expect(office.site().minimum).toBe(30);
    await changing;
    expect(office.site().minimum).toBe(31);
    expect((await load()).site.minimum).toBe(31);
  });

  it('that cannot be written changes nothing and leaves no entry', async () => {
    const office = newOffice(await load(), newAudit({ database, now: () => 2, log }));
    const before = (await listAudit(database, undefined, 100)).length;
    const full = () => Promise.reject(new Error('disk full'));
    await expect(office.change('somebody', rename, full)).rejects.toThrow('disk full');
    expect(office.site().minimum).toBe(30);
    expect((await load()).site.minimum).toBe(30);
    expect(await listAudit(database, undefined, 100)).toHaveLength(before);
    await office.change('somebody', rename);
    expect(office.site().minimum).toBe(31);
  });

  it('is made after the one before, so that none is lost', async () => {
    const office = newOffice(await load(), newAudit({ database, now: () => 2, log }));
    await Promise.all(Array.from({ length: 10 }, () => office.change('somebody', rename)));
    expect(office.site().minimum).toBe(40);
  });

  it('tells listeners exactly which terminals got another policy', async () => {
    const office = newOffice(await load(), newAudit({ database, now: () => 2, log }));
    await office.change('x', (state) => addTerminal(state, terminal('a', 1), 1));
    await office.change('x', (state) => addTerminal(state, terminal('b', 2), 1));
    const told: (readonly string[])[] = [];
    office.onChange(({ terminals }) => told.push(terminals));
    await office.change('x', rename);
    await office.change('x', (state) => changeSite(state, { ...withoutLabel(state), language: 'en' }));
    expect(told).toEqual([[], ['a'.repeat(16), 'b'.repeat(16)]]);
    expect(office.policy('a'.repeat(16))).toMatchObject({ version: 2, language: 'en' });
  });

  it('becomes a fact once, also when the process ended before it could', async () => {
    const first = newAudit({ database, now: () => 2, log });
    await newOffice(await load(), first).change('somebody', rename);
    const told: number[] = [];
    const facts = {
      settingChanged: (_: string, __: string, audit: number) => {
        told.push(audit);
        return Promise.resolve();
      },
    };
    const second = newAudit({ database, now: () => 3, log });
    second.attach(facts);
    await second.settled();
    const entries = (await listAudit(database, undefined, 100)).map(({ id }) => id).toReversed();
    expect(told).toEqual(entries);
    const third = newAudit({ database, now: () => 4, log });
    third.attach(facts);
    await third.settled();
    expect(told).toEqual(entries);
  });

  it('whose fact the journal refuses is told again with the next one', async () => {
    const audit = newAudit({ database, now: () => 2, log });
    let full = true;
    const told: number[] = [];
    audit.attach({
      settingChanged: (_, __, id) => {
        if (full) return Promise.reject(new Error('disk full'));
        told.push(id);
        return Promise.resolve();
      },
    });
    await audit.settled();
    full = false;
    await newOffice(await load(), audit).change('somebody', rename);
    await audit.settled();
    expect(told).toEqual((await listAudit(database, undefined, 100)).map(({ id }) => id).toReversed());
  });
});

describe('after a restore', () => {
  it('[E2] terminals that the backup does not know are carried over, unapproved', async () => {
    const office = newOffice(await load(), newAudit({ database, now: () => 2, log }));
    await office.change('x', (state) => addTerminal(state, terminal('a', 1), 1));
    const backup = join(folder, 'backup.sqlite');
    await database.backupTo(backup);
    await office.change('x', (state) => addTerminal(state, terminal('b', 2), 1));
    expect(await carryOverTerminals(backup, database.path, 3)).toBe(1);
    const restored = await openDatabase(backup);
    const terminals = (await loadOffice(restored))?.terminals;
    await restored.close();
    expect(terminals?.map(({ id, approved, publicKey }) => [id.slice(0, 1), approved, publicKey])).toEqual([
      ['a', true, 'a'],
      ['b', false, 'b'],
    ]);
  });

  it('[E2] they stand where the backup has room for them', () => {
    const { state } = EXAMPLE_MUSEUM;
    const added = (wanted: ReturnType<typeof terminal>) => {
      const changed = addTerminal(state, wanted, 1);
      if (!changed.ok) throw new Error(changed.error.message);
      return changed.value;
    };
    const since = added(terminal('b', 7)).terminals.map((each) => ({ ...each, area: 999 }));
    expect(unknownTerminals(added(terminal('a', 7)), since)).toMatchObject([
      { area: 1, number: 8, approved: false },
    ]);
  });
});
