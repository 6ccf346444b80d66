// The hub's configuration file: its schema, published as hub.schema.json, and what its fields mean together.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { type Static, Type } from 'typebox';
import { fail, ok, type Result } from '../shared/result.ts';
import { type ConfigProblem, readConfig } from '../shared/server/config.ts';
import { isLoopback } from './access/origin.ts';

const strict = { additionalProperties: false } as const;
const Path = (description: string) => Type.String({ minLength: 1, maxLength: 4096, description });

export const HubConfigSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'Where this schema stands, for editors.' })),
    host: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        default: '127.0.0.1',
        description: 'Address to listen on. Anything but loopback needs "tls".',
      }),
    ),
    port: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 65_535,
        default: 8080,
        description: 'Port to listen on; 0 lets the system choose.',
      }),
    ),
    data: Path(
      'Folder of the database and keys; relative to this file. Back it up with the command "backup".',
    ),
    tls: Type.Optional(
      Type.Object(
        {
          certificate: Path('PEM file with the certificate and its chain; relative to this file.'),
          key: Path('PEM file with the private key; relative to this file.'),
        },
        { ...strict, description: 'Serves HTTPS. Required unless "host" is loopback.' },
      ),
    ),
    publicUrl: Type.Optional(
      Type.String({
        pattern: '^https?://[^\\s/?#@\\\\]{1,200}/?$',
        description:
          'How staff reach the hub, e.g. https://chime.museum.example. Sign-in links begin with it. With "tls" it begins with https.',
      }),
    ),
    logLevel: Type.Optional(
      Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
        default: 'info',
        description: 'Which log lines are written to stderr.',
      }),
    ),
    tryOut: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Founds the example museum in a fresh data folder. Only on loopback.',
      }),
    ),
  },
  { ...strict, title: 'Chime hub' },
);

export interface HubConfig {
  readonly host: string;
  readonly port: number;
  /** Absolute. */
  readonly data: string;
  /** PEM texts. */
  readonly tls: { readonly certificate: string; readonly key: string } | null;
  readonly publicUrl: string | null;
  readonly logLevel: string;
  readonly tryOut: boolean;
}

function readPem(path: string, field: string): Result<string, ConfigProblem> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return fail({ message: `The file ${path} of "${field}" cannot be read (${why}).` });
  }
}

/** Whether the two are a certificate and its own key. */
function tlsProblem({ certificate, key }: { certificate: string; key: string }): string | undefined {
  try {
    createSecureContext({ cert: certificate, key });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function togetherProblem(config: Static<typeof HubConfigSchema>, host: string): string | undefined {
  const { publicUrl, tls } = config;
  if (publicUrl !== undefined && !URL.canParse(publicUrl)) return `"publicUrl" ${publicUrl} is no address.`;
  if (tls && publicUrl?.startsWith('http:')) {
    return `"publicUrl" ${publicUrl} must begin with https://, because "tls" is set.`;
  }
  if (isLoopback(host)) return undefined;
  if (config.tryOut) return `"tryOut" works on loopback only; "host" is ${host}.`;
  if (!config.tls) {
    return `"host" ${host} can be reached from other machines, so "tls" with a certificate and its key is required.`;
  }
  return undefined;
}

/** Reads and checks the file; paths in it are relative to its folder. */
export function readHubConfig(path: string): Result<HubConfig, ConfigProblem> {
  const read = readConfig(path, HubConfigSchema);
  if (!read.ok) return read;
  const { value } = read;
  const host = value.host ?? '127.0.0.1';
  const problem = togetherProblem(value, host);
  if (problem) return fail({ message: `${path}: ${problem}` });
  const at = (file: string): string => resolve(dirname(path), file);
  let tls: HubConfig['tls'] = null;
  if (value.tls) {
    const certificate = readPem(at(value.tls.certificate), 'tls/certificate');
    if (!certificate.ok) return certificate;
    const key = readPem(at(value.tls.key), 'tls/key');
    if (!key.ok) return key;
    tls = { certificate: certificate.value, key: key.value };
    const unusable = tlsProblem(tls);
    if (unusable !== undefined) return fail({ message: `${path}: "tls" cannot be used (${unusable}).` });
  }
  return ok({
    host,
    port: value.port ?? 8080,
    data: at(value.data),
    tls,
    publicUrl: value.publicUrl ?? null,
    logLevel: value.logLevel ?? 'info',
    tryOut: value.tryOut ?? false,
  });
}
