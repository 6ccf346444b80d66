// Office: rules of the terminals. Pure; the office makes the result durable.
import type { Static } from 'typebox';
import type { TerminalChangesSchema } from '../../shared/api.ts';
import type { AreaId } from '../../shared/area.ts';
import { ok } from '../../shared/result.ts';
import type { Instant } from '../../shared/site-time.ts';
import type { EnrolledTerminal } from '../contracts.ts';
import { areaOf, type Changed, merged, type OfficeState, refused } from './state.ts';

export interface NewTerminal {
  readonly id: string;
  readonly publicKey: string;
  readonly area: AreaId;
  readonly number: number | null;
  readonly label: string;
}

/** Pixels per millimetre until a technician measures the glass: a 32-inch panel at 1080 × 1920. */
const USUAL_PIXELS_PER_MM = 2.7;

const inUse = (state: OfficeState): EnrolledTerminal[] =>
  state.terminals.filter(({ retiredAt }) => retiredAt === null);

const freeNumber = (state: OfficeState): number => {
  const taken = new Set(inUse(state).map(({ number }) => number));
  let number = 1;
  while (taken.has(number)) number += 1;
  return number;
};

/** Why no terminal can stand there under that number; undefined when it can. `own` is left out of the comparison. */
export function standingProblem(
  state: OfficeState,
  area: AreaId,
  number: number | null,
  own?: string,
):
  | { readonly ok: false; readonly error: { reason: 'invalid' | 'conflict'; path: string; message: string } }
  | undefined {
  const place = areaOf(state, area);
  if (!place) return { ok: false, error: { reason: 'invalid', path: '/area', message: 'names no area' } };
  if (place.retired)
    return { ok: false, error: { reason: 'conflict', path: '/area', message: 'is retired' } };
  if (number !== null && inUse(state).some((each) => each.number === number && each.id !== own)) {
    const message = 'is taken by another terminal';
    return { ok: false, error: { reason: 'conflict', path: '/number', message } };
  }
  return undefined;
}

export function addTerminal(state: OfficeState, wanted: NewTerminal, now: Instant): Changed {
  const problem = standingProblem(state, wanted.area, wanted.number);
  if (problem) return problem;
  if (state.terminals.some(({ publicKey }) => publicKey === wanted.publicKey)) {
    return refused('conflict', '/publicKey', 'this key is enrolled already');
  }
  const terminal: EnrolledTerminal = {
    id: wanted.id,
    number: wanted.number ?? freeNumber(state),
    label: wanted.label,
    area: wanted.area,
    publicKey: wanted.publicKey,
    inService: true,
    pixelsPerMm: USUAL_PIXELS_PER_MM,
    sound: true,
    enrolledAt: now,
    retiredAt: null,
    approved: true,
    policyVersion: 1,
  };
  return ok({ ...state, terminals: [...state.terminals, terminal] });
}

/** Renumbers, labels, moves, takes out of service, approves, retires. Retirement is for good. */
export function changeTerminal(
  state: OfficeState,
  id: string,
  changes: Static<typeof TerminalChangesSchema>,
  now: Instant,
): Changed {
  const old = state.terminals.find((terminal) => terminal.id === id);
  if (!old) return refused('notFound', '', 'there is no such terminal');
  if (old.retiredAt !== null) return refused('conflict', '', 'the terminal is retired for good');
  const { retired, ...rest } = changes;
  const next = merged(old, rest);
  const placed = next.area !== old.area || next.number !== old.number;
  const problem = placed ? standingProblem(state, next.area, next.number, id) : undefined;
  if (problem) return problem;
  const kept = retired ? { ...next, retiredAt: now } : next;
  return ok({
    ...state,
    terminals: state.terminals.map((terminal) => (terminal.id === id ? kept : terminal)),
  });
}
