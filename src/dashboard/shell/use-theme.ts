import { useSyncExternalStore } from 'react';
import { readTheme, type Theme } from '../theme.ts';

/** The user's theme, updated when it changes anywhere on the page or in another tab. */
export const useTheme = (): Theme =>
  useSyncExternalStore((listener) => {
    addEventListener('aias:theme', listener);
    return () => removeEventListener('aias:theme', listener);
  }, readTheme);
