import { describe, expect, it } from 'vitest';
import { words } from '../words.ts';
import { auditLines, auditText } from './audit-words.ts';

describe('the audit trail in words', () => {
  it("tells what was done in the reader's language", () => {
    expect(auditText(words('en'), 'area.renamed')).toBe('area renamed');
    expect(auditText(words('zh-Hans'), 'user.linkMade')).toBe('用户：生成登录链接');
  });
  it('shows what it does not know as the hub wrote it', () => {
    expect(auditText(words('en'), 'comet.seen')).toBe('comet.seen');
  });
  it("lists values by name, names of places in the reader's language", () => {
    const name = { 'zh-Hant': '廳', 'zh-Hans': '厅', en: 'Hall' };
    expect(auditLines(words('zh-Hans'), { name, order: 3, parent: null }, null, 'UTC')).toEqual([
      'name: 厅',
      'order: 3',
      'parent: null',
    ]);
    expect(auditLines(words('zh-Hant'), { expiresAt: 0 }, null, 'Asia/Shanghai')).toEqual([
      `expiresAt: ${words('zh-Hant').stamp(0, 'Asia/Shanghai')}`,
    ]);
    expect(auditLines(words('en'), null, null, 'UTC')).toEqual([]);
  });
  it('shows of a change only what differs', () => {
    const before = { login: 'a', areas: [1], active: true };
    const after = { login: 'a', areas: [1, 2], active: true };
    expect(auditLines(words('en'), before, after, 'UTC')).toEqual(['areas: [1]']);
    expect(auditLines(words('en'), after, before, 'UTC')).toEqual(['areas: [1,2]']);
  });
});
