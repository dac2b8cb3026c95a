/** The catalogue in the language of the page. The Chinese dictionary is loaded only when the page is in Chinese. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useLanguage } from '../language.tsx';
import { english } from './english.ts';
import { type CatalogueWords, catalogueWords, type Dictionary } from './words.ts';

let chinese: Dictionary | null = null;
let isLoading = false;
const listeners = new Set<() => void>();

/** Loads the dictionary. Until it has loaded, or when loading fails, English is used; the next page that needs it tries again. */
async function loadChinese(): Promise<void> {
  if (chinese || isLoading) return;
  isLoading = true;
  try {
    chinese = (await import('./chinese.ts')).chinese;
    for (const listener of listeners) listener();
  } catch (error) {
    console.error('The Chinese dictionary of the catalogue could not be loaded.', error);
  } finally {
    isLoading = false;
  }
}

export function useCatalogue(): CatalogueWords {
  const { language } = useLanguage();
  const isChinese = language === 'zh';
  useEffect(() => {
    if (isChinese) void loadChinese();
  }, [isChinese]);
  const dictionary = useSyncExternalStore(subscribe, () => (isChinese ? (chinese ?? english) : english));
  return useMemo(() => catalogueWords(dictionary, isChinese), [dictionary, isChinese]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
