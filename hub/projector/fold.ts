// In the projector: facts in the order of positions become deltas. Holds per outbox what the next fact needs; pure.
import { FACT_BODIES } from '../../shared/fact.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import type { SiteClock } from '../../shared/site-time.ts';
import { type FactRow, STAFF_PRESENT } from '../journal/row.ts';
import { Deltas, type TallyTap } from './deltas.ts';
import { type ListeningEvent, type ListeningState, listen, NOT_LISTENING } from './listening.ts';
import { addTap, noRun, type Run, type Tap, verdictOf } from './misuse.ts';

export interface FoldTap extends Tap, TallyTap {}

/** What an outbox's next fact is judged by. */
export interface OutboxFold {
  run: Run<FoldTap>;
  listening: ListeningState;
}

const reasonBody = compiledDecoder(FACT_BODIES.reasonGiven);
const glassBody = compiledDecoder(FACT_BODIES.glassChanged);
const areaBody = {
  outboxOpened: compiledDecoder(FACT_BODIES.outboxOpened),
  placed: compiledDecoder(FACT_BODIES.placed),
};

/** The fold of an outbox of which nothing was seen yet. */
export const newFold = (): OutboxFold => ({ run: noRun(), listening: NOT_LISTENING });

/**
 * The fold of an outbox in mid-stream, after a restart: the stored listening state, and the last facts before the next
 * one, from which the current run is walked again.
 */
export function resumeFold(
  tail: readonly FactRow[],
  listening: ListeningState,
  clock: SiteClock,
): OutboxFold {
  const deltas = new Deltas(clock);
  const fold: OutboxFold = { run: noRun(), listening };
  for (const row of tail) {
    const tap = tapOf(row, deltas);
    if (tap) fold.run = addTap(fold.run, tap).run;
  }
  return fold;
}

/** Folds rows, ascending by position, into the outboxes' states and the sum of what changes. */
export function foldRows(rows: Iterable<FactRow>, folds: Map<number, OutboxFold>, clock: SiteClock): Deltas {
  const deltas = new Deltas(clock);
  for (const row of rows) {
    let fold = folds.get(row.origin.number);
    if (!fold) {
      fold = newFold();
      folds.set(row.origin.number, fold);
    }
    foldRow(row, fold, deltas);
  }
  return deltas;
}

function foldRow(row: FactRow, fold: OutboxFold, deltas: Deltas): void {
  const tap = tapOf(row, deltas);
  if (tap) judge(tap, fold, deltas);
  else if (row.kind === 'reasonGiven') giveReason(row, deltas);
  const { terminal, number } = row.origin;
  const listening = listen(fold.listening, eventOf(row), row.mono, row.at, (area, from, until, sign) =>
    deltas.listened(area, terminal, from, until, sign),
  );
  if (listening === fold.listening) return;
  fold.listening = listening;
  deltas.folded(number, listening);
}

function tapOf(row: FactRow, deltas: Deltas): FoldTap | undefined {
  const { rating, area, estimated } = row;
  if (!rating || area === null) return undefined;
  return {
    position: row.position,
    sequence: row.sequence,
    id: row.id,
    mono: row.mono,
    marks: rating.marks,
    area,
    slot: deltas.slotOf(row.at, estimated),
    estimated,
    level: rating.level,
    staff: (rating.marks & STAFF_PRESENT) !== 0,
  };
}

function judge(tap: FoldTap, fold: OutboxFold, deltas: Deltas): void {
  const { run, judged, flipped } = addTap(fold.run, tap);
  fold.run = run;
  if (flipped) {
    for (const earlier of run.taps) {
      if (earlier === judged) continue;
      const [from, to] = run.mash ? [earlier.alone, 'mash' as const] : ['mash' as const, earlier.alone];
      deltas.changed(earlier.tap, from, to);
    }
  }
  deltas.came(tap, verdictOf(run, judged));
}

function giveReason(row: FactRow, deltas: Deltas): void {
  const body = reasonBody.text(row.body ?? '');
  if (!body.ok) return;
  const { rating, reason, given, area } = body.value;
  const { openedAt, name } = row.origin;
  deltas.reason({ rating, reason, given, openedAt, outbox: name, sequence: row.sequence }, area);
}

function eventOf(row: FactRow): ListeningEvent {
  const text = row.body ?? '';
  switch (row.kind) {
    case 'rated':
      return { kind: 'rated' };
    case 'outboxOpened':
    case 'placed': {
      const body = areaBody[row.kind].text(text);
      if (!body.ok) return { kind: 'other' };
      return { kind: row.kind === 'placed' ? 'placed' : 'opened', area: body.value.area };
    }
    case 'glassChanged': {
      const body = glassBody.text(text);
      return body.ok ? { kind: 'glass', ...body.value } : { kind: 'other' };
    }
    default:
      return { kind: 'other' };
  }
}
