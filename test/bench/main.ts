// `npm run bench [-- name…]`: measures the targets of this machine and prints each beside its ceiling. Loopback only; ends by itself.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Generator } from './generator.ts';
import { glass } from './glass.ts';
import { HubUnderTest } from './hub-under-test.ts';
import { type Bench, batches, idle, overload, paced, singles } from './ingest.ts';
import { fsyncProbe } from './machine.ts';
import { line, type Outcome } from './report.ts';
import { start } from './start.ts';

/** In this order: memory first, on a hub that has done nothing yet. */
const INGEST = { idle, singles, batches, paced, overload } as const;
const PAGES = { glass, start } as const;
const NAMES = [...Object.keys(INGEST), ...Object.keys(PAGES)];
const TERMINALS = 10_000;

const outcomes: Outcome[] = [];
const failures: string[] = [];

async function measure(name: string, work: () => Promise<Outcome[]>): Promise<void> {
  const started = performance.now();
  try {
    const made = await work();
    outcomes.push(...made);
    for (const outcome of made) console.log(line(outcome));
  } catch (error) {
    failures.push(name);
    console.log(`FAILED  ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  console.log(`        ${name} took ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

async function measureIngest(wanted: (name: string) => boolean, folder: string): Promise<void> {
  if (!Object.keys(INGEST).some(wanted)) return;
  const generator = await Generator.start();
  const hub = await HubUnderTest.open(await generator.identities(TERMINALS));
  const bench: Bench = { generator, hub, folder };
  try {
    for (const [name, work] of Object.entries(INGEST)) {
      if (!wanted(name)) continue;
      await measure(name, () => work(bench));
      if (name === 'idle') await hub.restart();
    }
    const { journal, tallies } = await hub.counted();
    console.log(`        the journal holds ${journal} ratings of these runs, the tallies count ${tallies}`);
    if (journal !== tallies) failures.push('tallies');
  } finally {
    generator.stop();
    await hub.close();
  }
}

async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no bench "${unknown.join(' ')}"; these are: ${NAMES.join(', ')}.`);
    process.exit(1);
  }
  const wanted = (name: string): boolean => asked.length === 0 || asked.includes(name);
  const folder = mkdtempSync(join(tmpdir(), 'chime-bench-'));
  const probe = (when: string): void =>
    console.log(`        fsync of 4 KiB ${when}: ${fsyncProbe(folder).toFixed(2)} ms`);
  console.log(
    `        Node ${process.versions.node}, ${cpus().length} cores, load generator on the same cores`,
  );
  try {
    probe('before');
    await measureIngest(wanted, folder);
    for (const [name, work] of Object.entries(PAGES)) if (wanted(name)) await measure(name, work);
    probe('after');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const missed = outcomes.filter(({ met }) => !met).length;
  const failed = failures.length === 0 ? '' : `, failed: ${failures.join(', ')}`;
  console.log(`\n${outcomes.length - missed} of ${outcomes.length} met, ${missed} missed${failed}`);
  process.exitCode = missed + failures.length > 0 ? 1 : 0;
}

await main();
