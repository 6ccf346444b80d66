// Who this terminal is: its own key, and the enrolment that names it and pins the hub's key. Two files in its folder.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../shared/result.ts';
import { compiledDecoder } from '../shared/server/compile.ts';
import { loadSigner, type Signer } from '../shared/server/keys.ts';
import { type EnrolReply, EnrolReplySchema } from '../shared/wire.ts';

export const keyPath = (data: string): string => join(data, 'terminal.key');
export const enrolmentPath = (data: string): string => join(data, 'enrolment.json');

const decode = compiledDecoder(EnrolReplySchema);

/** This terminal's key, or a sentence for the technician. A new one is made only before the enrolment: the hub knows it. */
export function terminalKey(data: string, isEnrolled: boolean): Result<Signer, string> {
  const path = keyPath(data);
  const unusable = (what: string): Result<never, string> =>
    fail(
      `The key ${path} is ${what}; restore it from a copy, or move it and ${enrolmentPath(data)} away to enrol anew.`,
    );
  if (isEnrolled && !existsSync(path)) return unusable('missing');
  try {
    return ok(loadSigner(path));
  } catch {
    return unusable('damaged or not readable');
  }
}

/** Undefined while the terminal was never enrolled. A file that is there and unreadable is never overwritten. */
export function readEnrolment(data: string): Result<EnrolReply | undefined, 'damagedEnrolment'> {
  let text: string;
  try {
    text = readFileSync(enrolmentPath(data), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ok(undefined);
    return fail('damagedEnrolment');
  }
  const decoded = decode.text(text);
  return decoded.ok ? decoded : fail('damagedEnrolment');
}

/** Durable when it returns, and never half written. */
export function writeEnrolment(data: string, enrolment: EnrolReply): void {
  const path = enrolmentPath(data);
  const unfinished = `${path}.unfinished`;
  writeFileSync(unfinished, `${JSON.stringify(enrolment, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(unfinished, path);
  const folder = openSync(data, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
