// In the projector: for how long a terminal could hear visitors, from what one outbox says of process and glass. Pure.
import { type Static, Type } from 'typebox';
import { type Instant, type SiteClock, SLOT } from '../../shared/site-time.ts';

/** A rating moves the count on only after this long: seals come every minute, and one write per tap would be dear. */
const RATING_STEP_MS = 60_000;
/** A process that wrote nothing for a day (it seals every ten minutes) was not listening. */
const LONGEST_SILENCE_MS = 86_400_000;
/** Counted spans that a late "the glass went" can still take back; one is begun at each clock measurement. */
const KEPT_SPANS = 16;

const SpanSchema = Type.Object(
  {
    area: Type.Integer(),
    from: Type.Integer(),
    until: Type.Integer(),
    /** Site instant less monotonic time. */
    offset: Type.Integer(),
  },
  { additionalProperties: false },
);
type Span = Static<typeof SpanSchema>;

/** Monotonic ms; `through` is how far it is counted. As stored between commits. */
export const ListeningStateSchema = Type.Object(
  {
    area: Type.Integer(),
    glass: Type.Boolean(),
    through: Type.Integer(),
    spans: Type.Array(SpanSchema),
  },
  { additionalProperties: false },
);
export type ListeningState = Static<typeof ListeningStateSchema>;

/** Signed: later facts can take back what was counted. */
export type AddMillis = (area: number, from: Instant, until: Instant, sign: 1 | -1) => void;

export type ListeningEvent =
  | { readonly kind: 'rated' | 'other' }
  | { readonly kind: 'opened' | 'placed'; readonly area: number }
  | { readonly kind: 'glass'; readonly area: number; readonly on: boolean; readonly since: number };

export const NOT_LISTENING: ListeningState = { area: 0, glass: false, through: 0, spans: [] };

/** The state behind a fact at monotonic `mono` and site instant `at`; the very same object when nothing changed. */
export function listen(
  state: ListeningState,
  event: ListeningEvent,
  mono: number,
  at: Instant,
  add: AddMillis,
): ListeningState {
  if (event.kind === 'rated' && (!state.glass || mono - state.through < RATING_STEP_MS)) return state;
  const before = state.glass ? advance(state, mono, at, add) : state;
  switch (event.kind) {
    case 'rated':
    case 'other':
      return before;
    case 'opened':
      return { area: event.area, glass: false, through: mono, spans: [] };
    case 'placed':
      return { ...before, area: event.area };
    case 'glass':
      return event.on ? glassCame(before, event, mono, at, add) : glassWent(before, event, mono, add);
  }
}

function advance(state: ListeningState, mono: number, at: Instant, add: AddMillis): ListeningState {
  const { through, area } = state;
  if (mono <= through) return state;
  if (mono - through > LONGEST_SILENCE_MS) return { ...state, through: mono };
  const offset = at - mono;
  add(area, through + offset, at, 1);
  const last = state.spans.at(-1);
  const goesOn = last && last.area === area && last.offset === offset && last.until === through;
  const spans = goesOn
    ? [...state.spans.slice(0, -1), { ...last, until: mono }]
    : [...state.spans, { area, from: through, until: mono, offset }].slice(-KEPT_SPANS);
  return { ...state, through: mono, spans };
}

function glassCame(
  state: ListeningState,
  event: { readonly area: number; readonly since: number },
  mono: number,
  at: Instant,
  add: AddMillis,
): ListeningState {
  if (state.glass) return { ...state, area: event.area };
  const since = Math.max(Math.min(event.since, mono), state.through);
  return advance({ ...state, area: event.area, glass: true, through: since }, mono, at, add);
}

function glassWent(
  state: ListeningState,
  event: { readonly area: number; readonly since: number },
  mono: number,
  add: AddMillis,
): ListeningState {
  if (!state.glass) return { ...state, area: event.area };
  for (const span of state.spans) takeBack(span, event.since, add);
  return { area: event.area, glass: false, through: mono, spans: [] };
}

function takeBack(span: Span, since: number, add: AddMillis): void {
  const from = Math.max(span.from, since);
  if (from < span.until) add(span.area, from + span.offset, span.until + span.offset, -1);
}

/** Calls `add` with the part of [from, until) in each local half-hour. */
export function bySlot(
  clock: SiteClock,
  from: Instant,
  until: Instant,
  add: (slot: Instant, millis: number) => void,
): void {
  for (let start = Math.max(0, from); start < until; ) {
    const slot = clock.slotStart(start);
    const end = Math.min(until, Math.max(slot + SLOT, start + 1));
    add(slot, end - start);
    start = end;
  }
}
