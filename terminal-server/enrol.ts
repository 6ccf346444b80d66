// Once in a terminal's life: shows the hub the one-time code and its public key, and pins the hub's key [E1].
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { ApiErrorSchema } from '../shared/api.ts';
import { fail, ok, type Result } from '../shared/result.ts';
import { compiledDecoder } from '../shared/server/compile.ts';
import { ENROL_PATH, EnrolmentCodeSchema, type EnrolReply, EnrolReplySchema } from '../shared/wire.ts';
import { readEnrolment, terminalKey, writeEnrolment } from './identity.ts';

const TIMEOUT_MS = 10_000;
const MAX_REPLY = 512 * 1024;

export interface EnrolProblem {
  readonly reason: 'badCode' | 'refused' | 'unreachable' | 'notAHub' | 'damagedEnrolment' | 'unusableKey';
  /** A sentence for the technician. */
  readonly message: string;
}

export interface EnrolSettings {
  readonly hub: string;
  readonly ca: string | undefined;
  /** The terminal's folder, which exists. */
  readonly data: string;
}

const decodeCode = compiledDecoder(EnrolmentCodeSchema);
const decodeReply = compiledDecoder(EnrolReplySchema, MAX_REPLY);
const decodeError = compiledDecoder(ApiErrorSchema, MAX_REPLY);

/** As typed by a person: lower case, hyphens and spaces, O for 0 and I or L for 1 (Crockford) are understood. */
export const normalCode = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');

/** Enrols and keeps the answer; an enrolled terminal stays what it is (`already`). */
export async function enrol(
  settings: EnrolSettings,
  typed: string,
): Promise<Result<{ readonly enrolment: EnrolReply; readonly already: boolean }, EnrolProblem>> {
  const known = readEnrolment(settings.data);
  if (!known.ok) {
    const message = `The enrolment in ${settings.data} is damaged; restore it from a copy, or move it away to enrol anew.`;
    return fail({ reason: 'damagedEnrolment', message });
  }
  if (known.value) return ok({ enrolment: known.value, already: true });
  const code = decodeCode.value(normalCode(typed));
  if (!code.ok)
    return fail({ reason: 'badCode', message: 'The code has eight letters and digits, e.g. 7K3QM9TD.' });
  const key = terminalKey(settings.data, false);
  if (!key.ok) return fail({ reason: 'unusableKey', message: key.error });
  const { publicKey } = key.value;
  const reply = await post(settings, JSON.stringify({ code: code.value, publicKey }));
  if (!reply.ok) return reply;
  const enrolment = decodeReply.text(reply.value.body);
  if (reply.value.status === 200 && enrolment.ok) {
    writeEnrolment(settings.data, enrolment.value);
    return ok({ enrolment: enrolment.value, already: false });
  }
  const error = decodeError.text(reply.value.body);
  if (!error.ok) {
    const message = `What answers at ${settings.hub} is not a Chime hub (status ${reply.value.status}).`;
    return fail({ reason: 'notAHub', message });
  }
  const { path, message } = error.value;
  const subject = path === '/code' ? 'the code ' : '';
  return fail({ reason: 'refused', message: `The hub refused: ${subject}${message}.` });
}

function post(
  { hub, ca }: EnrolSettings,
  body: string,
): Promise<Result<{ status: number; body: string }, EnrolProblem>> {
  const url = new URL(ENROL_PATH, hub);
  const begin = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const unreachable = (why: string): void =>
      resolve(fail({ reason: 'unreachable', message: `The hub at ${hub} cannot be reached (${why}).` }));
    const request = begin(
      url,
      {
        method: 'POST',
        timeout: TIMEOUT_MS,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        ...(ca === undefined ? {} : { ca }),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > MAX_REPLY) request.destroy(new Error('answer too long'));
        });
        response.on('end', () => resolve(ok({ status: response.statusCode ?? 0, body: text })));
        response.on('error', (error) => unreachable(error.message));
      },
    );
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', (error) => unreachable(error.message));
    request.end(body);
  });
}
