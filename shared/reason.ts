// What was wrong: the chips behind "dissatisfied". Each routes to cleaning or maintenance.
import { type Static, Type } from 'typebox';
import { LocalTextSchema } from './language.ts';

export const ReasonIdSchema = Type.String({
  pattern: '^[a-z][a-zA-Z0-9]{0,23}$',
});

/** The drawn icons of the design's identity sheet. */
export const REASON_ICONS = [
  'floor',
  'smell',
  'paper',
  'soap',
  'bin',
  'wetFloor',
  'fault',
  'queue',
  'other',
] as const;
export const ReasonIconSchema = Type.Enum(REASON_ICONS);
export type ReasonIcon = (typeof REASON_ICONS)[number];

export const ReasonSchema = Type.Object(
  {
    id: ReasonIdSchema,
    icon: ReasonIconSchema,
    name: LocalTextSchema,
    routesTo: Type.Union([Type.Literal('cleaning'), Type.Literal('maintenance')]),
    order: Type.Integer({ minimum: 0, maximum: 1000 }),
    retired: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type Reason = Static<typeof ReasonSchema>;

/** The glass has ten tiles; the tenth is skip / done. */
export const MAX_REASONS_ON_GLASS = 9;

/** What a new site starts with; an administrator may rename, retire or add. */
export const STANDARD_REASONS: readonly Reason[] = [
  reason('floor', 'cleaning', '地面髒', '地面脏', 'Dirty floor', '床が汚れている', '바닥이 더러움'),
  reason('smell', 'cleaning', '有異味', '有异味', 'Bad smell', 'においが気になる', '냄새가 남'),
  reason(
    'paper',
    'cleaning',
    '沒有廁紙',
    '没有厕纸',
    'No toilet paper',
    'トイレットペーパーがない',
    '휴지가 없음',
  ),
  reason('soap', 'cleaning', '沒有洗手液', '没有洗手液', 'No soap', 'せっけんがない', '비누가 없음'),
  reason(
    'bin',
    'cleaning',
    '垃圾桶滿了',
    '垃圾桶满了',
    'Bin is full',
    'ごみ箱がいっぱい',
    '쓰레기통이 가득 참',
  ),
  reason('wetFloor', 'cleaning', '地面濕滑', '地面湿滑', 'Wet floor', '床がぬれている', '바닥이 젖음'),
  reason(
    'fault',
    'maintenance',
    '設施壞了',
    '设施坏了',
    'Something is broken',
    '設備が壊れている',
    '시설 고장',
  ),
  reason('queue', 'cleaning', '排隊太久', '排队太久', 'Long queue', '待ち時間が長い', '줄이 너무 김'),
  reason('other', 'cleaning', '其他', '其他', 'Something else', 'その他', '기타'),
];

function reason(
  icon: ReasonIcon,
  routesTo: Reason['routesTo'],
  hant: string,
  hans: string,
  en: string,
  ja: string,
  ko: string,
): Reason {
  const order = REASON_ICONS.indexOf(icon);
  return {
    id: icon,
    icon,
    routesTo,
    order,
    retired: false,
    name: { 'zh-Hant': hant, 'zh-Hans': hans, en, ja, ko },
  };
}
