// Last sights of terminals, so that a restarted hub knows since when one is silent. Last values, not facts.
import { decoder } from '../../shared/decode.ts';
import type { Database, Statements } from '../../shared/server/sqlite.ts';
import { type Telemetry, TelemetrySchema } from '../../shared/wire.ts';
import { integer, integerOrNull, text, textOrNull } from './columns.ts';
import { SITE } from './group-commit.ts';

export interface Sight {
  readonly terminal: string;
  readonly since: number;
  readonly seenAt: number;
  readonly clockOffsetMs: number | undefined;
  readonly telemetry: Telemetry | undefined;
}

const telemetryText = decoder(TelemetrySchema);

export async function readSights(statements: Statements): Promise<Sight[]> {
  const rows = await statements.all('SELECT * FROM sight WHERE site = ?', [SITE]);
  return rows.map((row) => {
    const telemetry = telemetryText.text(textOrNull(row, 'telemetry') ?? '');
    return {
      terminal: text(row, 'terminal'),
      since: integer(row, 'since'),
      seenAt: integer(row, 'seen_at'),
      clockOffsetMs: integerOrNull(row, 'clock_offset') ?? undefined,
      telemetry: telemetry.ok ? telemetry.value : undefined,
    };
  });
}

export async function writeSights(database: Database, sights: readonly Sight[]): Promise<void> {
  if (sights.length === 0) return;
  const rows = sights.map((sight) => [
    sight.terminal,
    sight.since,
    sight.seenAt,
    sight.clockOffsetMs ?? null,
    sight.telemetry ? JSON.stringify(sight.telemetry) : null,
  ]);
  await database.run(
    `INSERT INTO sight (site, terminal, since, seen_at, clock_offset, telemetry)
     SELECT ?, value->>0, value->>1, value->>2, value->>3, value->>4 FROM json_each(?) WHERE TRUE
     ON CONFLICT DO UPDATE SET since = excluded.since, seen_at = excluded.seen_at,
       clock_offset = excluded.clock_offset, telemetry = excluded.telemetry`,
    [SITE, JSON.stringify(rows)],
  );
}
