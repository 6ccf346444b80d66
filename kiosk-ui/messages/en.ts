// Texts of the glass in English. Straight apostrophes only: the CJK fonts draw curly ones full-width.
import type { Catalogue } from './catalogue.ts';

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
const day = (opening: 'today' | 'tomorrow' | 'later', weekday: string): string =>
  opening === 'later' ? `on ${weekday}` : opening;

export const en: Catalogue = {
  question: 'Are you satisfied with the cleanliness?',
  questionLines: ['How satisfied are you', 'with the cleanliness', 'of this place?'],
  faces: 'Please rate',
  words: { 4: 'Very satisfied', 3: 'Satisfied', 2: 'Fairly satisfied', 1: 'Dissatisfied' },
  privacy: 'Only this rating is recorded, never who you are.',
  tryOut: 'Try-out, example museum',
  listen: 'Listen',
  lower: 'Lower controls',
  languages: 'Language',
  reasonsQuestion: 'What was not good?',
  reasonsHint: 'Choose as many as you like, or none.',
  ratingNoted: 'Your rating is noted',
  skip: 'Skip',
  done: 'Done',
  thanks: 'Thank you',
  saved: (word) => `Your rating "${word}" is safely stored.`,
  notedForLater: 'Your rating is noted and will be delivered.',
  receiptCode: 'Receipt code',
  scan: ['Scan to see what comes of it,', 'or to leave a comment.'],
  photograph: 'No paper today: just take a photo.',
  next: 'Next visitor, please rate',
  opens: (opening, weekday) => `Opens ${day(opening, weekday)}`,
  hours: (from, to) => `Open ${from} – ${to}`,
  closedOn: (weekdays) => `closed on ${list(weekdays.map((weekday) => `${weekday}s`))}`,
  goodNight: 'Good night, see you soon.',
  opensShort: (opening, weekday, time) => `Opens ${day(opening, weekday)} at ${time}.`,
  closedNow: 'Closed now',
  touchToRate: 'Touch the screen to rate all the same.',
  resting: 'This terminal is resting',
  restingLines: ['This terminal', 'is resting'],
  settingUp: 'This terminal is being set up',
  settingUpLines: ['This terminal', 'is being set up'],
  safe: 'Ratings given before are safely stored.',
  toDesk: (where) => `To tell us something, please go to: ${where}`,
  restingShort: (where) => `This terminal is resting.${where ? ` Please go to: ${where}.` : ''}`,
  terminalNumber: 'Terminal number',
};
