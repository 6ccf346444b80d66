// For all screens: what a catalogue must say; the compiler demands every key in every language.
import type { Level } from '../../shared/level.ts';

/** When the house opens next, as the terminal tells it. */
export type OpeningDay = 'today' | 'tomorrow' | 'later';

export interface Catalogue {
  /** The question, in one line; where the screen is tall, in these lines. */
  readonly question: string;
  readonly questionLines: readonly string[];
  readonly faces: string;
  readonly words: Readonly<Record<Level, string>>;
  readonly privacy: string;
  readonly tryOut: string;
  readonly listen: string;
  readonly lower: string;
  readonly languages: string;
  readonly reasonsQuestion: string;
  readonly reasonsHint: string;
  readonly ratingNoted: string;
  readonly skip: string;
  readonly done: string;
  readonly thanks: string;
  readonly saved: (word: string) => string;
  /** The terminal has not answered yet; the rating is kept on the page. */
  readonly notedForLater: string;
  readonly receiptCode: string;
  /** In phrases that stay whole where the line breaks. */
  readonly scan: readonly string[];
  readonly photograph: string;
  readonly next: string;
  readonly opens: (day: OpeningDay, weekday: string) => string;
  readonly hours: (from: string, to: string) => string;
  readonly closedOn: (weekdays: readonly string[]) => string;
  readonly goodNight: string;
  /** One sentence for readers of another language than the one shown large. */
  readonly opensShort: (day: OpeningDay, weekday: string, time: string) => string;
  readonly closedNow: string;
  readonly touchToRate: string;
  readonly resting: string;
  readonly restingLines: readonly string[];
  readonly settingUp: string;
  readonly settingUpLines: readonly string[];
  readonly safe: string;
  readonly toDesk: (where: string) => string;
  readonly restingShort: (where: string | undefined) => string;
  readonly terminalNumber: string;
}
