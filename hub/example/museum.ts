// The example museum of the try-out: three buildings with halls, entrances and a toilet per floor. Posts, no people.
import type { Area, AreaKind } from '../../shared/area.ts';
import type { LocalText } from '../../shared/language.ts';
import { DAY_AND_NIGHT } from '../../shared/opening-hours.ts';
import { STANDARD_REASONS } from '../../shared/reason.ts';
import { type Founding, MINIMUM, newPost, TARGET } from '../office/founding.ts';

const text = (hant: string, hans: string, en: string, ja: string, ko: string): LocalText => ({
  'zh-Hant': hant,
  'zh-Hans': hans,
  en,
  ja,
  ko,
});

const NAME = text('編鐘博物館', '编钟博物馆', 'Museum of the Chime Bells', '編鐘博物館', '편종 박물관');

interface Planned {
  readonly kind: AreaKind;
  readonly name: LocalText;
  readonly beneath?: readonly Planned[];
}

const FIRST = text('一樓', '一楼', 'Level 1', '1階', '1층');
const SECOND = text('二樓', '二楼', 'Level 2', '2階', '2층');
const restroom: Planned = {
  kind: 'restroom',
  name: text('洗手間', '洗手间', 'Restroom', 'お手洗い', '화장실'),
};
const entrance = (name: LocalText): Planned => ({ kind: 'entrance', name });
const hall = (name: LocalText): Planned => ({ kind: 'hall', name });
const floor = (name: LocalText, beneath: readonly Planned[]): Planned => ({ kind: 'floor', name, beneath });
const building = (name: LocalText, beneath: readonly Planned[]): Planned => ({
  kind: 'building',
  name,
  beneath,
});

const BUILDINGS: readonly Planned[] = [
  building(text('綜合陳列館', '综合陈列馆', 'General Exhibition Hall', '総合展示館', '종합전시관'), [
    floor(FIRST, [
      entrance(text('入口大廳', '入口大厅', 'Entrance Lobby', 'エントランスホール', '입구 로비')),
      hall(text('一號展廳', '一号展厅', 'Gallery 1', '第1展示室', '제1전시실')),
      hall(text('二號展廳', '二号展厅', 'Gallery 2', '第2展示室', '제2전시실')),
      restroom,
    ]),
    floor(SECOND, [
      hall(text('三號展廳', '三号展厅', 'Gallery 3', '第3展示室', '제3전시실')),
      hall(text('四號展廳', '四号展厅', 'Gallery 4', '第4展示室', '제4전시실')),
      restroom,
    ]),
  ]),
  building(text('楚文化館', '楚文化馆', 'Chu Culture Hall', '楚文化館', '초문화관'), [
    floor(FIRST, [
      entrance(text('正門', '正门', 'Main Entrance', '正面入口', '정문')),
      hall(text('楚國青銅器廳', '楚国青铜器厅', 'Chu Bronzes', '楚の青銅器', '초나라 청동기실')),
      restroom,
    ]),
    floor(SECOND, [
      hall(text('漆器與絲織廳', '漆器与丝织厅', 'Lacquer and Silk', '漆器と絹織物', '칠기와 비단실')),
      restroom,
    ]),
  ]),
  building(text('編鐘館', '编钟馆', 'Chime Bells Hall', '編鐘館', '편종관'), [
    floor(FIRST, [
      entrance(text('入口', '入口', 'Entrance', '入口', '입구')),
      hall(text('編鐘陳列廳', '编钟陈列厅', 'Bell Gallery', '編鐘展示室', '편종 전시실')),
      hall(text('演奏廳', '演奏厅', 'Concert Hall', '演奏ホール', '연주홀')),
      restroom,
    ]),
  ]),
];

/** Numbered in the order of the plan, the site first. */
function areasOf(buildings: readonly Planned[]): Area[] {
  const areas: Area[] = [{ id: 1, parent: null, kind: 'site', name: NAME, order: 0, retired: false }];
  const add = (planned: readonly Planned[], parent: number): void => {
    for (const [order, { kind, name, beneath = [] }] of planned.entries()) {
      const id = areas.length + 1;
      areas.push({ id, parent, kind, name, order, retired: false });
      add(beneath, id);
    }
  };
  add(buildings, 1);
  return areas;
}

const AREAS = areasOf(BUILDINGS);
const FIRST_HALL = AREAS.find(({ kind }) => kind === 'hall')?.id;

/** Open day and night, so that the try-out works whenever it is tried; labelled as such on every screen. */
export const EXAMPLE_MUSEUM: Founding = {
  state: {
    site: {
      name: NAME,
      timeZone: 'Asia/Shanghai',
      language: 'zh-Hant',
      target: TARGET,
      minimum: MINIMUM,
      desk: {
        where: text(
          '入口大廳服務台',
          '入口大厅服务台',
          'Service desk, Entrance Lobby',
          'エントランスホール案内所',
          '입구 로비 안내 데스크',
        ),
        way: null,
      },
      publicUrl: null,
      tryOut: true,
    },
    openingHours: DAY_AND_NIGHT,
    areas: AREAS,
    reasons: STANDARD_REASONS,
    terminals: [],
  },
  accounts: [
    newPost('administrator', '系統管理員 Administrator', ['administrator']),
    newPost('supervisor', '項目經理 Project manager', ['projectManager']),
    newPost('quality', '品質部 Quality department', ['quality']),
    newPost('client', '甲方 Client', ['client']),
    newPost('shift-leader', '班組長 Shift leader', ['shiftLeader']),
    newPost('cleaner-hall-1', '保潔員 一號展廳 Cleaner, gallery 1', ['cleaner'], FIRST_HALL),
  ],
};

/** Where the try-out's terminals stand: the first hall and the first toilet. */
export const TRY_OUT_PLACES = ['hall', 'restroom'] as const;
export type TryOutPlace = (typeof TRY_OUT_PLACES)[number];
/** The posts for which the try-out prints sign-in links. */
export const TRY_OUT_POSTS = ['supervisor', 'administrator'] as const;
