// Office: what a change was, for the audit trail: one entry for each thing that differs. Pure.
import { canonicalJson } from '../../shared/canonical.ts';
import type { AuditDraft } from '../store/audit-store.ts';
import type { OfficeState } from './state.ts';

type Named = Readonly<Record<string, unknown>>;

/** The members that differ, as they were and as they are. Raised policy versions follow from the rest and are left out. */
function differing(before: Named, after: Named): { before: Named; after: Named } | undefined {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => key !== 'policyVersion' && canonicalJson(before[key]) !== canonicalJson(after[key]),
  );
  if (keys.length === 0) return undefined;
  const pick = (from: Named): Named => Object.fromEntries(keys.map((key) => [key, from[key] ?? null]));
  return { before: pick(before), after: pick(after) };
}

const AREA_WORDS = { retired: 'retired', parent: 'moved', name: 'renamed', order: 'reordered' };
const TERMINAL_WORDS = {
  retiredAt: 'retired',
  area: 'moved',
  approved: 'approved',
  inService: 'serviceChanged',
  number: 'renumbered',
  label: 'labelled',
};

function rowDrafts<Row extends { readonly id: string | number }>(
  who: string,
  setting: string,
  words: Readonly<Record<string, string>>,
  before: readonly Row[],
  after: readonly Row[],
): AuditDraft[] {
  const old = new Map(before.map((row) => [row.id, row]));
  return after.flatMap((row): AuditDraft[] => {
    const was = old.get(row.id);
    if (was === row) return [];
    const subject = String(row.id);
    if (!was) return [{ who, what: `${setting}.added`, subject, before: null, after: row, setting }];
    const change = differing({ ...was }, { ...row });
    if (!change) return [];
    const key = Object.keys(words).find((each) => each in change.after);
    const word = key === 'retired' && change.after['retired'] === false ? 'restored' : words[key ?? ''];
    return [{ who, what: `${setting}.${word ?? 'changed'}`, subject, ...change, setting }];
  });
}

function wholeDraft(who: string, setting: string, before: Named, after: Named): AuditDraft[] {
  if (before === after) return [];
  const change = differing(before, after);
  return change ? [{ who, what: `${setting}.changed`, subject: '', ...change, setting }] : [];
}

/** Entries for everything that differs, in a fixed order. */
export function auditDrafts(who: string, before: OfficeState, after: OfficeState): AuditDraft[] {
  return [
    ...wholeDraft(who, 'site', { ...before.site }, { ...after.site }),
    ...wholeDraft(who, 'openingHours', { ...before.openingHours }, { ...after.openingHours }),
    ...rowDrafts(who, 'area', AREA_WORDS, before.areas, after.areas),
    ...rowDrafts(who, 'reason', AREA_WORDS, before.reasons, after.reasons),
    ...rowDrafts(who, 'terminal', TERMINAL_WORDS, before.terminals, after.terminals),
  ];
}
