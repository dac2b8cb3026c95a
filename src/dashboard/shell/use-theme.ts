import { useSyncExternalStore } from 'react';
import { readTheme, type Theme } from '../theme.ts';

/** What the person chose, wherever on the page, or in whichever tab, they did. */
export const useTheme = (): Theme =>
  useSyncExternalStore((listener) => {
    addEventListener('aias:theme', listener);
    return () => removeEventListener('aias:theme', listener);
  }, readTheme);
