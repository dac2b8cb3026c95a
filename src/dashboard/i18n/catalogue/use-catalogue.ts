/** What the catalogue is called in the language of the page. Its dictionary is fetched by whoever reads that language alone. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useLanguage } from '../language.tsx';
import { type CatalogueWords, catalogueWords, type Dictionary } from './words.ts';

let chinese: Dictionary | null = null;
let isComing = false;
const listeners = new Set<() => void>();

/** Until it is there, and where it cannot be had, English stands in; the next page tries again. */
async function fetchChinese(): Promise<void> {
  if (chinese || isComing) return;
  isComing = true;
  try {
    chinese = (await import('./chinese.ts')).chinese;
    for (const listener of listeners) listener();
  } catch (error) {
    console.error('The Chinese words of the catalogue could not be fetched.', error);
  } finally {
    isComing = false;
  }
}

export function useCatalogue(): CatalogueWords {
  const { language } = useLanguage();
  const isChinese = language === 'zh';
  useEffect(() => {
    if (isChinese) void fetchChinese();
  }, [isChinese]);
  const dictionary = useSyncExternalStore(subscribe, () => (isChinese ? chinese : null));
  return useMemo(() => catalogueWords(dictionary, isChinese), [dictionary, isChinese]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
