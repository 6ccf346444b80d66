// The site's settings and opening hours: their part of the hub's API.
import { OpeningHoursBodySchema, type Site, SiteSchema } from '../../../shared/api.ts';
import type { OpeningHours } from '../../../shared/opening-hours.ts';
import { type Answer, AnythingSchema, type Api } from './http.ts';

export const readSite = (api: Api): Answer<Site> => api.send('GET', '/api/site', SiteSchema);
export const writeSite = (api: Api, site: Site): Answer<unknown> =>
  api.send('PUT', '/api/site', AnythingSchema, site);
export const readHours = (api: Api): Answer<OpeningHours> =>
  api.send('GET', '/api/opening-hours', OpeningHoursBodySchema);
export const writeHours = (api: Api, hours: OpeningHours): Answer<unknown> =>
  api.send('PUT', '/api/opening-hours', AnythingSchema, hours);
