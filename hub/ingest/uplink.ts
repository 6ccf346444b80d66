// Between terminals and journal: the open sessions. Knows sockets only by what it may do with them.

import { isSignedBy, newName, newNonce, type Signer } from '../../shared/server/keys.ts';
import type { Log } from '../../shared/server/log.ts';
import {
  type Command,
  challengeBytes,
  type Facts,
  type Hello,
  MAX_IN_FLIGHT,
  type Refusal,
  type ToTerminal,
} from '../../shared/wire.ts';
import type { Directory, Links } from '../contracts.ts';
import type { Intake } from '../journal/intake.ts';
import type { Journal } from '../journal/journal.ts';
import { CLONED, type OutboxEntry } from '../journal/outbox.ts';
import type { KnownMark } from '../store/journal-reads.ts';
import { Connection, type UplinkEvents, type UplinkSocket } from './connection.ts';
import type { LinkBook } from './links.ts';
import { type Effect, onSilence, onText, type Session, type SessionDeps } from './session.ts';
import { newStrangers } from './strangers.ts';

export interface UplinkDeps {
  readonly journal: Journal;
  readonly directory: Directory;
  readonly signer: Signer;
  readonly book: LinkBook;
  readonly readMarks: (names: readonly string[]) => Promise<Map<string, KnownMark>>;
  readonly now: () => number;
  readonly log: Log;
  readonly onUnknown: (terminal: string, address: string) => void;
}

export interface Uplink {
  readonly links: Links;
  /** [W1] `terminal` and `nonce` were checked against their schemas. */
  connect(socket: UplinkSocket, address: string, terminal: string, nonce: string): UplinkEvents;
  /** Someone who did not even call properly. */
  turnAway(socket: UplinkSocket, reason: Refusal): void;
  /** To be called every few seconds: pings, hello deadlines, last sights. */
  tick(): void;
  press(pressed: boolean): void;
  /** Ends every session with that reason. */
  dropAll(reason: Refusal): void;
  stop(): void;
}

const POLICY_VIOLATION = 1008;
const GOING_AWAY = 1001;

/** [W5] The hub once acknowledged more, in the epoch that still holds: its database is an older copy now. */
const wasPutBack = (hello: Hello, marks: ReadonlyMap<string, KnownMark>, epoch: number): boolean =>
  hello.epoch === epoch &&
  hello.outboxes.some(({ id, acked }) => {
    const held = marks.get(id);
    return acked > (held?.terminal === hello.terminal ? held.mark : 0);
  });

export function newUplink(deps: UplinkDeps): Uplink {
  const { journal, directory, book, log, now } = deps;
  const connections = new Set<Connection>();
  /** The one connection of a terminal whose hello holds. */
  const current = new Map<string, Connection>();
  const strangers = newStrangers();
  const sessionDeps: SessionDeps = { terminal: (id) => directory.terminal(id), isSignedBy };
  let pressed = false;
  let stopping = false;

  const send = (connection: Connection, message: ToTerminal): void =>
    connection.socket.send(JSON.stringify(message));

  const strangerKey = (address: string, terminal: string): string =>
    directory.terminal(terminal) ? `${address} ${terminal}` : address;

  const end = (connection: Connection, code: number, reason: string): void => {
    const { terminal } = connection;
    connection.session = { name: 'closed' };
    connections.delete(connection);
    connection.held = undefined;
    if (terminal !== undefined && current.get(terminal) === connection) {
      current.delete(terminal);
      book.disconnected(terminal, now(), connection.heardAt);
    }
    connection.socket.resume();
    connection.socket.close(code, reason);
  };

  const refuse = (connection: Connection, reason: Refusal, detail?: string, outbox?: string): void => {
    const { terminal } = connection;
    const known = terminal !== undefined && directory.terminal(terminal) ? terminal : undefined;
    book.refused(reason, known);
    log.warn({ terminal, address: connection.address, reason, detail, outbox }, 'refused');
    send(connection, {
      type: 'refuse',
      reason,
      ...(outbox === undefined ? {} : { outbox }),
      ...(detail === undefined ? {} : { detail: detail.slice(0, 200) }),
    });
    if (outbox === undefined) end(connection, POLICY_VIOLATION, reason);
  };

  const resume = (connection: Connection): void => {
    if (!connection.paused || pressed || connection.held || connection.inFlight > MAX_IN_FLIGHT) return;
    connection.paused = false;
    connection.socket.resume();
  };
  const pause = (connection: Connection): void => {
    if (connection.paused) return;
    connection.paused = true;
    connection.socket.pause();
  };

  /** [W6] More than the terminal names, or another head at the same length: it was put back or copied. */
  const checkHeads = async (hello: Hello, marks: ReadonlyMap<string, KnownMark>): Promise<void> => {
    for (const { id, last, hash } of hello.outboxes) {
      const held = marks.get(id);
      if (held?.terminal !== hello.terminal) continue;
      if (held.mark > last || (held.mark === last && held.hash !== hash)) {
        journal.flag(await journal.outbox(id, hello.terminal), CLONED);
        journal.nudge();
      }
    }
  };

  /** [W4][W7][D1] */
  const welcome = async (connection: Connection, hello: Hello): Promise<void> => {
    const marks = await deps.readMarks(hello.outboxes.map(({ id }) => id));
    if (connection.session.name !== 'welcoming') return;
    const terminal = directory.terminal(hello.terminal);
    if (!terminal || terminal.retiredAt !== null) {
      refuse(connection, 'retired');
      return;
    }
    const older = current.get(terminal.id);
    current.set(terminal.id, connection);
    if (older) refuse(older, 'replaced');
    if (wasPutBack(hello, marks, journal.epoch())) await journal.raiseEpoch(hello.epoch);
    connection.session = { name: 'open', terminal: terminal.id };
    book.connected(terminal.id, now(), hello.clock.wall - now());
    send(connection, {
      type: 'welcome',
      outboxes: hello.outboxes.map(({ id }) => {
        const held = marks.get(id);
        return { id, through: held?.terminal === terminal.id ? held.mark : 0 };
      }),
      epoch: journal.epoch(),
      policyVersion: terminal.policyVersion,
      clock: now(),
    });
    if (hello.policyVersion < terminal.policyVersion) sendPolicy(connection, terminal.id);
    await checkHeads(hello, marks);
  };

  const sendPolicy = (connection: Connection, terminal: string): void => {
    const policy = directory.policy(terminal);
    if (policy) send(connection, { type: 'config', policy });
  };

  /** [T1] Names need no escaping, and there is one of these per batch. */
  const ack = (connection: Connection, outbox: string, through: number): void => {
    if (connection.session.name !== 'open') return;
    connection.ackedOutbox = outbox;
    connection.ackedThrough = through;
    connection.socket.send(
      `{"type":"ack","outbox":"${outbox}","through":${through},"clock":${Math.round(now())}}`,
    );
  };

  /** [W10][W11] The hub's mark, as soon as what was taken so far is durable. */
  const ackWhenDurable = (connection: Connection, entry: OutboxEntry): void => {
    connection.inFlight += 1;
    journal.whenDurable(entry, (through) => {
      connection.inFlight -= 1;
      ack(connection, entry.name, through);
      resume(connection);
    });
  };
  const landed = (connection: Connection, entry: OutboxEntry, through: number): void => {
    connection.inFlight -= 1;
    const known = connection.ackedOutbox === entry.name && connection.ackedThrough === through;
    if (!known) ack(connection, entry.name, through);
    resume(connection);
  };

  const take = (connection: Connection, entry: OutboxEntry, terminal: string, facts: Facts): void => {
    let how: Intake['how'];
    try {
      how = journal.take(entry, terminal, facts, now(), (through) => landed(connection, entry, through));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      refuse(connection, 'malformed', 'is nested too deeply');
      return;
    }
    switch (how) {
      case 'taken':
        connection.inFlight += 1;
        break;
      case 'nothingNew':
        ackWhenDurable(connection, entry);
        break;
      case 'ahead':
        // Not when durable: the terminal rewinds to what holds now.
        ack(connection, entry.name, entry.mark);
        return;
      default:
        refuse(connection, how, undefined, facts.outbox);
        return;
    }
    // [W9]
    if (connection.inFlight > MAX_IN_FLIGHT || pressed) pause(connection);
  };

  const takeFrom = (connection: Connection, facts: Facts): void => {
    const { terminal } = connection;
    if (terminal === undefined) return;
    const entry = journal.outbox(facts.outbox, terminal);
    if (!(entry instanceof Promise)) {
      take(connection, entry, terminal, facts);
      return;
    }
    connection.held = [];
    pause(connection);
    entry
      .then((loaded) => take(connection, loaded, terminal, facts))
      .then(() => {
        const held = connection.held ?? [];
        connection.held = undefined;
        for (const text of held) receive(connection, text);
        resume(connection);
      })
      .catch((error: unknown) => drop(connection, error));
  };

  /** What should not happen on a socket ends that socket; the terminal comes back and rewinds. */
  const drop = (connection: Connection, error: unknown): void => {
    log.error({ err: error, terminal: connection.terminal }, 'a session failed');
    end(connection, GOING_AWAY, 'failed');
  };

  const run = (connection: Connection, effect: Effect, caller: string | undefined): void => {
    switch (effect.do) {
      case 'take':
        takeFrom(connection, effect.facts);
        return;
      case 'keep':
        if (caller !== undefined) book.said(caller, effect.telemetry, now());
        return;
      case 'welcome':
        welcome(connection, effect.hello).catch((error: unknown) => drop(connection, error));
        return;
      case 'refuse':
        if (effect.stranger) strangers.failed(strangerKey(connection.address, caller ?? ''), now());
        refuse(connection, effect.reason, effect.detail);
        return;
      case 'tellUnknown':
        strangers.failed(connection.address, now());
        deps.onUnknown(effect.terminal, connection.address);
        refuse(connection, 'unknownTerminal');
        return;
    }
  };

  const receive = (connection: Connection, text: string): void => {
    if (connection.held) {
      connection.held.push(text);
      return;
    }
    const step = onText(connection.session, text, sessionDeps);
    if (!step) return;
    const { terminal } = connection;
    // A refusal still names the terminal, so the session closes only when it was sent.
    if (step.session.name !== 'closed') connection.session = step.session;
    run(connection, step.effect, terminal);
  };

  const connect: Uplink['connect'] = (socket, address, terminal, nonce) => {
    const hubNonce = newNonce();
    const greeting: Session = { name: 'greeting', terminal, terminalNonce: nonce, hubNonce, since: now() };
    const connection = new Connection(socket, address, greeting, now());
    connections.add(connection);
    if (stopping) refuse(connection, 'stopping');
    else if (!strangers.mayTry(strangerKey(address, terminal), now())) refuse(connection, 'tooFast');
    else {
      const signature = deps.signer.sign(challengeBytes(terminal, nonce, hubNonce));
      send(connection, { type: 'challenge', nonce: hubNonce, hub: deps.signer.publicKey, signature });
    }
    return {
      text: (text) => {
        connection.heardAt = now();
        connection.pinged = false;
        receive(connection, text);
      },
      unreadable: (reason) => {
        if (connection.session.name !== 'closed') refuse(connection, reason);
      },
      pong: () => {
        connection.heardAt = now();
        connection.pinged = false;
      },
      closed: () => {
        if (connection.session.name !== 'closed') end(connection, GOING_AWAY, '');
      },
    };
  };

  const tick = (): void => {
    for (const connection of connections) {
      // A socket that is not read cannot be heard.
      if (connection.paused) connection.heardAt = now();
      const silence = onSilence(connection.session, connection.heardAt, now());
      if (connection.session.name === 'open') book.seen(connection.session.terminal, connection.heardAt);
      if (silence === 'giveUp') {
        end(connection, GOING_AWAY, 'silent');
        connection.socket.terminate();
      } else if (silence === 'ping' && !connection.pinged) {
        connection.pinged = true;
        connection.socket.ping();
      }
    }
  };

  const unsubscribe = directory.onChange(({ terminals }) => {
    for (const id of terminals) {
      const terminal = directory.terminal(id);
      const connection = current.get(id);
      if (!connection) continue;
      if (!terminal || terminal.retiredAt !== null) refuse(connection, 'retired');
      else sendPolicy(connection, id);
    }
  });

  const links: Links = {
    of: book.of,
    onChange: book.onChange,
    refusals: book.refusals,
    command: (terminal: string, command: Command) => {
      const connection = current.get(terminal);
      if (!connection) return false;
      send(connection, { type: 'command', id: newName(), command });
      return true;
    },
    drop: (terminal: string, reason: Refusal) => {
      const connection = current.get(terminal);
      if (connection) refuse(connection, reason);
    },
  };

  return {
    links,
    connect,
    turnAway: (socket, reason) => {
      book.refused(reason, undefined);
      socket.send(JSON.stringify({ type: 'refuse', reason } satisfies ToTerminal));
      socket.close(POLICY_VIOLATION, reason);
    },
    tick,
    press: (next) => {
      pressed = next;
      for (const connection of connections) {
        if (next) pause(connection);
        else resume(connection);
      }
    },
    dropAll: (reason) => {
      for (const connection of [...connections]) refuse(connection, reason);
    },
    stop: () => {
      stopping = true;
      unsubscribe();
      for (const connection of [...connections]) refuse(connection, 'stopping');
    },
  };
}
