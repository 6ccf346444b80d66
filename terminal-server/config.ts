// The terminal's configuration file: its schema (published as terminal.schema.json) and the settings made of it.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Static, Type } from 'typebox';
import { fail, ok, type Result } from '../shared/result.ts';
import { type ConfigProblem, readConfig } from '../shared/server/config.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

export const TerminalConfigSchema = Type.Object(
  {
    $schema: Type.Optional(
      Type.String({ description: 'Where this schema lies, for editors. Has no effect.' }),
    ),
    hub: Type.String({
      pattern: '^https?://[^\\s/?#]+/?$',
      description: 'Address of the hub, e.g. https://hub.museum.example or http://127.0.0.1:8080.',
    }),
    hubCertificate: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'PEM file of a certificate authority to trust instead of the usual ones, e.g. the hub\u2019s own. Relative to this file.',
      }),
    ),
    host: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 253,
        default: '127.0.0.1',
        description:
          'Address on which the page is served. Loopback unless the glass hangs on another machine.',
      }),
    ),
    port: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 65_535, default: 8081, description: 'Port of the page; 0: any.' }),
    ),
    data: Type.Optional(
      Type.String({
        minLength: 1,
        default: 'data',
        description: 'Folder of the terminal\u2019s key, enrolment and outboxes. Relative to this file.',
      }),
    ),
    keepDays: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 3_650,
        default: 400,
        description:
          'How long acknowledged facts stay on the terminal, so that a hub restored from an old backup gets them again.',
      }),
    ),
    logLevel: Type.Optional(
      Type.Enum(LOG_LEVELS, { default: 'info', description: 'What is logged, at least.' }),
    ),
  },
  {
    additionalProperties: false,
    title: 'Chime terminal',
    description: 'Configuration of one terminal: the machine behind the glass.',
  },
);
export type TerminalConfig = Static<typeof TerminalConfigSchema>;

/** The configuration with defaults filled in, absolute paths and the certificate read. */
export interface TerminalSettings {
  readonly hub: string;
  /** PEM text of a further certificate authority. */
  readonly ca: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly data: string;
  readonly keepDays: number;
  readonly logLevel: string;
}

/** The text of `terminal.schema.json`. */
export const schemaText = (): string =>
  `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...TerminalConfigSchema }, null, 2)}\n`;

export function loadSettings(path: string): Result<TerminalSettings, ConfigProblem> {
  const config = readConfig(path, TerminalConfigSchema);
  return config.ok ? settingsOf(config.value, dirname(resolve(path)), path) : config;
}

/** `folder` is what relative paths start from. */
export function settingsOf(
  config: TerminalConfig,
  folder: string,
  path = 'configuration',
): Result<TerminalSettings, ConfigProblem> {
  if (!URL.canParse(config.hub)) {
    return fail({ message: `${path}: "/hub" is no address: ${config.hub}.` });
  }
  let ca: string | undefined;
  if (config.hubCertificate !== undefined) {
    const file = resolve(folder, config.hubCertificate);
    try {
      ca = readFileSync(file, 'utf8');
    } catch {
      return fail({ message: `${path}: "/hubCertificate" names ${file}, which cannot be read.` });
    }
    if (!ca.includes('-----BEGIN CERTIFICATE-----')) {
      return fail({ message: `${path}: "/hubCertificate" names ${file}, which is no PEM certificate.` });
    }
  }
  return ok({
    hub: config.hub,
    ca,
    host: config.host ?? '127.0.0.1',
    port: config.port ?? 8081,
    data: resolve(folder, config.data ?? 'data'),
    keepDays: config.keepDays ?? 400,
    logLevel: config.logLevel ?? 'info',
  });
}
