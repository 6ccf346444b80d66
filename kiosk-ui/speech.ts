// Listen: speaks the screens with the prompts that ship as files (public/speech/); the newest wins.
import type { Language } from '../shared/language.ts';
import { type Reason, STANDARD_REASONS } from '../shared/reason.ts';
import type { View } from './view.ts';

/** Both Chinese scripts are read aloud in Mandarin. */
const FOLDERS: Readonly<Record<Language, string>> = {
  'zh-Hant': 'zh',
  'zh-Hans': 'zh',
  en: 'en',
  ja: 'ja',
  ko: 'ko',
};

/** The prompt's address; the files stand beside the page (public/speech), without a hash in their names. */
export const promptUrl = (language: Language, key: string): string =>
  `./speech/${FOLDERS[language]}/${key}.opus`;

/** The prompt of a screen; undefined where there is nothing to say. */
export function promptOf(view: View): string | undefined {
  switch (view.name) {
    case 'ask':
      return 'ask';
    case 'night':
      return 'night';
    case 'reasons':
      return 'reasons';
    case 'thanks':
      return view.receiptUrl ? 'thanksScan' : 'thanks';
    case 'noted':
      return 'noted';
    case 'outOfService':
      return view.why === 'setUp' ? 'settingUp' : 'resting';
    case 'blank':
      return undefined;
  }
}

/** A reason's prompt, only while its name is the one that was recorded. */
export function promptOfReason(reason: Reason, language: Language): string | undefined {
  const standard = STANDARD_REASONS.find((each) => each.id === reason.id);
  return standard?.name[language] === reason.name[language] ? reason.id : undefined;
}

export interface Speech {
  /** Replaces what is being said. */
  say(language: Language, key: string): void;
  stop(): void;
}

export function speech(): Speech {
  const player = new Audio();
  return {
    say(language, key) {
      player.src = promptUrl(language, key);
      // A play that is cut short by the next one is not a fault.
      player.play().catch(() => undefined);
    },
    stop() {
      player.pause();
    },
  };
}
