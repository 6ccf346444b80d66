// Which of light and dark the page wears: the reader's choice where one was made, else the machine's.
export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'chime.theme';

const machine = (): Theme => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

const kept = (): Theme | undefined => THEMES.find((theme) => theme === localStorage.getItem(KEY));

export const currentTheme = (): Theme => kept() ?? machine();

const wear = (theme: Theme): void => {
  document.documentElement.dataset['theme'] = theme;
};

/** Wears the theme now and follows the machine until a choice is kept; `changed` is called after each change. */
export function followTheme(changed: (theme: Theme) => void): void {
  wear(currentTheme());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    wear(currentTheme());
    changed(currentTheme());
  });
}

/** Keeps the reader's choice on this machine. */
export function keepTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  wear(theme);
}
