// `npm test`: tools, types, lint and every test, one after the other; a summary; and a last line to count by.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from 'typebox';
import { compiledDecoder } from '../shared/server/compile.ts';
import { compiled, ROOT } from './root.ts';
import { ensureChromium } from './tools.ts';

/** Everything together takes some minutes on two cores; what takes longer hangs. */
const LIMIT_MS = 30 * 60_000;
const RESULTS = compiled('test-results.json');

const Count = Type.Integer({ minimum: 0 });
const resultsDecoder = compiledDecoder(
  Type.Object({
    numPassedTests: Count,
    numFailedTests: Count,
    numPendingTests: Count,
    numTodoTests: Count,
    success: Type.Boolean(),
    testResults: Type.Array(
      Type.Object({
        status: Type.String(),
        assertionResults: Type.Array(Type.Object({ status: Type.String() })),
      }),
    ),
  }),
  100_000_000,
);

interface Step {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

const steps: Step[] = [];
const note = (name: string, since: number, failed: number, passed = 0): void => {
  steps.push({ name, passed, failed, seconds: (Date.now() - since) / 1000 });
};

/** Runs one of the installed tools with the same Node; its output is shown as it comes. */
function run(tool: string, args: string[], env: NodeJS.ProcessEnv = {}): boolean {
  const { status, error } = spawnSync(join(ROOT, 'node_modules', '.bin', tool), args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  if (error) console.error(`${tool} did not end well: ${error.message}`);
  return status === 0;
}

function check(name: string, tool: string, args: string[]): void {
  const since = Date.now();
  console.log(`\n— ${name}`);
  note(name, since, run(tool, args) ? 0 : 1);
}

/** Files that failed before their first test hold no failed test; each counts as one. */
function counted(ended: boolean): { passed: number; failed: number } {
  if (!existsSync(RESULTS)) return { passed: 0, failed: 1 };
  const results = resultsDecoder.text(readFileSync(RESULTS, 'utf8'));
  if (!results.ok) {
    console.error(
      `The results of the tests cannot be read: "${results.error.path}" ${results.error.message}.`,
    );
    return { passed: 0, failed: 1 };
  }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = results.value;
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const leftOut = numPendingTests + numTodoTests;
  if (leftOut > 0) console.error(`${leftOut} tests were left out; a test that does not run proves nothing.`);
  const failed = numFailedTests + broken + leftOut;
  return { passed: numPassedTests, failed: failed === 0 && !ended ? 1 : failed };
}

function tests(filters: string[]): void {
  const since = Date.now();
  console.log('\n— tests');
  mkdirSync(compiled(''), { recursive: true });
  rmSync(RESULTS, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`];
  const ended = run('vitest', ['run', ...reporters, ...filters], { CHIME_BUILT: '1' });
  const { passed, failed } = counted(ended);
  note('tests', since, failed, passed);
}

function summary(): never {
  const seconds = (value: number): string => `${value.toFixed(1)} s`;
  console.log('\n— summary');
  for (const step of steps) {
    const counts = step.passed > 0 ? `, ${step.passed} passed` : '';
    const verdict = step.failed === 0 ? 'ok' : `${step.failed} failed`;
    console.log(`${step.name.padEnd(7)} ${verdict}${counts} (${seconds(step.seconds)})`);
  }
  const passed = steps.reduce((sum, step) => sum + step.passed, 0);
  const failed = steps.reduce((sum, step) => sum + step.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

const chromium = ensureChromium();
if (chromium.ok) {
  process.env['CHROMIUM_PATH'] = chromium.value;
  check('types', 'tsc', ['--noEmit', '--pretty', 'false']);
  check('lint', 'biome', ['ci', '--error-on-warnings', '.']);
  tests(process.argv.slice(2));
} else {
  console.error(chromium.error);
  note('tools', Date.now(), 1);
}
summary();
