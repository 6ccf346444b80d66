// The hub's program: reads the command line and the configuration file, and calls what they name.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../shared/result.ts';
import { COMMANDS, isCommand } from './commands.ts';
import { HubConfigSchema, readHubConfig } from './config.ts';
import { runHub } from './run.ts';

const HELP = `Chime hub: takes in ratings, counts them and shows them.

  npm run hub -- --config FILE                run the hub
  npm run hub -- --config FILE admin-link     print a one-time link for an administrator (also while the hub runs)
  npm run hub -- --config FILE backup FILE    copy the whole database, consistent (also while the hub runs)
  npm run hub -- --config FILE restore FILE   put a backup in place; the present database is kept beside it
  npm run hub -- --config FILE verify         recompute every chain, check every seal
  npm run hub -- --config FILE replay         rebuild every figure and compare

  --schema    print the JSON Schema of the configuration file
  --version   print the version
  --help      print this

The configuration file needs no more than {"data": "FOLDER"}.`;

/** The folder of the compiled programs: `dist`. */
const dist = fileURLToPath(new URL('..', import.meta.url));

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return /"version":\s*"([0-9A-Za-z.+-]{1,32})"/.exec(text)?.[1] ?? '0.0.0';
}

interface Asked {
  readonly config: string;
  readonly command: string | undefined;
  readonly file: string | undefined;
}

/** What is printed and done with, or what is to be run. */
function asked(args: readonly string[]): Result<Asked | { readonly print: string }, string> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        help: { type: 'boolean' },
        schema: { type: 'boolean' },
        version: { type: 'boolean' },
      },
    });
    if (values.help) return ok({ print: HELP });
    if (values.schema) return ok({ print: JSON.stringify(HubConfigSchema, null, 2) });
    if (values.version) return ok({ print: version() });
    const [command, file, ...rest] = positionals;
    if (values.config === undefined)
      return fail('Name the configuration file with --config FILE; --help explains.');
    if (rest.length > 0) return fail(`"${rest.join(' ')}" is one word too many; --help explains.`);
    return ok({ config: values.config, command, file });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)} (--help explains)`);
  }
}

async function main(): Promise<Result<string | null, string>> {
  const request = asked(process.argv.slice(2));
  if (!request.ok) return request;
  if ('print' in request.value) return ok(request.value.print);
  const { config: path, command, file } = request.value;
  const config = readHubConfig(path);
  if (!config.ok) return fail(config.error.message);
  if (command === undefined) {
    const pages = `${dist}pages/hub/web`;
    return runHub({ config: config.value, version: version(), pages });
  }
  if (!isCommand(command)) return fail(`"${command}" is no command; --help explains.`);
  return COMMANDS[command]({ config: config.value, version: version(), file });
}

// Database, backups and socket hold sessions and password hashes: nobody else on the machine reads them.
process.umask(0o077);
const end = await main();
if (!end.ok) {
  process.stderr.write(`${end.error}\n`);
  process.exit(1);
}
if (end.value !== null) process.stdout.write(`${end.value}\n`);
