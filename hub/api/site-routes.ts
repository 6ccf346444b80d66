// API: the site's settings, opening hours, reasons and areas.
import {
  AreaChangesSchema,
  AreasSchema,
  NewAreaSchema,
  OpeningHoursBodySchema,
  ReasonsSchema,
  SiteSchema,
} from '../../shared/api.ts';
import { AreaSchema, pathTo } from '../../shared/area.ts';
import type { Guard } from '../access/guard.ts';
import { addArea, changeArea } from '../office/area-commands.ts';
import type { Office } from '../office/office.ts';
import { changeOpeningHours, changeReasons, changeSite } from '../office/site-commands.ts';
import { areaOf } from '../office/state.ts';
import type { App } from './app.ts';
import { ApiFailure, orRefuse } from './failure.ts';
import { NumberedSchema } from './parts.ts';

export interface SiteDeps {
  readonly office: Office;
  readonly guard: Guard;
}

function settingRoutes(app: App, { office, guard }: SiteDeps): void {
  const tags = ['site'];
  const siteView = () => {
    const { tryOut: _, ...site } = office.site();
    return site;
  };
  app.get(
    '/api/site',
    { schema: { tags, summary: "The site's settings", response: { 200: SiteSchema } } },
    async () => siteView(),
  );
  app.put(
    '/api/site',
    {
      schema: {
        tags,
        summary: "Change the site's settings",
        body: SiteSchema,
        response: { 200: SiteSchema },
      },
    },
    async (request) => {
      const { login } = guard.userOf(request);
      orRefuse(await office.change(login, (state) => changeSite(state, request.body)));
      return siteView();
    },
  );
  app.get(
    '/api/opening-hours',
    { schema: { tags, summary: 'Opening hours', response: { 200: OpeningHoursBodySchema } } },
    async () => office.openingHours(),
  );
  app.put(
    '/api/opening-hours',
    {
      schema: {
        tags,
        summary: 'Change the opening hours',
        body: OpeningHoursBodySchema,
        response: { 200: OpeningHoursBodySchema },
      },
    },
    async (request) => {
      const { login } = guard.userOf(request);
      orRefuse(await office.change(login, (state) => changeOpeningHours(state, request.body)));
      return office.openingHours();
    },
  );
  app.get(
    '/api/reasons',
    { schema: { tags, summary: 'Reasons behind "dissatisfied"', response: { 200: ReasonsSchema } } },
    async () => [...office.reasons()],
  );
  app.put(
    '/api/reasons',
    {
      schema: { tags, summary: 'Change the reasons', body: ReasonsSchema, response: { 200: ReasonsSchema } },
    },
    async (request) => {
      const { login } = guard.userOf(request);
      orRefuse(await office.change(login, (state) => changeReasons(state, request.body)));
      return [...office.reasons()];
    },
  );
}

function areaRoutes(app: App, { office, guard }: SiteDeps): void {
  const tags = ['areas'];
  app.get(
    '/api/areas',
    {
      schema: {
        tags,
        summary: "The user's areas, what lies beneath, and the way up to the site",
        response: { 200: AreasSchema },
      },
    },
    async (request) => {
      const shown = new Set(guard.visibleAreas(request));
      for (const id of guard.userOf(request).areas) {
        for (const above of pathTo(office.areas(), id)) shown.add(above.id);
      }
      return office.areas().filter(({ id }) => shown.has(id));
    },
  );
  app.post(
    '/api/areas',
    { schema: { tags, summary: 'Add an area', body: NewAreaSchema, response: { 200: AreaSchema } } },
    async (request) => {
      const { login } = guard.userOf(request);
      const known = new Set(office.areas().map(({ id }) => id));
      if (known.has(request.body.parent)) guard.assertArea(request, request.body.parent, '/parent');
      const { areas } = orRefuse(await office.change(login, (state) => addArea(state, request.body)));
      const added = areas.at(-1);
      if (!added) throw new Error('the area that was just added is missing');
      return added;
    },
  );
  app.patch(
    '/api/areas/:id',
    {
      schema: {
        tags,
        summary: 'Rename, move, reorder, retire an area',
        params: NumberedSchema,
        body: AreaChangesSchema,
        response: { 200: AreaSchema },
      },
    },
    async (request) => {
      const { login } = guard.userOf(request);
      const { id } = request.params;
      if (!office.area(id)) throw new ApiFailure('notFound', '', 'there is no such area');
      guard.assertArea(request, id, '');
      const { parent } = request.body;
      if (parent !== undefined && office.area(parent)) guard.assertArea(request, parent, '/parent');
      const state = orRefuse(await office.change(login, (before) => changeArea(before, id, request.body)));
      const changed = areaOf(state, id);
      if (!changed) throw new Error('the area that was just changed is missing');
      return changed;
    },
  );
}

export function siteRoutes(app: App, deps: SiteDeps): void {
  settingRoutes(app, deps);
  areaRoutes(app, deps);
}
