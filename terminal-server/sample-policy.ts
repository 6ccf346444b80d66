// For tests: the policy of a terminal in the example museum.
import { DAY_AND_NIGHT } from '../shared/opening-hours.ts';
import type { TerminalPolicy } from '../shared/policy.ts';
import { STANDARD_REASONS } from '../shared/reason.ts';

const name = (hant: string, hans: string, en: string) => ({ 'zh-Hant': hant, 'zh-Hans': hans, en });

export const samplePolicy = (changes: Partial<TerminalPolicy> = {}): TerminalPolicy => ({
  version: 1,
  site: name('示例博物館', '示例博物馆', 'Example Museum'),
  number: 12,
  area: 5,
  place: {
    building: name('編鐘館', '编钟馆', 'Chime Bells Hall'),
    room: name('一樓洗手間', '一楼洗手间', 'Restroom, floor 1'),
  },
  timeZone: 'Asia/Shanghai',
  openingHours: DAY_AND_NIGHT,
  language: 'zh-Hant',
  reasons: [...STANDARD_REASONS],
  desk: null,
  publicUrl: null,
  tryOut: true,
  inService: true,
  pixelsPerMm: 4,
  sound: true,
  ...changes,
});
