// Starting one program alone, as a technician does: what can be wrong is one clear sentence.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../shared/server/sqlite.ts';
import { freePort } from './house/net.ts';
import { answers, Starts } from './house/starts.ts';
import { until } from './house/until.ts';
import { compiled, ROOT } from './root.ts';

let starts: Starts;
beforeEach(() => {
  starts = new Starts();
});
afterEach(() => starts.end());

const PROGRAMS = [
  { name: 'hub', script: 'hub/main.js', schema: 'hub/hub.schema.json', database: 'hub.sqlite' },
  {
    name: 'terminal',
    script: 'terminal-server/main.js',
    schema: 'terminal-server/terminal.schema.json',
    database: 'outbox.sqlite',
  },
] as const;

describe.each(PROGRAMS)('the $name alone', ({ name, script, schema, database }) => {
  it('explains itself with --help and prints its published schema with --schema', async () => {
    const said = async (option: string): Promise<string> => {
      const program = starts.start({ script: compiled(script), args: [option] });
      expect(await program.exited, program.output()).toMatchObject({ code: 0 });
      return program.stdout();
    };
    expect(await said('--help')).toContain('--config');
    expect(await said('--version')).toMatch(/^\d+\.\d+\.\d+/);
    expect(JSON.parse(await said('--schema'))).toEqual(JSON.parse(readFileSync(join(ROOT, schema), 'utf8')));
  });

  it('says in one sentence that its port is taken', async () => {
    const port = await starts.takenPort();
    expect(await starts.refusal(script, starts.configured(name, { port }))).toContain(String(port));
  });

  it('says in one sentence that its folder cannot be used', async () => {
    writeFileSync(join(starts.folder, 'a-file'), '');
    const data = join(starts.folder, 'a-file', 'data');
    expect(await starts.refusal(script, starts.configured(name, { data }))).toContain(data);
  });

  it('leaves a database of a newer program as it is, and says so', async () => {
    mkdirSync(join(starts.folder, name), { recursive: true });
    const path = join(starts.folder, name, database);
    const newer = await openDatabase(path);
    await newer.exec('CREATE TABLE future (x); PRAGMA user_version = 999');
    await newer.close();
    expect(await starts.refusal(script, starts.configured(name))).toContain('999');
    const after = await openDatabase(path);
    expect(await after.all('SELECT name FROM sqlite_master')).toEqual([{ name: 'future' }]);
    await after.close();
  });

  it('names line and field of a wrong configuration', async () => {
    const said = await starts.refusal(script, starts.configured(name, { port: 'eighty' }));
    expect(said).toMatch(/json:\d+: "\/port"/);
  });

  it('says that there is no configuration file, and that an option is unknown', async () => {
    expect(await starts.refusal(script, ['--config', join(starts.folder, 'none.json')])).toContain(
      'none.json',
    );
    expect(await starts.refusal(script, ['--colour'])).toContain('--help');
    expect(await starts.refusal(script, [])).toContain('--config');
  });

  it('is not started twice on one folder', async () => {
    const port = await freePort();
    const first = starts.start({ script: compiled(script), args: starts.configured(name, { port }) });
    await until(
      'it runs',
      () => answers(port, '/healthz'),
      20_000,
      () => first.output(),
    );
    expect(await starts.refusal(script, starts.configured(name))).toContain(join(starts.folder, name));
    expect(first.running()).toBe(true);
  });
});
