// Office state in the database: loaded once, then only rows that differ are written.
import { type TSchema, Type } from 'typebox';
import { TerminalSchema } from '../../shared/api.ts';
import { type Area, AreaSchema } from '../../shared/area.ts';
import { LanguageSchema, LocalTextSchema } from '../../shared/language.ts';
import { type OpeningHours, OpeningHoursSchema } from '../../shared/opening-hours.ts';
import { DeskSchema } from '../../shared/policy.ts';
import { type Reason, ReasonSchema } from '../../shared/reason.ts';
import { compiledDecoder } from '../../shared/server/compile.ts';
import type { Statements } from '../../shared/server/sqlite.ts';
import type { EnrolledTerminal } from '../contracts.ts';
import type { OfficeState } from '../office/state.ts';
import { officeQueries, SITE } from './office-tables.ts';

const localText = stored(LocalTextSchema, 'a name');
const openingHours = stored(OpeningHoursSchema, 'opening hours');
const desk = stored(Type.Union([DeskSchema, Type.Null()]), 'the desk');
const language = storedValue(LanguageSchema, 'a language');
const areaKind = storedValue(AreaSchema.properties.kind, 'a kind of area');
const icon = storedValue(ReasonSchema.properties.icon, 'an icon');
const routesTo = storedValue(ReasonSchema.properties.routesTo, 'a route');
const terminalName = storedValue(TerminalSchema.properties.id, "a terminal's name");

/** A column that this program wrote and can no longer read is damage, not input: it throws. */
function storedValue<S extends TSchema>(schema: S, what: string) {
  const decode = compiledDecoder(schema);
  return (value: unknown) => {
    const decoded = decode.value(value);
    if (!decoded.ok)
      throw new Error(`the database holds ${what} that cannot be read: ${decoded.error.message}`);
    return decoded.value;
  };
}
function stored<S extends TSchema>(schema: S, what: string) {
  const check = storedValue(schema, what);
  return (text: string) => check(JSON.parse(text));
}

const flag = (value: boolean): number => (value ? 1 : 0);

async function loadAreas(statements: Statements): Promise<Area[]> {
  const rows = await officeQueries(statements)
    .selectFrom('office_area')
    .selectAll()
    .where('site', '=', SITE)
    .orderBy('id')
    .execute();
  return rows.map(({ id, parent, kind, name, sort, retired }) => ({
    id,
    parent,
    kind: areaKind(kind),
    name: localText(name),
    order: sort,
    retired: retired === 1,
  }));
}

async function loadReasons(statements: Statements): Promise<Reason[]> {
  const rows = await officeQueries(statements)
    .selectFrom('office_reason')
    .selectAll()
    .where('site', '=', SITE)
    .orderBy('sort')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    icon: icon(row.icon),
    name: localText(row.name),
    routesTo: routesTo(row.routes_to),
    order: row.sort,
    retired: row.retired === 1,
  }));
}

async function loadTerminals(statements: Statements): Promise<EnrolledTerminal[]> {
  const rows = await officeQueries(statements)
    .selectFrom('office_terminal')
    .selectAll()
    .where('site', '=', SITE)
    .orderBy('enrolled_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: terminalName(row.id),
    number: row.number,
    label: row.label,
    area: row.area,
    publicKey: row.public_key,
    inService: row.in_service === 1,
    pixelsPerMm: row.pixels_per_mm,
    sound: row.sound === 1,
    enrolledAt: row.enrolled_at,
    retiredAt: row.retired_at,
    approved: row.approved === 1,
    policyVersion: row.policy_version,
  }));
}

/** Undefined in a database that no site was founded in yet. */
export async function loadOffice(statements: Statements): Promise<OfficeState | undefined> {
  const row = await officeQueries(statements)
    .selectFrom('office_site')
    .selectAll()
    .where('site', '=', SITE)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    site: {
      name: localText(row.name),
      timeZone: row.time_zone,
      language: language(row.language),
      target: row.target,
      minimum: row.minimum,
      desk: desk(row.desk ?? 'null'),
      publicUrl: row.public_url,
      tryOut: row.try_out === 1,
    },
    openingHours: openingHours(row.opening_hours),
    areas: await loadAreas(statements),
    reasons: await loadReasons(statements),
    terminals: await loadTerminals(statements),
  };
}

async function saveSite(
  statements: Statements,
  site: OfficeState['site'],
  hours: OpeningHours,
): Promise<void> {
  const row = {
    site: SITE,
    name: JSON.stringify(site.name),
    time_zone: site.timeZone,
    language: site.language,
    target: site.target,
    minimum: site.minimum,
    desk: site.desk === null ? null : JSON.stringify(site.desk),
    public_url: site.publicUrl,
    opening_hours: JSON.stringify(hours),
    try_out: flag(site.tryOut),
  };
  await officeQueries(statements)
    .insertInto('office_site')
    .values(row)
    .onConflict((on) => on.column('site').doUpdateSet(row))
    .execute();
}

async function saveArea(statements: Statements, area: Area): Promise<void> {
  const { id, parent, kind, name, order, retired } = area;
  const row = { parent, kind, name: JSON.stringify(name), sort: order, retired: flag(retired) };
  await officeQueries(statements)
    .insertInto('office_area')
    .values({ site: SITE, id, ...row })
    .onConflict((on) => on.columns(['site', 'id']).doUpdateSet(row))
    .execute();
}

async function saveReason(statements: Statements, reason: Reason): Promise<void> {
  const row = {
    icon: reason.icon,
    name: JSON.stringify(reason.name),
    routes_to: reason.routesTo,
    sort: reason.order,
    retired: flag(reason.retired),
  };
  await officeQueries(statements)
    .insertInto('office_reason')
    .values({ site: SITE, id: reason.id, ...row })
    .onConflict((on) => on.columns(['site', 'id']).doUpdateSet(row))
    .execute();
}

async function saveTerminal(statements: Statements, terminal: EnrolledTerminal): Promise<void> {
  const row = {
    number: terminal.number,
    label: terminal.label,
    area: terminal.area,
    public_key: terminal.publicKey,
    in_service: flag(terminal.inService),
    pixels_per_mm: terminal.pixelsPerMm,
    sound: flag(terminal.sound),
    enrolled_at: terminal.enrolledAt,
    retired_at: terminal.retiredAt,
    approved: flag(terminal.approved),
    policy_version: terminal.policyVersion,
  };
  await officeQueries(statements)
    .insertInto('office_terminal')
    .values({ site: SITE, id: terminal.id, ...row })
    .onConflict((on) => on.columns(['site', 'id']).doUpdateSet(row))
    .execute();
}

/** Writes what differs, by identity of the rows. `before` undefined founds the site. Runs inside a transaction. */
export async function saveOffice(
  statements: Statements,
  before: OfficeState | undefined,
  after: OfficeState,
): Promise<void> {
  if (before?.site !== after.site || before.openingHours !== after.openingHours) {
    await saveSite(statements, after.site, after.openingHours);
  }
  const kept = new Set<object>(before ? [...before.areas, ...before.reasons, ...before.terminals] : []);
  for (const area of after.areas) if (!kept.has(area)) await saveArea(statements, area);
  for (const reason of after.reasons) if (!kept.has(reason)) await saveReason(statements, reason);
  for (const terminal of after.terminals) if (!kept.has(terminal)) await saveTerminal(statements, terminal);
}
