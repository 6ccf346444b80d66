// A fresh database gets a site: an empty museum with an administrator, or the example museum of the try-out.
import type { AreaId } from '../../shared/area.ts';
import type { LocalText } from '../../shared/language.ts';
import { MUSEUM_HOURS } from '../../shared/opening-hours.ts';
import { STANDARD_REASONS } from '../../shared/reason.ts';
import type { Database } from '../../shared/server/sqlite.ts';
import type { Instant } from '../../shared/site-time.ts';
import { auditView } from '../access/accounts.ts';
import { type Account, insertAccount } from '../store/account-store.ts';
import { appendAudit } from '../store/audit-store.ts';
import { saveOffice } from '../store/office-store.ts';
import type { OfficeState } from './state.ts';

export interface Founding {
  readonly state: OfficeState;
  readonly accounts: readonly Omit<Account, 'id'>[];
}

const MUSEUM: LocalText = {
  'zh-Hant': '博物館',
  'zh-Hans': '博物馆',
  en: 'Museum',
  ja: '博物館',
  ko: '박물관',
};

export const TARGET = 0.98;
export const MINIMUM = 30;

export function newPost(
  login: string,
  name: string,
  roles: Account['roles'],
  area: AreaId = 1,
): Omit<Account, 'id'> {
  return {
    login,
    name,
    roles,
    areas: [area],
    language: 'zh-Hant',
    active: true,
    password: null,
    lastSeenAt: null,
  };
}

/** A museum of which nothing is known yet: one area, the usual hours and reasons, an administrator without a password. */
export const EMPTY_MUSEUM: Founding = {
  state: {
    site: {
      name: MUSEUM,
      timeZone: 'Asia/Shanghai',
      language: 'zh-Hant',
      target: TARGET,
      minimum: MINIMUM,
      desk: null,
      publicUrl: null,
      tryOut: false,
    },
    openingHours: MUSEUM_HOURS,
    areas: [{ id: 1, parent: null, kind: 'site', name: MUSEUM, order: 0, retired: false }],
    reasons: STANDARD_REASONS,
    terminals: [],
  },
  accounts: [newPost('administrator', '系統管理員 Administrator', ['administrator'])],
};

/** All of it in one transaction: a site is founded whole or not at all. */
export function foundSite(database: Database, { state, accounts }: Founding, now: Instant): Promise<void> {
  return database.transaction(async (statements) => {
    await saveOffice(statements, undefined, state);
    const who = 'hub';
    const after = { name: state.site.name, areas: state.areas.length, tryOut: state.site.tryOut };
    await appendAudit(statements, now, [
      { who, what: 'site.founded', subject: '', before: null, after, setting: 'site' },
    ]);
    for (const account of accounts) {
      const subject = String(await insertAccount(statements, account));
      await appendAudit(statements, now, [
        { who, what: 'user.added', subject, before: null, after: auditView(account), setting: 'user' },
      ]);
    }
  });
}
