// A proof over the journal: recomputes every chain from the stored columns and checks the seals upon them.
import type { VerifyReport } from '../../shared/api.ts';
import { FACT_BODIES } from '../../shared/fact.ts';
import { chainStart, sealBytes } from '../../shared/server/chain.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import { isSignedBy } from '../../shared/server/keys.ts';
import type { Statements } from '../../shared/server/sqlite.ts';
import { type ChainState, chainFollower, chainState, chainText } from '../journal/chain-run.ts';
import { readHead } from '../store/journal-reads.ts';
import { type ChainedFact, type OutboxClaim, readChained, readClaims } from '../store/proof-reads.ts';
import { readSeals, type StoredSeal } from '../store/seals.ts';
import { readSealText, textHash } from './daily-seal.ts';

const CHUNK = 2_000;
const MAX_PROBLEMS = 1_000;
/** A seal may reach back over this many facts that were written while it was made. */
const KEPT_HASHES = 64;

type Problem = VerifyReport['problems'][number];

const sealedBody = compiledDecoder(FACT_BODIES.sealed);
const openedBody = compiledDecoder(FACT_BODIES.outboxOpened);

interface Chain {
  readonly claim: OutboxClaim;
  sequence: number;
  hash: ChainState;
  broken: boolean;
  /** The last facts with the chain behind each. */
  readonly recent: { sequence: number; hash: ChainState; counts: boolean }[];
  /** Facts that are no seals, all and those behind the last seal that fits the chain. */
  facts: number;
  behindSeal: number;
  lastSeal: { through: number; hash: string; signature: string } | undefined;
  previousHash: string | undefined;
}

export interface VerifyDeps {
  /** A connection of its own: nobody else's statements may join its snapshot. */
  readonly statements: Statements;
  /** Public key of a terminal, or of the hub; undefined when it is not known any more. */
  readonly keyOf: (terminal: string) => string | undefined;
  readonly hubKey: string;
  readonly now: () => number;
}

/**
 * What it proves: nothing under a valid seal was changed, left out or put in between. Of each outbox only the last seal's
 * signature is computed (it covers everything before it); the hashes of all seals are compared.
 */
export async function verifyJournal(deps: VerifyDeps): Promise<VerifyReport> {
  const { statements } = deps;
  await statements.exec('BEGIN');
  const head = await readHead(statements);
  const claims = await readClaims(statements);
  const seals = await readSeals(statements);
  await statements.exec('COMMIT');

  const problems: Problem[] = [];
  const report = (claim: OutboxClaim | undefined, sequence: number, what: Problem['what']): void => {
    if (problems.length >= MAX_PROBLEMS) return;
    problems.push({ terminal: claim?.terminal ?? '', outbox: claim?.name ?? '', sequence, what });
  };
  const chains = new Map(claims.map((claim) => [claim.number, newChain(claim)]));
  const daily = checkpointsOf(seals, deps.hubKey, (number) => report(undefined, number, 'wrongSeal'));
  const follow = chainFollower();
  let position = 0;
  let factSeals = 0;
  for (let more = true; more; ) {
    const facts = await readChained(statements, position, CHUNK);
    more = facts.length === CHUNK;
    for (const fact of facts) {
      if (fact.position > head.position) {
        more = false;
        break;
      }
      const chain = chains.get(fact.outbox);
      if (fact.position !== position + 1) report(chain?.claim, fact.position, 'journalGap');
      position = fact.position;
      if (!chain) continue;
      if (fact.kind === 'sealed') factSeals += 1;
      followFact(chain, fact, follow, report);
      const wanted = daily.get(`${chain.claim.name} ${chain.sequence}`);
      if (wanted !== undefined && wanted !== chainText(chain.hash)) breakOnce(chain, report);
    }
  }
  if (position !== head.position) report(undefined, position + 1, 'journalGap');
  let unsealed = 0;
  for (const chain of chains.values()) unsealed += finish(chain, deps, report);
  findForks([...chains.values()], report);
  return {
    at: deps.now(),
    facts: head.position,
    outboxes: claims.length,
    seals: factSeals + seals.length,
    unsealed,
    problems,
  };
}

type Report = (claim: OutboxClaim | undefined, sequence: number, what: Problem['what']) => void;

const newChain = (claim: OutboxClaim): Chain => ({
  claim,
  sequence: 0,
  hash: chainState(chainStart(claim.terminal, claim.name)),
  broken: false,
  recent: [],
  facts: 0,
  behindSeal: 0,
  lastSeal: undefined,
  previousHash: undefined,
});

function breakOnce(chain: Chain, report: Report): void {
  if (!chain.broken) report(chain.claim, chain.sequence, 'brokenChain');
  chain.broken = true;
}

function followFact(
  chain: Chain,
  fact: ChainedFact,
  follow: (state: ChainState, text: string) => ChainState,
  report: Report,
): void {
  if (fact.sequence !== chain.sequence + 1) report(chain.claim, chain.sequence + 1, 'gap');
  chain.sequence = fact.sequence;
  if (fact.text === undefined) breakOnce(chain, report);
  if (fact.kind === 'sealed') checkSeal(chain, fact, report);
  if (fact.kind === 'outboxOpened' && fact.sequence === 1) {
    const opened = openedBody.text(fact.body ?? '');
    if (opened.ok && opened.value.previous) chain.previousHash = opened.value.previous.hash;
  }
  chain.hash = follow(chain.hash, fact.text ?? '');
  const counts = fact.kind !== 'sealed';
  chain.recent.push({ sequence: fact.sequence, hash: chain.hash, counts });
  if (chain.recent.length > KEPT_HASHES) chain.recent.shift();
  if (!counts) return;
  chain.facts += 1;
  chain.behindSeal += 1;
}

/** [F5] The seal's hash against the chain so far; its signature waits for the end. */
function checkSeal(chain: Chain, fact: ChainedFact, report: Report): void {
  const body = sealedBody.text(fact.body ?? '');
  if (!body.ok) return;
  const { through, hash, signature } = body.value;
  const sealed = chain.recent.find(({ sequence }) => sequence === through);
  if (!sealed) {
    report(chain.claim, fact.sequence, 'wrongSeal');
    return;
  }
  if (chainText(sealed.hash) !== hash) {
    breakOnce(chain, report);
    return;
  }
  chain.lastSeal = { through, hash, signature };
  chain.behindSeal = chain.recent.filter(({ sequence, counts }) => counts && sequence > through).length;
}

/** Returns how many facts no valid seal vouches for. */
function finish(chain: Chain, deps: VerifyDeps, report: Report): number {
  const { claim, lastSeal } = chain;
  if (chain.sequence !== claim.mark) report(claim, chain.sequence + 1, 'gap');
  else if (chainText(chain.hash) !== claim.hash) breakOnce(chain, report);
  const key = deps.keyOf(claim.terminal);
  if (!lastSeal || chain.broken || key === undefined) return chain.facts;
  const bytes = sealBytes(claim.terminal, claim.name, lastSeal.through, lastSeal.hash);
  if (isSignedBy(key, bytes, lastSeal.signature)) return chain.behindSeal;
  report(claim, lastSeal.through, 'wrongSeal');
  return chain.facts;
}

/** What the hub's daily seals say of heads: `outbox sequence` → hash. Seals that are not the hub's are reported. */
function checkpointsOf(
  seals: readonly StoredSeal[],
  hubKey: string,
  wrong: (number: number) => void,
): Map<string, string> {
  const checkpoints = new Map<string, string>();
  let previous = 'none';
  for (const seal of seals) {
    const read = readSealText(seal.text);
    if (!read || read.previous !== previous || !isSignedBy(hubKey, Buffer.from(seal.text), seal.signature)) {
      wrong(seal.number);
    } else {
      for (const { outbox, mark, hash } of read.heads) checkpoints.set(`${outbox} ${mark}`, hash);
    }
    previous = textHash(seal.text);
  }
  return checkpoints;
}

/** [F7] */
function findForks(chains: readonly Chain[], report: Report): void {
  const byName = new Map(chains.map((chain) => [chain.claim.name, chain]));
  const followed = new Set<string>();
  for (const { claim, previousHash } of chains) {
    if (claim.previous === null || claim.previousLength === null) continue;
    const before = byName.get(claim.previous);
    const longer = before !== undefined && before.claim.mark > claim.previousLength;
    const other =
      before !== undefined &&
      before.claim.mark === claim.previousLength &&
      previousHash !== undefined &&
      previousHash !== before.claim.hash;
    if (longer || other || followed.has(claim.previous)) report(claim, 1, 'fork');
    followed.add(claim.previous);
  }
}
