// The hub that is measured: the real program in a process of its own, with many enrolled terminals put into its store beforehand.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../shared/server/sqlite.ts';
import { House } from '../house/house.ts';
import { kill } from '../house/program.ts';

/** Terminals are spread over so many halls: tallies are per area. */
export const HALLS = 100;
const FIRST_HALL = 1000;

const ADD_HALLS = `INSERT INTO office_area (site, id, parent, kind, name, sort, retired)
  SELECT 1, value, (SELECT id FROM office_area WHERE parent IS NULL), 'hall',
    json_object('zh-Hant', '展廳 ' || value, 'zh-Hans', '展厅 ' || value, 'en', 'Hall ' || value), value, 0
  FROM json_each(?)`;
const ADD_TERMINALS = `INSERT INTO office_terminal (site, id, number, label, area, public_key, in_service,
    pixels_per_mm, sound, enrolled_at, retired_at, approved, policy_version)
  SELECT 1, value ->> 'terminal', key + 1, '', ? + key % ?, value ->> 'publicKey', 1, 4, 1, ?, NULL, 1, 1
  FROM json_each(?)`;

export class HubUnderTest {
  readonly house: House;
  readonly area = FIRST_HALL;
  readonly areas = HALLS;

  private constructor(house: House) {
    this.house = house;
  }

  /** A new house whose hub knows these terminals. */
  static async open(terminals: readonly { terminal: string; publicKey: string }[]): Promise<HubUnderTest> {
    const house = new House();
    const hub = new HubUnderTest(house);
    await house.open();
    await kill(house.hub, 'SIGTERM');
    await hub.#seed(terminals);
    await house.startHub();
    return hub;
  }

  async #seed(terminals: readonly object[]): Promise<void> {
    const path = join(this.house.hubData, 'hub.sqlite');
    if (!existsSync(path)) throw new Error(`the hub keeps no database at ${path}`);
    const database = await openDatabase(path);
    const halls = Array.from({ length: HALLS }, (_, index) => FIRST_HALL + index);
    await database.run(ADD_HALLS, [JSON.stringify(halls)]);
    await database.run(ADD_TERMINALS, [FIRST_HALL, HALLS, Date.now(), JSON.stringify(terminals)]);
    await database.close();
  }

  get pid(): number {
    return this.house.hub.pid;
  }

  async restart(): Promise<void> {
    await kill(this.house.hub, 'SIGTERM');
    await this.house.startHub();
  }

  /** How many ratings the journal holds, and how many the tallies count, excluded ones included. */
  async counted(): Promise<{ journal: number; tallies: number }> {
    const database = await openDatabase(join(this.house.hubData, 'hub.sqlite'), { readOnly: true });
    const facts = await database.get('SELECT COUNT(*) AS n FROM fact WHERE level IS NOT NULL');
    const tallies = await database.get('SELECT COALESCE(SUM(n4 + n3 + n2 + n1), 0) AS n FROM tally');
    await database.close();
    return { journal: Number(facts?.['n']), tallies: Number(tallies?.['n']) };
  }

  close(): Promise<void> {
    return this.house.close();
  }
}
