// Snapshots, numbers and resuming, without sockets.
import { describe, expect, it } from 'vitest';
import type { FeedItem, Overview } from '../../shared/live.ts';
import { satisfaction } from '../../shared/satisfaction.ts';
import { changeBetween } from './change.ts';
import { KEPT_CHANGES, Stream, type Subscriber, viewKey } from './stream.ts';

const item = (position: number, change: Partial<FeedItem> = {}): FeedItem => ({
  position,
  at: position,
  estimated: false,
  area: 2,
  terminal: 1,
  level: 4,
  language: 'en',
  excluded: null,
  staffPresent: false,
  outOfHours: false,
  reasons: [],
  ...change,
});
const words = { 'zh-Hant': 'x', 'zh-Hans': 'x', en: 'x' };
const view = (change: Partial<Overview> = {}): Overview => ({
  site: { name: words, timeZone: 'UTC', tryOut: false, open: true, target: 0.98, minimum: 5 },
  totals: {
    satisfaction: satisfaction({ n4: 0, n3: 0, n2: 0, n1: 0 }, 5, 0.98),
    shares: null,
    excluded: { mash: 0, double: 0, locked: 0, multi: 0 },
    staffPresent: 0,
    estimated: 0,
    coverage: null,
  },
  areas: [],
  curve: [],
  feed: [],
  terminals: [],
  reasons: [],
  quarantined: 0,
  ...change,
});

describe('changeBetween', () => {
  it('is nothing when nothing differs', () => {
    expect(changeBetween(view({ feed: [item(1)] }), view({ feed: [item(1)] }))).toBeUndefined();
  });
  it.each([
    ['site', { site: { ...view().site, open: false } }],
    ['totals', { totals: { ...view().totals, estimated: 1 } }],
    ['reasons', { reasons: [{ reason: 'soap', name: words, count: 1 }] }],
    [
      'terminals',
      { terminals: [{ id: 'a', number: 1, area: 2, state: 'inOrder', trouble: null, since: 1 }] },
    ],
    ['quarantined', { quarantined: 3 }],
  ] satisfies [string, Partial<Overview>][])('holds %s alone when that alone differs', (_, change) => {
    expect(changeBetween(view(), view(change))).toEqual(change);
  });
  it('brings only new and changed items of the feed, newest first', () => {
    const before = view({ feed: [item(3), item(2), item(1)] });
    const next = view({ feed: [item(4), item(3), item(2, { excluded: 'mash' })] });
    expect(changeBetween(before, next)).toEqual({ feed: [item(4), item(2, { excluded: 'mash' })] });
  });
});

interface Message {
  readonly type: string;
  readonly number: number;
  readonly set?: unknown;
}

class Reader implements Subscriber {
  readonly texts: string[] = [];
  slow = false;
  send(text: string): boolean {
    if (this.slow) return false;
    this.texts.push(text);
    return true;
  }
  get got(): string[] {
    return this.texts.map((text) => {
      const message: Message = JSON.parse(text);
      return `${message.type} ${message.number}`;
    });
  }
}

function started() {
  const stream = new Stream({ period: 'today', visible: new Set([1]), scope: new Set([1]) }, 0);
  stream.publish(view(), 0);
  return stream;
}
const change = (stream: Stream, count: number): void => stream.publish(view({ quarantined: count }), count);

describe('Stream', () => {
  it('gives a snapshot and then numbered changes without a gap', () => {
    const stream = started();
    const reader = new Reader();
    stream.join(reader, 0);
    for (const count of [1, 2, 2, 3]) change(stream, count);
    expect(reader.got).toEqual(['snapshot 0', 'change 1', 'change 2', 'change 3']);
  });

  it('resumes behind the number that a browser has', () => {
    const stream = started();
    for (const count of [1, 2, 3]) change(stream, count);
    const reader = new Reader();
    stream.join(reader, 3, { stream: stream.id, since: 1 });
    expect(reader.got).toEqual(['change 2', 'change 3']);
    const upToDate = new Reader();
    stream.join(upToDate, 3, { stream: stream.id, since: 3 });
    expect(upToDate.got).toEqual([]);
  });

  it.each([
    ['of another stream', () => ({ stream: 'other', since: 2 })],
    ['beyond what was ever sent', (stream: Stream) => ({ stream: stream.id, since: 9999 })],
    ['older than what is kept', (stream: Stream) => ({ stream: stream.id, since: 1 })],
  ])('gives a new snapshot to who resumes from a number %s', (_, resume) => {
    const stream = started();
    for (let count = 1; count <= KEPT_CHANGES + 5; count++) change(stream, count);
    const reader = new Reader();
    stream.join(reader, 0, resume(stream));
    expect(reader.got).toEqual([`snapshot ${KEPT_CHANGES + 5}`]);
  });

  it('sends a slow browser nothing while it is slow, and one snapshot when it is free again', () => {
    const stream = started();
    const slow = new Reader();
    const quick = new Reader();
    stream.join(slow, 0);
    stream.join(quick, 0);
    slow.slow = true;
    for (const count of [1, 2, 3]) change(stream, count);
    expect(stream.lagging).toBe(true);
    slow.slow = false;
    change(stream, 3);
    change(stream, 4);
    expect(slow.got).toEqual(['snapshot 0', 'snapshot 3', 'change 4']);
    expect(quick.got).toEqual(['snapshot 0', 'change 1', 'change 2', 'change 3', 'change 4']);
    expect(stream.lagging).toBe(false);
  });

  it('is shared by browsers that see the same and by no others', () => {
    const seen = (period: 'today' | '7days', visible: number[], scope: number[]) =>
      viewKey({ period, visible: new Set(visible), scope: new Set(scope) });
    expect(seen('today', [1, 2], [2])).toBe(seen('today', [2, 1], [2]));
    const keys = [
      seen('today', [1, 2], [2]),
      seen('today', [2], [2]),
      seen('7days', [1, 2], [2]),
      seen('today', [1, 2], [1, 2]),
    ];
    expect(new Set(keys).size).toBe(4);
  });
});
