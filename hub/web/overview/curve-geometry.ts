// From the hub's curve points to places on the drawing. Pure; shares in 0…1 stay what the hub said.
import type { CurvePoint } from '../../../shared/live.ts';

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  /** Bottom of the rates. */
  readonly bottom: number;
  readonly barsTop: number;
  readonly barsBottom: number;
}

export interface PlacedPoint {
  readonly point: CurvePoint;
  readonly x: number;
  readonly from: number;
  readonly until: number;
  /** Null without a rating. A rate below the axis stands on its lower end, `cut`. */
  readonly y: number | null;
  readonly low: number;
  readonly high: number;
  readonly cut: boolean;
  readonly bar: number;
}

export interface CurveGeometry {
  readonly points: readonly PlacedPoint[];
  /** Runs of judged, finished points without a hole: each one line and one band. */
  readonly runs: readonly (readonly PlacedPoint[])[];
  /** From the last judged point to the unfinished one. */
  readonly pending: readonly [PlacedPoint, PlacedPoint] | undefined;
  readonly ticks: readonly { readonly share: number; readonly y: number }[];
  readonly targetY: number;
}

const isJudged = ({ satisfaction }: CurvePoint): boolean =>
  satisfaction.rate !== null && !satisfaction.tooFew;

/** Ticks from 1 downwards, so that every judged rate and the target lie on the axis. */
export function ticksFor(points: readonly CurvePoint[], target: number): number[] {
  const rates = points.flatMap((point) =>
    isJudged(point) && point.satisfaction.rate !== null ? [point.satisfaction.rate] : [],
  );
  const lowest = Math.min(target - 0.1, ...rates.map((rate) => rate - 0.01));
  const span = Math.min(1, 1 - lowest);
  const step = span <= 0.17 ? 0.04 : span <= 0.45 ? 0.1 : 0.25;
  const steps = Math.ceil(span / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, n) => Math.max(0, Math.round((1 - n * step) * 100) / 100));
}

export function curveGeometry(points: readonly CurvePoint[], target: number, box: Box): CurveGeometry {
  const shares = ticksFor(points, target);
  const floor = shares.at(-1) ?? 0;
  const y = (share: number): number =>
    box.top + ((1 - Math.max(floor, share)) / (1 - floor)) * (box.bottom - box.top);
  // While the page is laid out the box may be narrower than its margins.
  const width = Math.max(0, box.right - box.left) / Math.max(1, points.length);
  const most = Math.max(1, ...points.map(({ satisfaction }) => satisfaction.count));
  const placed = points.map((point, index): PlacedPoint => {
    const { rate, interval, count } = point.satisfaction;
    const from = box.left + index * width;
    return {
      point,
      x: from + width / 2,
      from,
      until: from + width,
      y: rate === null ? null : y(rate),
      low: y(interval?.low ?? floor),
      high: y(interval?.high ?? floor),
      cut: rate !== null && rate < floor,
      bar: (count / most) * (box.barsBottom - box.barsTop),
    };
  });
  const runs: PlacedPoint[][] = [];
  let run: PlacedPoint[] | undefined;
  let pending: [PlacedPoint, PlacedPoint] | undefined;
  for (const each of placed) {
    const judged = isJudged(each.point);
    if (each.point.unfinished) {
      const last = run?.at(-1);
      if (judged && last) pending = [last, each];
      run = undefined;
    } else if (judged && each.point.open) {
      if (!run) {
        run = [];
        runs.push(run);
      }
      run.push(each);
    } else run = undefined;
  }
  return {
    points: placed,
    runs,
    pending,
    ticks: shares.map((share) => ({ share, y: y(share) })),
    targetY: y(target),
  };
}

const at = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

export const linePath = (run: readonly PlacedPoint[]): string =>
  run.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${at(x, y ?? 0)}`).join('');

/** The interval's band; a lone point gets a short one of its slot's width. */
export function bandPath(run: readonly PlacedPoint[]): string {
  const [only] = run;
  if (run.length === 1 && only) {
    const half = Math.min(8, (only.until - only.from) / 3);
    return `M${at(only.x - half, only.high)}H${(only.x + half).toFixed(1)}V${only.low.toFixed(1)}H${(only.x - half).toFixed(1)}Z`;
  }
  const upper = run.map(({ x, high }, index) => `${index === 0 ? 'M' : 'L'}${at(x, high)}`).join('');
  return `${upper}${run
    .toReversed()
    .map(({ x, low }) => `L${at(x, low)}`)
    .join('')}Z`;
}

/** Indices of the points that carry a label beneath, at least `room` pixels apart, whole hours only for today. */
export function labelled(
  points: readonly CurvePoint[],
  width: number,
  room: number,
  hours: boolean,
): number[] {
  const candidates = points.flatMap((point, index) => (!hours || point.minutes % 60 === 0 ? [index] : []));
  const each = width / Math.max(1, points.length);
  const gap = candidates.length > 1 ? ((candidates[1] ?? 0) - (candidates[0] ?? 0)) * each : each;
  const stride = [1, 2, 3, 4, 6, 8, 12].find((n) => n * gap >= room) ?? 12;
  return candidates.filter((_, n) => n % stride === 0);
}
