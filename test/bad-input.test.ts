// Bad input on every socket: a clear refusal, counted, and nothing else disturbed.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TerminalsSchema } from '../shared/api.ts';
import { canonicalJson } from '../shared/canonical.ts';
import type { SentFact } from '../shared/fact.ts';
import { chainNext } from '../shared/server/chain.ts';
import { DAY } from '../shared/site-time.ts';
import { type Facts, MAX_MESSAGE } from '../shared/wire.ts';
import { HandClock } from './house/crowd.ts';
import { type House, type HouseTerminal, openHouse } from './house/house.ts';
import { readJournal } from './house/journal.ts';
import { attempt } from './house/strangers.ts';
import { until } from './house/until.ts';
import { Visitor } from './house/visitor.ts';
import {
  batchOf,
  dial,
  greet,
  helloOf,
  type Line,
  newIdentity,
  type Outbox,
  uplinkUrl,
  type WireTerminal,
} from './wire-client.ts';

let house: House;
let hall: HouseTerminal;
let visitor: Visitor;
const lines: Line[] = [];

beforeAll(async () => {
  house = await openHouse();
  hall = await house.addTerminal(house.areas.hall);
  visitor = new Visitor(hall.port);
}, 60_000);
afterAll(async () => {
  visitor?.leave();
  await house?.close();
});

/** Whatever was done: a visitor's tap elsewhere is recorded and stored, and nothing restarted. */
afterEach(async () => {
  for (const { socket } of lines.splice(0)) socket.terminate();
  visitor.tap(4);
  await until('the good terminal records', () => visitor.unrecorded === 0);
  const { made } = visitor;
  await until('the good terminal delivers', async () => {
    const { taps } = await readJournal(house.hubData);
    return taps.filter(({ id }) => made.has(id)).length === made.size;
  });
  expect(house.hub.running() && hall.program.running()).toBe(true);
});

const clock = new HandClock('bad-input');

const wires: WireTerminal[] = [];

/** A terminal with a new outbox; enrolled once, for enrolment is limited by the minute. */
async function newWire(which: 0 | 1 = 0): Promise<WireTerminal> {
  const known = wires[which];
  known?.restart();
  const terminal = known ?? (await house.addWireTerminal(house.areas.restroom, { clock }));
  wires[which] = terminal;
  return terminal;
}

/** An open socket that said a good hello. */
async function welcomed(terminal: WireTerminal): Promise<Line> {
  const line = dial(house.url, terminal.identity.terminal);
  lines.push(line);
  const opened = await greet(line, terminal.identity, terminal.outbox.heads, clock);
  if (!('welcome' in opened)) throw new Error(`not welcomed: ${JSON.stringify(opened.refused)}`);
  return line;
}

const batch = (outbox: Outbox, from = 1, count = outbox.last): Facts =>
  batchOf(outbox, from, count, { how: 'measured', mono: clock.mono(), hub: Date.now() });

const reasonOf = async (line: Line): Promise<string | undefined> => {
  const message = await line.next('refuse');
  return message?.type === 'refuse' ? message.reason : undefined;
};

/** A wire terminal's outbox with one more fact as somebody else would write it, chained as it stands. */
function batchWith(outbox: Outbox, fact: object): unknown {
  const good = batch(outbox);
  const sequence = outbox.last + 1;
  const strange = { sequence, ...fact };
  const before = Buffer.from(outbox.hashAt(outbox.last), 'base64url');
  const hash = chainNext(before, canonicalJson(strange)).toString('base64url');
  return { ...good, facts: [...good.facts, strange], hash };
}

const rated = (outbox: Outbox, body: object, envelope: Partial<SentFact> = {}): unknown =>
  batchWith(outbox, {
    id: 'AAAAAAAAAAAAAAAAAAAAAA',
    kind: 'rated',
    wall: Date.now(),
    mono: clock.mono(),
    body: {
      area: house.areas.restroom,
      level: 4,
      language: 'en',
      input: 'touch',
      marks: [],
      ...body,
    },
    ...envelope,
  });

describe('strangers at the uplink', () => {
  it.each([
    ['without a name', '/uplink'],
    ['with a name that is none', '/uplink?terminal=<script>&nonce=AAAAAAAAAAAAAAAAAAAAAA'],
    ['with a short nonce', '/uplink?terminal=aaaaaaaaaaaaaaaa&nonce=A'],
  ])('[W1][W3] refuses a socket %s', async (_what, path) => {
    const { status, messages, closed } = await attempt(house.url.replace('http', 'ws') + path);
    expect(status !== 101 || closed !== undefined).toBe(true);
    for (const message of messages) expect(message).toContain('"refuse"');
  });

  it('[W3] refuses a terminal that nobody enrolled', async () => {
    const stranger = newIdentity();
    const line = dial(house.url, stranger.terminal);
    lines.push(line);
    const opened = await greet(line, stranger, [], clock);
    expect(opened).toMatchObject({ refused: { reason: 'unknownTerminal' } });
    await line.closed;
  });

  it('[W2][W3] refuses a hello that another key signed', async () => {
    const { identity } = await newWire();
    const line = dial(house.url, identity.terminal);
    lines.push(line);
    const challenge = await line.next('challenge');
    if (challenge?.type !== 'challenge') throw new Error('no challenge');
    const forged = { terminal: identity.terminal, signer: newIdentity().signer };
    line.send(helloOf(forged, { terminal: line.nonce, hub: challenge.nonce }, [], clock));
    expect(await reasonOf(line)).toBe('wrongSignature');
    await line.closed;
  });

  it('[W2] refuses a hello that is played again on another socket', async () => {
    const { identity } = await newWire();
    const first = dial(house.url, identity.terminal);
    const challenge = await first.next('challenge');
    if (challenge?.type !== 'challenge') throw new Error('no challenge');
    const hello = helloOf(identity, { terminal: first.nonce, hub: challenge.nonce }, [], clock);
    first.send(hello);
    expect((await first.next('welcome'))?.type).toBe('welcome');
    const second = dial(house.url, identity.terminal);
    lines.push(first, second);
    await second.next('challenge');
    second.send(hello);
    expect(await reasonOf(second)).toBe('wrongSignature');
  });

  it('[W3] refuses another protocol, facts before the hello and a second hello, and counts each', async () => {
    const terminal = await newWire();
    const early = dial(house.url, terminal.identity.terminal);
    await early.next('challenge');
    early.send(batch(terminal.outbox));
    expect(await reasonOf(early)).toBe('outOfTurn');

    const other = dial(house.url, terminal.identity.terminal);
    const challenge = await other.next('challenge');
    if (challenge?.type !== 'challenge') throw new Error('no challenge');
    const nonces = { terminal: other.nonce, hub: challenge.nonce };
    other.send({ ...helloOf(terminal.identity, nonces, [], clock), protocol: 99 });
    expect(await reasonOf(other)).toBe('protocol');

    const twice = await welcomed(terminal);
    twice.send(helloOf(terminal.identity, nonces, [], clock));
    expect(await reasonOf(twice)).toBe('outOfTurn');
    lines.push(early, other);
    const terminals = await house.session.get('/api/terminals', TerminalsSchema);
    const { refusals = 0 } = terminals.find(({ id }) => id === terminal.identity.terminal) ?? {};
    expect(refusals).toBeGreaterThanOrEqual(1);
  });

  it.each([
    ['no JSON', '{"type":'],
    ['nothing', ''],
    ['a list', '[]'],
    ['an unknown message', '{"type":"drop tables"}'],
    ['an unknown field', '{"type":"telemetry","glass":true,"html":"<b>"}'],
    ['a deep nest', '['.repeat(50_000)],
  ])('[W16] refuses %s as malformed and closes', async (_what, text) => {
    const line = await welcomed(await newWire());
    line.socket.send(text);
    expect(await reasonOf(line)).toBe('malformed');
    await line.closed;
  });

  it('[W16] refuses what is too large or binary, and closes', async () => {
    const large = await welcomed(await newWire());
    large.socket.send(`{"type":"telemetry","version":"${'x'.repeat(MAX_MESSAGE)}"}`);
    expect(await reasonOf(large)).toBe('tooLarge');
    await large.closed;
    const huge = await welcomed(await newWire());
    huge.socket.send('x'.repeat(8 * MAX_MESSAGE));
    await huge.closed;
    const binary = await welcomed(await newWire());
    binary.socket.send(Buffer.from([0xff, 0x00, 0xc3]));
    expect(await reasonOf(binary)).toBe('malformed');
    await binary.closed;
  });

  it('refuses a page of a browser', async () => {
    const { identity } = await newWire();
    const url = uplinkUrl(house.url, identity.terminal, 'AAAAAAAAAAAAAAAAAAAAAA');
    const { status, closed } = await attempt(url, { origin: 'https://elsewhere.example' });
    expect(status !== 101 || closed !== undefined).toBe(true);
  });
});

describe('bad facts from a good terminal', () => {
  const name = 'x'.repeat(10_000);
  it.each([
    ['a level out of range', { level: 5 }, {}],
    ['a level that is text', { level: '4' }, {}],
    ['an unknown field', { visitor: '<img src=x onerror=alert(1)>' }, {}],
    ['a text of 10,000 characters', { name }, {}],
    ['an area that does not exist', { area: 2_000_000 }, {}],
    ['an impossible instant', {}, { wall: -1 }],
    ['an id that is none', {}, { id: 'short' }],
  ])('[W14] keeps %s in quarantine, acknowledges it and goes on', async (_what, body, envelope) => {
    const terminal = await newWire();
    const line = await welcomed(terminal);
    const before = await readJournal(house.hubData);
    line.send(rated(terminal.outbox, body, envelope));
    const ack = await line.next('ack', 'refuse');
    expect(ack).toMatchObject({ type: 'ack', through: terminal.outbox.last + 1 });
    const after = await readJournal(house.hubData);
    expect(after.quarantined).toBe(before.quarantined + 1);
    expect(after.gaps).toEqual([]);
    expect(after.taps.filter((tap) => tap.outbox === terminal.outbox.id)).toEqual([]);
  });

  it('[W14] stores a fact of a kind that it does not know', async () => {
    const terminal = await newWire();
    const line = await welcomed(terminal);
    const before = await readJournal(house.hubData);
    line.send(rated(terminal.outbox, {}, { kind: 'counted', body: { people: 3 } }));
    expect(await line.next('ack', 'refuse')).toMatchObject({ type: 'ack', through: 2 });
    const after = await readJournal(house.hubData);
    expect(after.quarantined).toBe(before.quarantined);
    expect(after.outboxes.get(terminal.outbox.id)).toBe(2);
  });

  it.each([
    ['a century ahead', 100 * 365 * DAY],
    ['at the beginning of time', -clock.mono()],
  ])('[T4] never takes a tap for later than its receipt when its clock stands %s', async (_what, off) => {
    const terminal = await newWire();
    const line = await welcomed(terminal);
    const mono = Math.max(0, clock.mono() + off);
    line.send(
      rated(terminal.outbox, {}, { id: `${off > 0 ? 'C' : 'D'}AAAAAAAAAAAAAAAAAAAAA`, wall: 0, mono }),
    );
    expect(await line.next('ack', 'refuse')).toMatchObject({ type: 'ack', through: 2 });
    const { taps } = await readJournal(house.hubData);
    const [tap] = taps.filter((each) => each.outbox === terminal.outbox.id);
    expect(tap?.at).toBeLessThanOrEqual(tap?.receivedAt ?? 0);
  });

  it('[W12] refuses a gap within a batch, and [W11] answers one before it with its mark', async () => {
    const terminal = await newWire();
    const line = await welcomed(terminal);
    for (let tap = 0; tap < 4; tap++) terminal.rate(3);
    const { outbox } = terminal;
    line.send(batch(outbox, 1, 2));
    expect(await line.next('ack')).toMatchObject({ through: 2 });
    line.send(batch(outbox, 4, 2));
    expect(await line.next('ack', 'refuse')).toMatchObject({ type: 'ack', through: 2 });
    const whole = batch(outbox, 3, 3);
    line.send({ ...whole, facts: whole.facts.filter(({ sequence }) => sequence !== 4) });
    expect(await reasonOf(line)).toBe('gapInBatch');
    const { outboxes } = await readJournal(house.hubData);
    expect(outboxes.get(outbox.id)).toBe(2);
  });

  it('[W13] takes nothing of a batch with a forged hash, while another outbox goes on', async () => {
    const terminal = await newWire();
    const line = await welcomed(terminal);
    line.send({ ...batch(terminal.outbox), hash: 'A'.repeat(43) });
    expect(await line.next('refuse')).toMatchObject({ reason: 'brokenChain', outbox: terminal.outbox.id });
    const next = terminal.restart();
    line.send(batch(next));
    expect(await line.next('ack')).toMatchObject({ outbox: next.id, through: next.last });
  });

  it('[W15] refuses an outbox that belongs to another terminal', async () => {
    const [owner, thief] = [await newWire(0), await newWire(1)];
    const good = await welcomed(owner);
    good.send(batch(owner.outbox));
    await good.next('ack');
    const bad = await welcomed(thief);
    bad.send(batch(owner.outbox));
    expect(await reasonOf(bad)).toBe('foreignOutbox');
    const { outboxes } = await readJournal(house.hubData);
    expect(outboxes.get(owner.outbox.id)).toBe(owner.outbox.last);
  });
});
