// What the bench prints: one line per target, each as a ratio to a ceiling of the same run where there is one.

export interface Outcome {
  readonly target: string;
  readonly what: string;
  readonly measured: string;
  readonly limit: string;
  readonly met: boolean;
}

export const atLeast = (
  target: string,
  what: string,
  ratio: number,
  limit: number,
  detail: string,
): Outcome => ({
  target,
  what,
  measured: `${ratio.toFixed(2)} (${detail})`,
  limit: `≥ ${limit}`,
  met: ratio >= limit,
});

export const atMost = (
  target: string,
  what: string,
  value: number,
  limit: number,
  unit: string,
  detail = '',
): Outcome => ({
  target,
  what,
  measured: `${value.toFixed(value < 10 ? 2 : 0)} ${unit}${detail === '' ? '' : ` (${detail})`}`,
  limit: `≤ ${limit.toFixed(limit < 10 && !Number.isInteger(limit) ? 2 : 0)} ${unit}`,
  met: value <= limit,
});

export const thousands = (perSecond: number): string =>
  perSecond >= 10_000 ? `${(perSecond / 1000).toFixed(0)} k/s` : `${(perSecond / 1000).toFixed(1)} k/s`;

export const line = ({ target, what, measured, limit, met }: Outcome): string =>
  `${met ? 'ok    ' : 'MISSED'}  ${target.padEnd(3)} ${what.padEnd(58)} ${measured}, target ${limit}`;
