// Who may do what: the roles of the procedure (domain.md) and the rights that servers check and pages follow.
import { Type } from 'typebox';

export const ROLES = [
  'cleaner',
  'shiftLeader',
  'projectManager',
  'quality',
  'managementOffice',
  'customerService',
  'business',
  'administration',
  'leaderInCharge',
  'manager',
  'client',
  'administrator',
] as const;
export const RoleSchema = Type.Enum(ROLES);
export type Role = (typeof ROLES)[number];

export const RIGHTS = [
  /** The dashboard of one's own areas. */
  'see',
  /** Areas, terminals, opening hours, reasons, the site's settings. */
  'configure',
  /** Users, roles, sign-in links. */
  'manageUsers',
  /** The audit trail, quarantine, chain and seal checks. */
  'audit',
] as const;
export const RightSchema = Type.Enum(RIGHTS);
export type Right = (typeof RIGHTS)[number];

/** A role that is absent here cannot exist; a right that is absent is refused. Both contract parties may audit. */
export const ROLE_RIGHTS: Readonly<Record<Role, readonly Right[]>> = {
  cleaner: [],
  shiftLeader: ['see'],
  projectManager: ['see', 'audit'],
  quality: ['see', 'audit'],
  managementOffice: ['see', 'audit'],
  customerService: ['see'],
  business: ['see'],
  administration: ['see'],
  leaderInCharge: ['see', 'audit'],
  manager: ['see', 'audit'],
  client: ['see', 'audit'],
  administrator: ['see', 'configure', 'manageUsers', 'audit'],
};

export const hasRight = (roles: readonly Role[], right: Right): boolean =>
  roles.some((role) => ROLE_RIGHTS[role].includes(right));
