// How much one page may say: far above any hand, far below what would hurt.

export interface Bucket {
  /** What may still be said at once; below zero the debt of what came too fast. */
  readonly tokens: number;
  readonly at: number;
}

export interface BucketLimit {
  readonly burst: number;
  readonly perSecond: number;
}

/** Passing messages (touches, languages, heartbeats, nonsense) of one socket. */
export const OF_THE_MOMENT: BucketLimit = { burst: 100, perSecond: 50 };
/** Taps and reasons of all pages: all that a page kept in an outage may come at once, twice over. */
export const KEPT: BucketLimit = { burst: 10_000, perSecond: 50 };
/** Messages after the warning, before the socket closes. */
export const WARNED = 100;

export const fullBucket = (limit: BucketLimit, mono: number): Bucket => ({ tokens: limit.burst, at: mono });

/** Takes one; `tokens` below zero says that it came too fast. */
export function take(bucket: Bucket, limit: BucketLimit, mono: number): Bucket {
  const grown = bucket.tokens + (Math.max(0, mono - bucket.at) / 1000) * limit.perSecond;
  return { tokens: Math.min(limit.burst, grown) - 1, at: mono };
}
