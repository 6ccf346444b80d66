// The terminal as a program: reads its command line and configuration, builds the terminal, says what is wrong in one
// sentence, stops cleanly.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decoder } from '../shared/decode.ts';
import { machineClock } from '../shared/server/clock.ts';
import { newLog } from '../shared/server/log.ts';
import { ToTerminalProgramSchema } from '../shared/server/starter-wire.ts';
import { buildTerminal, type Terminal } from './build-terminal.ts';
import { loadSettings, schemaText, type TerminalSettings } from './config.ts';
import { enrol } from './enrol.ts';
import { prepareFolder } from './folder.ts';
import { packageFolder, programVersion } from './version.ts';

const HELP = `Chime terminal: the machine behind the glass.

Usage: npm run terminal -- --config FILE [--enrol CODE]

  --config FILE  configuration, JSON; its fields are described by --schema
  --enrol CODE   enrol with the one-time code that an administrator reads from the hub, then go on as usual
                 (or CHIME_ENROL_CODE); a terminal that is enrolled already ignores it
  --schema       print the JSON Schema of the configuration
  --version      print the version
  --help         print this

The page is served at http://127.0.0.1:8081/ unless the configuration says otherwise;
/healthz says that the process is up, /readyz whether taps are kept safe.
`;

const STOP_WITHIN_MS = 2_800;
const fromStarter = decoder(ToTerminalProgramSchema);

function giveUp(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function readArguments(): { config: string; code: string | undefined } {
  let values: { config?: string; enrol?: string; help?: boolean; schema?: boolean; version?: boolean };
  try {
    ({ values } = parseArgs({
      options: {
        config: { type: 'string' },
        enrol: { type: 'string' },
        help: { type: 'boolean' },
        schema: { type: 'boolean' },
        version: { type: 'boolean' },
      },
    }));
  } catch (error) {
    giveUp(`${error instanceof Error ? error.message : String(error)} (--help explains)`);
  }
  const printed = values.help
    ? HELP
    : values.schema
      ? schemaText()
      : values.version
        ? `${programVersion()}\n`
        : undefined;
  if (printed !== undefined) {
    process.stdout.write(printed);
    process.exit(0);
  }
  if (values.config === undefined) giveUp('Name the configuration file: --config FILE (--help explains).');
  return { config: values.config, code: values.enrol ?? process.env['CHIME_ENROL_CODE'] };
}

/** True when a terminal was enrolled just now. */
async function enrolFirst(settings: TerminalSettings, code: string): Promise<boolean> {
  const folder = prepareFolder(settings.data);
  if (!folder.ok) giveUp(folder.error.message);
  const enrolled = await enrol(settings, code);
  if (!enrolled.ok) giveUp(enrolled.error.message);
  const { enrolment, already } = enrolled.value;
  process.stdout.write(
    already
      ? `This terminal is enrolled already (number ${enrolment.policy.number}); the code was not used.\n`
      : `Enrolled as terminal number ${enrolment.policy.number}.\n`,
  );
  return !already;
}

async function enrolInPlace(terminal: Terminal, code: string): Promise<void> {
  const enrolled = await terminal.enrol(code);
  if (!enrolled.ok) process.stderr.write(`${enrolled.error.message}\n`);
}

function stopOnRequest(terminal: Terminal): void {
  const stop = (): void => {
    // Whatever hangs must not keep the machine from shutting down; what is written is safe anyway.
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    terminal.stop().then(
      () => process.exit(0),
      (error: unknown) =>
        giveUp(`Stopping failed: ${error instanceof Error ? error.message : String(error)}`),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('message', (message) => {
    const asked = fromStarter.value(message);
    if (!asked.ok) return;
    if (asked.value.type === 'stop') stop();
    else void enrolInPlace(terminal, asked.value.code);
  });
  process.on('disconnect', stop);
  // The starter may have gone while the terminal was being built; nobody would ever end it then.
  if (process.connected === false) stop();
}

const { config, code } = readArguments();
const settings = loadSettings(config);
if (!settings.ok) giveUp(settings.error.message);
const enrolledNow = code === undefined ? false : await enrolFirst(settings.value, code);
const built = await buildTerminal({
  config: settings.value,
  clock: machineClock(),
  log: newLog('terminal', settings.value.logLevel),
  pages: join(packageFolder(), 'dist', 'pages', 'kiosk-ui'),
});
if (!built.ok && built.error.reason === 'alreadyRunning' && enrolledNow) {
  process.stdout.write('The terminal process that is running takes it up by itself.\n');
  process.exit(0);
}
if (!built.ok) giveUp(built.error.message);
const terminal = built.value;
stopOnRequest(terminal);
const listening = await terminal.listen();
if (!listening.ok) {
  await terminal.stop();
  giveUp(listening.error.message);
}
const { port } = listening.value;
process.stdout.write(`Chime terminal at http://${settings.value.host}:${port}/\n`);
if (process.connected) process.send?.({ type: 'listening', port });
