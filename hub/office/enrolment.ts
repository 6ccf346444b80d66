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
const SETTING = 'enrolmentCode';

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

class EnrolmentOffice implements Enrolment {
  readonly #deps: EnrolmentDeps;
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: EnrolmentDeps) {
    this.#deps = deps;
  }

  newCode(
    who: string,
    wanted: Static<typeof NewEnrolmentCodeSchema>,
  ): Promise<Result<Static<typeof EnrolmentCodeReplySchema>, ApiError>> {
    return this.#inTurn(async () => {
      const { database, office, audit, now } = this.#deps;
      const problem = standingProblem(office.state(), wanted.area, wanted.number ?? null);
      if (problem) return problem;
      if ((await openCodes(database, now())).length >= MAX_OPEN_CODES) {
        return refused('conflict', '', `${MAX_OPEN_CODES} codes are open; revoke some first`);
      }
      const code = newEnrolmentCode();
      const { area, number = null, label = '' } = wanted;
      const expiresAt = now() + CODE_LIFE_MS;
      const stored = { hash: hashOf(code), area, number, label, expiresAt, triesLeft: CODE_TRIES };
      const change = { before: null, after: { area, number, label, expiresAt }, setting: SETTING };
      const id = await audit.record<number>(
        (written) => [{ who, what: 'enrolmentCode.added', subject: String(written), ...change }],
        (statements) => addCode(statements, stored),
      );
      return ok({ id, code, area, expiresAt });
    });
  }

  async openCodes(): Promise<Static<typeof OpenEnrolmentCodesSchema>> {
    const { database, now } = this.#deps;
    const open = await openCodes(database, now());
    return open.map(({ id, area, expiresAt, triesLeft }) => ({ id, area, expiresAt, triesLeft }));
  }

  revoke(who: string, id: number): Promise<Result<null, ApiError>> {
    return this.#inTurn(async () => {
      const { database, audit, now } = this.#deps;
      const found = (await openCodes(database, now())).find((code) => code.id === id);
      if (!found) return refused('notFound', '', 'there is no such open code');
      const { area, number, label } = found;
      const change = { before: { area, number, label }, after: null, setting: SETTING };
      const draft = { who, what: 'enrolmentCode.revoked', subject: String(id), ...change };
      await audit.record([draft], (statements) => closeCode(statements, id, now()));
      return ok(null);
    });
  }

  enrol(code: string, publicKey: string): Promise<Result<EnrolReply, ApiError>> {
    return this.#inTurn(async () => {
      const { database, now } = this.#deps;
      const hash = hashOf(code);
      const found = (await openCodes(database, now())).find((each) => each.hash === hash);
      if (found) return this.#redeem(found, publicKey);
      await database.transaction((statements) => countWrongTry(statements, now()));
      return refused('wrongCredentials', '/code', 'is not an open code: ask an administrator for a new one');
    });
  }

  async #redeem(found: StoredCode, publicKey: string): Promise<Result<EnrolReply, ApiError>> {
    const { office, now, hubKey } = this.#deps;
    const { area, number, label } = found;
    // A terminal that never got the answer comes again with the same key and the next code.
    const known = office.terminals().find((terminal) => terminal.publicKey === publicKey);
    const id = known?.id ?? newName();
    const again = { area, approved: true, ...(number === null ? {} : { number }) } as const;
    const changed = await office.change(
      `code ${found.id}`,
      (state) =>
        known
          ? changeTerminal(state, id, again, now())
          : addTerminal(state, { id, publicKey, area, number, label }, now()),
      (statements) => closeCode(statements, found.id, now()),
    );
    if (!changed.ok) return changed;
    const policy = office.policy(id);
    if (!policy) throw new Error('a terminal that was just enrolled has no policy');
    return ok({ terminal: id, hub: hubKey, policy });
  }

  /** Codes are looked up and used in turn: two terminals with one code at once must not both get in. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

export const newEnrolment = (deps: EnrolmentDeps): Enrolment => new EnrolmentOffice(deps);
