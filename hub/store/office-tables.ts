// Types of the office's tables for typed queries; the migration beside it makes them.
import type { Generated, Kysely } from 'kysely';
import { typedQueries } from '../../shared/server/kysely-sqlite.ts';
import type { Statements } from '../../shared/server/sqlite.ts';

/** The one site of a hub on SQLite; it leads every key, so that several sites in one engine stay possible. */
export const SITE = 1;

/** 0 or 1: SQLite has no truth values. */
type Flag = number;

export interface OfficeTables {
  office_site: {
    site: number;
    name: string;
    time_zone: string;
    language: string;
    target: number;
    minimum: number;
    desk: string | null;
    public_url: string | null;
    opening_hours: string;
    try_out: Flag;
  };
  office_area: {
    site: number;
    id: number;
    parent: number | null;
    kind: string;
    name: string;
    sort: number;
    retired: Flag;
  };
  office_reason: {
    site: number;
    id: string;
    icon: string;
    name: string;
    routes_to: string;
    sort: number;
    retired: Flag;
  };
  office_terminal: {
    site: number;
    id: string;
    number: number;
    label: string;
    area: number;
    public_key: string;
    in_service: Flag;
    pixels_per_mm: number;
    sound: Flag;
    enrolled_at: number;
    retired_at: number | null;
    approved: Flag;
    policy_version: number;
  };
  enrolment_code: {
    id: Generated<number>;
    site: number;
    hash: string;
    area: number;
    number: number | null;
    label: string;
    expires_at: number;
    tries_left: number;
    closed_at: number | null;
  };
  account: {
    id: Generated<number>;
    site: number;
    login: string;
    name: string;
    roles: string;
    areas: string;
    language: string;
    active: Flag;
    password: string | null;
    last_seen_at: number | null;
  };
  account_session: { hash: string; account: number; created_at: number; used_at: number };
  sign_in_link: { hash: string; account: number; expires_at: number };
  audit: {
    id: Generated<number>;
    site: number;
    at: number;
    who: string;
    what: string;
    subject: string;
    before: string;
    after: string;
    setting: string | null;
    noted: Flag;
  };
}

export const officeQueries = (statements: Statements): Kysely<OfficeTables> =>
  typedQueries<OfficeTables>(statements);
