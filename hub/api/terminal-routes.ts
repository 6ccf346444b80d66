// API: terminals, their enrolment and commands.
import {
  EnrolmentCodeReplySchema,
  NewEnrolmentCodeSchema,
  OpenEnrolmentCodesSchema,
  TerminalChangesSchema,
  TerminalCommandSchema,
  type TerminalRecord,
  TerminalSchema,
  TerminalsSchema,
} from '../../shared/api.ts';
import type { Instant } from '../../shared/site-time.ts';
import { ENROL_PATH, EnrolReplySchema, EnrolRequestSchema } from '../../shared/wire.ts';
import type { Guard } from '../access/guard.ts';
import type { EnrolledTerminal, Links } from '../contracts.ts';
import { terminalHealth } from '../live/health.ts';
import type { Enrolment } from '../office/enrolment.ts';
import type { Office } from '../office/office.ts';
import { changeTerminal } from '../office/terminal-commands.ts';
import type { App } from './app.ts';
import { ApiFailure, orRefuse } from './failure.ts';
import { done, doneSchema, NamedSchema, NumberedSchema } from './parts.ts';

/** Beside the five tries of the codes themselves [E1]. */
export const ENROLMENTS_PER_MINUTE = 30;

export interface TerminalDeps {
  readonly office: Office;
  readonly enrolment: Enrolment;
  readonly guard: Guard;
  readonly links: Links;
  /** Facts in the journal by terminal. */
  readonly factCounts: () => Promise<ReadonlyMap<string, number>>;
  readonly now: () => Instant;
}

const tags = ['terminals'];

function recordOf(terminal: EnrolledTerminal, links: Links, facts: number): TerminalRecord {
  const { publicKey: _, ...known } = terminal;
  const link = links.of(terminal.id);
  return {
    ...known,
    health: terminalHealth(terminal, link),
    lastSeenAt: link?.lastSeenAt ?? null,
    version: link?.telemetry?.version ?? null,
    waiting: link?.telemetry?.waiting ?? null,
    freeDiskBytes: link?.telemetry?.freeDiskBytes ?? null,
    memoryBytes: link?.telemetry?.memoryBytes ?? null,
    clockOffsetMs: link?.clockOffsetMs === undefined ? null : Math.round(link.clockOffsetMs),
    policyVersionSeen: link?.telemetry?.policyVersion ?? null,
    facts,
    refusals: link?.refusals ?? 0,
  };
}

function ownTerminalRoutes(app: App, { office, guard, links, factCounts, now }: TerminalDeps): void {
  const known = (request: Parameters<Guard['userOf']>[0], id: string): EnrolledTerminal => {
    const terminal = office.terminal(id);
    if (!terminal) throw new ApiFailure('notFound', '', 'there is no such terminal');
    guard.assertArea(request, terminal.area, '');
    return terminal;
  };
  app.get(
    '/api/terminals',
    { schema: { tags, summary: "Terminals in the user's areas", response: { 200: TerminalsSchema } } },
    async (request) => {
      const visible = guard.visibleAreas(request);
      const counts = await factCounts();
      return office
        .terminals()
        .filter(({ area }) => visible.has(area))
        .map((terminal) => recordOf(terminal, links, counts.get(terminal.id) ?? 0));
    },
  );
  app.patch(
    '/api/terminals/:id',
    {
      schema: {
        tags,
        summary: 'Renumber, label, move, take out of service, approve, retire a terminal',
        params: NamedSchema,
        body: TerminalChangesSchema,
        response: { 200: TerminalSchema },
      },
    },
    async (request) => {
      const { id } = known(request, request.params.id);
      const { area, retired } = request.body;
      if (area !== undefined && office.area(area)) guard.assertArea(request, area, '/area');
      const { login } = guard.userOf(request);
      orRefuse(await office.change(login, (state) => changeTerminal(state, id, request.body, now())));
      if (retired) links.drop(id, 'retired');
      const changed = office.terminal(id);
      if (!changed) throw new Error('the terminal that was just changed is missing');
      return recordOf(changed, links, (await factCounts()).get(id) ?? 0);
    },
  );
  app.post(
    '/api/terminals/:id/command',
    {
      schema: {
        tags,
        summary: 'Let a connected terminal show its number or load its page anew',
        params: NamedSchema,
        body: TerminalCommandSchema,
        response: { 200: doneSchema },
      },
    },
    async (request) => {
      const { id } = known(request, request.params.id);
      if (links.command(id, request.body.command)) return done;
      throw new ApiFailure('unavailable', '', 'the terminal is not connected');
    },
  );
}

function enrolmentRoutes(app: App, { office, enrolment, guard }: TerminalDeps): void {
  app.get(
    '/api/enrolment-codes',
    { schema: { tags, summary: 'Open one-time codes', response: { 200: OpenEnrolmentCodesSchema } } },
    async (request) => {
      const visible = guard.visibleAreas(request);
      return (await enrolment.openCodes()).filter(({ area }) => visible.has(area));
    },
  );
  app.post(
    '/api/enrolment-codes',
    {
      schema: {
        tags,
        summary: 'A one-time code for a new terminal: 10 minutes, five tries',
        body: NewEnrolmentCodeSchema,
        response: { 200: EnrolmentCodeReplySchema },
      },
    },
    async (request) => {
      const { area } = request.body;
      if (office.area(area)) guard.assertArea(request, area, '/area');
      return orRefuse(await enrolment.newCode(guard.userOf(request).login, request.body));
    },
  );
  app.delete(
    '/api/enrolment-codes/:id',
    { schema: { tags, summary: 'Revoke a code', params: NumberedSchema, response: { 200: doneSchema } } },
    async (request) => {
      const { id } = request.params;
      const open = (await enrolment.openCodes()).find((code) => code.id === id);
      if (open) guard.assertArea(request, open.area, '');
      orRefuse(await enrolment.revoke(guard.userOf(request).login, id));
      return done;
    },
  );
  app.post(
    ENROL_PATH,
    {
      schema: {
        tags,
        summary: 'For terminals: a one-time code and a public key for a name and a policy',
        body: EnrolRequestSchema,
        response: { 200: EnrolReplySchema },
      },
      config: { rateLimit: { max: ENROLMENTS_PER_MINUTE, timeWindow: 60_000 } },
    },
    async ({ body }) => orRefuse(await enrolment.enrol(body.code, body.publicKey)),
  );
}

export function terminalRoutes(app: App, deps: TerminalDeps): void {
  ownTerminalRoutes(app, deps);
  enrolmentRoutes(app, deps);
}
