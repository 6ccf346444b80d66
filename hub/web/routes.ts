// Between the address bar and the pages: which page a path names and who may open it. Pure.
import type { Right } from '../../shared/role.ts';

export const PAGES = [
  { name: 'overview', path: '/', right: 'see', label: 'rail.overview' },
  { name: 'areas', path: '/admin/areas', right: 'configure', label: 'rail.areas' },
  { name: 'terminals', path: '/admin/terminals', right: 'configure', label: 'rail.terminals' },
  { name: 'hours', path: '/admin/opening-hours', right: 'configure', label: 'rail.hours' },
  { name: 'reasons', path: '/admin/reasons', right: 'configure', label: 'rail.reasons' },
  { name: 'users', path: '/admin/users', right: 'manageUsers', label: 'rail.users' },
  { name: 'site', path: '/admin/site', right: 'configure', label: 'rail.site' },
  { name: 'records', path: '/admin/records', right: 'audit', label: 'rail.records' },
  { name: 'account', path: '/account', right: null, label: 'rail.account' },
] as const satisfies readonly {
  name: string;
  path: string;
  right: Right | null;
  label: string;
}[];
export type PageName = (typeof PAGES)[number]['name'];
export const SIGN_IN_PATH = '/sign-in';

/** Undefined for a path that names no page. */
export const pageOf = (path: string): PageName | undefined =>
  PAGES.find((page) => page.path === (path.length > 1 ? path.replace(/\/$/, '') : path))?.name;

export const pagesFor = (rights: readonly Right[]): (typeof PAGES)[number][] =>
  PAGES.filter((page) => page.right === null || rights.includes(page.right));

/** Where somebody lands: the page asked for where it may be opened, else the first that may. */
export const landing = (path: string, rights: readonly Right[]): string => {
  const allowed = pagesFor(rights);
  const wanted = pageOf(path);
  return allowed.find((page) => page.name === wanted)?.path ?? allowed[0]?.path ?? '/account';
};
