// What the hub tells a terminal about its place: everything the glass needs to work for days without the hub.
import { type Static, Type } from 'typebox';
import { AreaIdSchema } from './area.ts';
import { LanguageSchema, LocalTextSchema } from './language.ts';
import { OpeningHoursSchema } from './opening-hours.ts';
import { ReasonSchema } from './reason.ts';

/** How old a tap may be that the glass's page kept while the terminal was away. */
export const MAX_AGO_MS = 7 * 86_400_000;
/** A second tap within this many ms on the same terminal is answered and sent, marked, but not counted. */
export const LOCK_MS = 2_000;
export const THANKS_MS = 4_000;
/** When the QR stands on the glass instead of paper, it stays longer. */
export const THANKS_WITH_QR_MS = 12_000;
export const REASONS_MS = 12_000;
/** An idle screen returns to the site's language, and to the normal reach, after this. */
export const IDLE_MS = 30_000;
/** After hours a touch wakes the glass for this long. */
export const AWAKE_MS = 30_000;
/** The glass's page sends a heartbeat this often; three missed ones and the page counts as gone. */
export const HEARTBEAT_MS = 10_000;
/** A state of page or device that lasted this long is a fact. */
export const LASTING_MS = 30_000;
/** A terminal seals a head that moved after this long, and one that did not after `SEAL_QUIET_MS`. */
export const SEAL_MS = 60_000;
export const SEAL_QUIET_MS = 600_000;

/** The way to a person when the terminal rests; shown on the calm page. */
export const DeskSchema = Type.Object(
  { where: LocalTextSchema, way: Type.Union([LocalTextSchema, Type.Null()]) },
  { additionalProperties: false },
);
export type Desk = Static<typeof DeskSchema>;

/** One terminal's configuration, made by the hub and kept by the terminal for offline starts. */
export const TerminalPolicySchema = Type.Object(
  {
    /** Rises with each change that concerns this terminal. */
    version: Type.Integer({ minimum: 1 }),
    site: LocalTextSchema,
    /** Short number of the terminal, as the supervisor's page shows it. */
    number: Type.Integer({ minimum: 1, maximum: 99_999 }),
    area: AreaIdSchema,
    /** First line on the glass: the building; second line: the room. */
    place: Type.Object({ building: LocalTextSchema, room: LocalTextSchema }, { additionalProperties: false }),
    timeZone: Type.String({ minLength: 1, maxLength: 64 }),
    openingHours: OpeningHoursSchema,
    /** Spoken at idle. */
    language: LanguageSchema,
    reasons: Type.Array(ReasonSchema, { maxItems: 9 }),
    desk: Type.Union([DeskSchema, Type.Null()]),
    /** Where a receipt's code can be looked up; without it the glass shows the code and no QR. */
    publicUrl: Type.Union([Type.String({ pattern: '^https?://[^\\s]{1,200}$' }), Type.Null()]),
    /** True for the example museum: the glass says so. */
    tryOut: Type.Boolean(),
    /** False: an administrator took the terminal out of service; the glass shows the calm page. */
    inService: Type.Boolean(),
    /** Pixels per millimetre of the glass, for targets of at least 20 mm. */
    pixelsPerMm: Type.Number({ minimum: 1, maximum: 30 }),
    sound: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type TerminalPolicy = Static<typeof TerminalPolicySchema>;
