// Enrolment: an administrator reads a one-time code, a terminal shows it with its key and is pinned [E1].
import type { Static } from 'typebox';
import type {
  ApiError,
  EnrolmentCodeReplySchema,
  NewEnrolmentCodeSchema,
  OpenEnrolmentCodesSchema,
} from '../../shared/api.ts';
import { ok, type Result } from '../../shared/result.ts';
import { newName } from '../../shared/server/keys.ts';
import type { Database } from '../../shared/server/sqlite.ts';
import { type Instant, MINUTE } from '../../shared/site-time.ts';
import type { EnrolReply } from '../../shared/wire.ts';
import type { Audit } from '../access/audit.ts';
import { hashOf, newEnrolmentCode } from '../access/secrets.ts';
import { addCode, closeCode, countWrongTry, openCodes, type StoredCode } from '../store/code-store.ts';
import type { Office } from './office.ts';
import { refused } from './state.ts';
import { addTerminal, changeTerminal, standingProblem } from './terminal-commands.ts';

export const CODE_LIFE_MS = 10 * MINUTE;
export const CODE_TRIES = 5;
const MAX_OPEN_CODES = 200;

export interface Enrolment {
  newCode(
    who: string,
    wanted: Static<typeof NewEnrolmentCodeSchema>,
  ): Promise<Result<Static<typeof EnrolmentCodeReplySchema>, ApiError>>;
  openCodes(): Promise<Static<typeof OpenEnrolmentCodesSchema>>;
  revoke(who: string, id: number): Promise<Result<null, ApiError>>;
  /** Redeems a code for a terminal with that public key; a wrong code costs every open code one try. */
  enrol(code: string, publicKey: string): Promise<Result<EnrolReply, ApiError>>;
}

export interface EnrolmentDeps {
  readonly database: Database;
  readonly office: Office;
  readonly audit: Audit;
  readonly now: () => Instant;
  /** Raw public key of the hub, base64url, which the terminal pins. */
  readonly hubKey: string;
}

export function newEnrolment(deps: EnrolmentDeps): Enrolment {
  const { database, office, audit, now } = deps;
  // Codes are looked up and used in turn: two terminals with one code at once must not both get in.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };

  async function redeem(found: StoredCode, publicKey: string): Promise<Result<EnrolReply, ApiError>> {
    const { area, number, label } = found;
    // A terminal that never got the answer comes again with the same key and the next code.
    const known = office.terminals().find((terminal) => terminal.publicKey === publicKey);
    const id = known?.id ?? newName();
    const changed = await office.change(
      `code ${found.id}`,
      (state) =>
        known
          ? changeTerminal(state, id, { area, approved: true, ...(number === null ? {} : { number }) }, now())
          : addTerminal(state, { id, publicKey, area, number, label }, now()),
      (statements) => closeCode(statements, found.id, now()),
    );
    if (!changed.ok) return changed;
    const policy = office.policy(id);
    if (!policy) throw new Error('a terminal that was just enrolled has no policy');
    return ok({ terminal: id, hub: deps.hubKey, policy });
  }

  return {
    newCode: (who, wanted) =>
      inTurn(async () => {
        const problem = standingProblem(office.state(), wanted.area, wanted.number ?? null);
        if (problem) return problem;
        if ((await openCodes(database, now())).length >= MAX_OPEN_CODES) {
          return refused('conflict', '', `${MAX_OPEN_CODES} codes are open; revoke some first`);
        }
        const code = newEnrolmentCode();
        const { area } = wanted;
        const [number, label] = [wanted.number ?? null, wanted.label ?? ''];
        const expiresAt = now() + CODE_LIFE_MS;
        const draft = {
          who,
          what: 'enrolmentCode.added',
          subject: String(area),
          before: null,
          after: { area, number, label, expiresAt },
          setting: 'enrolmentCode',
        };
        const id = await audit.record([draft], (statements) =>
          addCode(statements, { hash: hashOf(code), area, number, label, expiresAt, triesLeft: CODE_TRIES }),
        );
        return ok({ id, code, area, expiresAt });
      }),
    openCodes: async () =>
      (await openCodes(database, now())).map(({ id, area, expiresAt, triesLeft }) => ({
        id,
        area,
        expiresAt,
        triesLeft,
      })),
    revoke: (who, id) =>
      inTurn(async () => {
        const found = (await openCodes(database, now())).find((code) => code.id === id);
        if (!found) return refused('notFound', '', 'there is no such open code');
        const { area, number, label } = found;
        const draft = {
          who,
          what: 'enrolmentCode.revoked',
          subject: String(id),
          before: { area, number, label },
          after: null,
          setting: 'enrolmentCode',
        };
        await audit.record([draft], (statements) => closeCode(statements, id, now()));
        return ok(null);
      }),
    enrol: (code, publicKey) =>
      inTurn(async () => {
        const hash = hashOf(code);
        const found = (await openCodes(database, now())).find((each) => each.hash === hash);
        if (found) return redeem(found, publicKey);
        await database.transaction((statements) => countWrongTry(statements, now()));
        return refused(
          'wrongCredentials',
          '/code',
          'is not an open code: ask an administrator for a new one',
        );
      }),
  };
}
