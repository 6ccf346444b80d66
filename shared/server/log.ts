// Logs of hub and terminal: one JSON line each, secrets never in them.
import { type Logger, pino } from 'pino';

export type Log = Logger;

export const SECRET_PATHS = [
  'req.headers.cookie',
  'req.headers.authorization',
  'res.headers["set-cookie"]',
  '*.password',
  '*.token',
  'req.body.code',
  '*.secret',
];

/** `level` is one of pino's; `silent` for tests. Lines go to stderr so that stdout stays the welcome's. */
export const newLog = (name: string, level: string): Log =>
  pino(
    {
      name,
      level,
      base: { name },
      redact: { paths: SECRET_PATHS, censor: '[withheld]' },
    },
    pino.destination({ dest: 2, sync: true }),
  );
