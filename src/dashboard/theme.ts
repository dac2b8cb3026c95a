/** The theme: light, dark, or that of the system. The choice is saved in this browser. */
export type Theme = 'light' | 'dark' | 'system';

const key = 'aias.theme';
const system = matchMedia('(prefers-color-scheme: dark)');

export function readTheme(): Theme {
  const stored = localStorage.getItem(key);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function setTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(key);
  else localStorage.setItem(key, theme);
  applyTheme();
}

export const isDark = (): boolean => {
  const theme = readTheme();
  return theme === 'dark' || (theme === 'system' && system.matches);
};

function applyTheme(): void {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
  dispatchEvent(new Event('aias:theme')); // redraws canvases
}

system.addEventListener('change', applyTheme);
addEventListener('storage', applyTheme); // the theme was changed in another tab
applyTheme();
