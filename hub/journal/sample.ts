// For tests: a terminal that writes well-formed, chained facts, and a house for it to stand in.
import { canonicalJson } from '../../shared/canonical.ts';
import type { FactBody, FactKind, SentFact } from '../../shared/fact.ts';
import { DAY_AND_NIGHT } from '../../shared/opening-hours.ts';
import { chainNext, chainStart, sealBytes } from '../../shared/server/chain.ts';
import { newFactId, newName, newSigner, type Signer } from '../../shared/server/keys.ts';
import { siteClock } from '../../shared/site-time.ts';
import { type BatchClock, type Facts, type Hello, helloBytes, PROTOCOL } from '../../shared/wire.ts';
import type { Directory, EnrolledTerminal } from '../contracts.ts';

/** Where the sample clocks stand: a Tuesday noon in Shanghai. */
export const NOON = Date.UTC(2026, 2, 17, 4);
export const HALL = 2;
export const RESTROOM = 3;

export interface SampleOutbox {
  readonly terminal: string;
  readonly name: string;
  readonly signer: Signer;
  readonly facts: SentFact[];
  readonly hashes: Buffer[];
  mono: number;
  /** Site instant at monotonic 0. */
  readonly origin: number;
}

export function sampleOutbox(
  terminal = newName(),
  name = newName(),
  signer = newSigner(),
  origin = NOON,
): SampleOutbox {
  return { terminal, name, signer, facts: [], hashes: [chainStart(terminal, name)], mono: 0, origin };
}

/** Adds a fact `after` ms behind the one before it. The body is not checked: tests write wrong ones too. */
export function write(
  outbox: SampleOutbox,
  kind: string,
  body: unknown,
  after = 10_000,
  id = newFactId(),
): SentFact {
  outbox.mono += after;
  const fact = {
    sequence: outbox.facts.length + 1,
    id,
    kind,
    wall: outbox.origin + outbox.mono,
    mono: outbox.mono,
    body,
  };
  outbox.hashes.push(chainNext(headOf(outbox), canonicalJson(fact)));
  outbox.facts.push(fact);
  return fact;
}

export const headOf = (outbox: SampleOutbox, length = outbox.facts.length): Buffer =>
  outbox.hashes[length] ?? chainStart(outbox.terminal, outbox.name);

export const tap = (
  outbox: SampleOutbox,
  body: Partial<FactBody<'rated'>> = {},
  after = 10_000,
  id = newFactId(),
): SentFact =>
  write(
    outbox,
    'rated',
    { area: HALL, level: 4, language: 'en', input: 'touch', marks: [], ...body },
    after,
    id,
  );

export function open(outbox: SampleOutbox, previous?: SampleOutbox, length?: number): SentFact {
  const named = length ?? previous?.facts.length ?? 0;
  return write(outbox, 'outboxOpened' satisfies FactKind, {
    area: HALL,
    boot: 'boot-1',
    version: '1.0.0',
    previous: previous
      ? { outbox: previous.name, length: named, hash: headOf(previous, named).toString('base64url') }
      : null,
  });
}

export function seal(outbox: SampleOutbox, signer = outbox.signer): SentFact {
  const through = outbox.facts.length;
  const hash = headOf(outbox).toString('base64url');
  const signature = signer.sign(sealBytes(outbox.terminal, outbox.name, through, hash));
  return write(outbox, 'sealed', { through, hash, signature }, 100);
}

/** Facts `from` … `through` as one message, on a clock that was measured at monotonic 0. */
export function batchOf(
  outbox: SampleOutbox,
  from = 1,
  through = outbox.facts.length,
  clock: BatchClock = { how: 'measured', mono: 0, hub: outbox.origin },
): Facts {
  const hash = headOf(outbox, through).toString('base64url');
  return { type: 'facts', outbox: outbox.name, clock, hash, facts: outbox.facts.slice(from - 1, through) };
}

export function helloOf(
  outboxes: readonly SampleOutbox[],
  terminalNonce: string,
  hubNonce: string,
  signer?: Signer,
  said: { readonly epoch: number; readonly acked: number } = { epoch: 0, acked: 0 },
): Hello {
  const held = outboxes.filter(({ facts }) => facts.length > 0);
  const heads = held.map((outbox) => ({
    id: outbox.name,
    last: outbox.facts.length,
    hash: headOf(outbox).toString('base64url'),
    acked: said.acked,
  }));
  const [first] = outboxes;
  if (!first) throw new Error('a hello of nobody');
  const bytes = helloBytes(first.terminal, terminalNonce, hubNonce, heads);
  return {
    type: 'hello',
    protocol: PROTOCOL,
    terminal: first.terminal,
    outboxes: heads,
    clock: { wall: first.origin, mono: 0 },
    policyVersion: 1,
    epoch: said.epoch,
    signature: (signer ?? first.signer).sign(bytes),
  };
}

export const enrolled = (
  outbox: SampleOutbox,
  changes: Partial<EnrolledTerminal> = {},
): EnrolledTerminal => ({
  id: outbox.terminal,
  number: 1,
  label: '',
  area: HALL,
  publicKey: outbox.signer.publicKey,
  inService: true,
  pixelsPerMm: 4,
  sound: true,
  enrolledAt: NOON,
  retiredAt: null,
  approved: true,
  policyVersion: 1,
  ...changes,
});

export interface SampleDirectory extends Directory {
  readonly enrol: (terminal: EnrolledTerminal) => void;
  readonly setTimeZone: (timeZone: string) => void;
}

const name = (text: string) => ({ 'zh-Hant': text, 'zh-Hans': text, en: text });

export function sampleDirectory(terminals: readonly EnrolledTerminal[] = []): SampleDirectory {
  const known = new Map(terminals.map((terminal) => [terminal.id, terminal]));
  const listeners = new Set<(change: { readonly terminals: readonly string[] }) => void>();
  let clock = siteClock('Asia/Shanghai');
  const area = (id: number, parent: number | null, kind: 'site' | 'hall' | 'restroom') =>
    ({ id, parent, kind, name: name(`area ${id}`), order: id, retired: false }) as const;
  const areas = [area(1, null, 'site'), area(HALL, 1, 'hall'), area(RESTROOM, 1, 'restroom')];
  const tell = (ids: readonly string[]): void => {
    for (const listener of listeners) listener({ terminals: ids });
  };
  return {
    site: () => ({
      name: name('museum'),
      timeZone: clock.timeZone,
      language: 'en',
      target: 0.98,
      minimum: 5,
      desk: null,
      publicUrl: null,
      tryOut: false,
    }),
    openingHours: () => DAY_AND_NIGHT,
    clock: () => clock,
    areas: () => areas,
    area: (id) => areas.find((each) => each.id === id),
    reasons: () => [],
    terminals: () => [...known.values()],
    terminal: (id) => known.get(id),
    policy: () => undefined,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    enrol: (terminal) => {
      known.set(terminal.id, terminal);
      tell([terminal.id]);
    },
    setTimeZone: (timeZone) => {
      clock = siteClock(timeZone);
      tell([]);
    },
  };
}
