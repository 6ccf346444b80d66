// Before any command: installs when the lockfile changed and builds when a source changed. Plain JavaScript, because
// on a fresh clone nothing else can run yet.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const SOURCES = ['kiosk-ui', 'terminal-server', 'hub', 'shared', 'test'];
const CONFIGURATION = ['package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.ts'];

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19) || (major === 22 && minor < 12)) {
  console.error(`Chime needs Node 20.19, 22.12, 24 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** @param {string} stamp @param {string} value */
const isCurrent = (stamp, value) => existsSync(stamp) && readFileSync(stamp, 'utf8') === value;

/** @param {string} command @param {string[]} args @param {string} purpose */
function run(command, args, purpose) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  console.error(`${purpose} failed${error ? `: ${error.message}` : ''}. The lines above say why.`);
  process.exit(1);
}

/** @param {string} folder @returns {string[]} */
function filesUnder(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesUnder(path) : [path];
    })
    .sort();
}

/** The native binding depends on the platform, so that a folder copied elsewhere is installed anew. */
function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
}

function sourceHash() {
  const hash = createHash('sha256');
  for (const path of [...CONFIGURATION, ...SOURCES.flatMap(filesUnder)]) {
    const full = join(root, path);
    const { mtimeMs, size } = statSync(full);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

const installStamp = join(root, 'node_modules', '.chime-installed');
const lock = lockHash();
if (!isCurrent(installStamp, lock)) {
  console.error('Installing dependencies (the first time this takes a minute or two) …');
  run('npm', ['ci', '--no-audit', '--no-fund'], 'Installing');
  writeFileSync(installStamp, lock);
}

const buildStamp = join(root, 'dist', '.chime-built');
const sources = sourceHash();
if (process.argv.includes('--build') || !isCurrent(buildStamp, sources)) {
  console.error('Building …');
  rmSync(buildStamp, { force: true });
  mkdirSync(join(root, 'dist'), { recursive: true });
  const bin = join(root, 'node_modules', '.bin');
  run(join(bin, 'tsc'), ['--pretty', 'false'], 'Compiling');
  for (const page of ['kiosk-ui', 'hub/web']) {
    run(join(bin, 'vite'), ['build', '--logLevel', 'warn', '--mode', page], `Building the pages of ${page}`);
  }
  writeFileSync(buildStamp, sources);
}
