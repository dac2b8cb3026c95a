/** The catalogue in the language of the page. */
import { useMemo } from 'react';
import { useFormat, useLanguage, usePageLanguage } from '../language.tsx';
import { type CatalogueWords, catalogueWords } from './words.ts';

export function useCatalogue(): CatalogueWords {
  const { language } = useLanguage();
  const { catalogue } = usePageLanguage();
  const { list } = useFormat();
  return useMemo(() => catalogueWords(catalogue, { list, isForeign: language !== 'en' }), [catalogue, list, language]);
}
