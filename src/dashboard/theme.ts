/** Selects the theme: that of the system, unless the reader chose another. */

const KEY = 'certvigil-theme';

export type Theme = 'light' | 'dark';

/** Returns the theme in use. */
export function readTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Applies the reader's choice of an earlier visit. */
export function restoreTheme(): void {
  const chosen = useStorage((storage) => storage.getItem(KEY));
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
}

/** Switches the theme, and returns the new one. */
export function toggleTheme(): Theme {
  const theme = readTheme() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  useStorage((storage) => storage.setItem(KEY, theme));
  return theme;
}

/** Uses the storage, which some browsers deny to pages on a disk or in a frame. The choice is then lost with the page. */
function useStorage<T>(use: (storage: Storage) => T): T | null {
  try {
    return use(localStorage);
  } catch {
    return null;
  }
}
