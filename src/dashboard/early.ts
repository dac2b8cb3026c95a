/**
 * Starts to load the code and the texts of the requested page immediately, in parallel with the query for the session. app.tsx
 * later imports the same module and finds it loaded.
 */
import { loaderOf, readLanguage } from './i18n/languages.ts';

const pages: readonly (readonly [RegExp, () => Promise<unknown>])[] = [
  [/^\/$/, () => import('./pages/overview.tsx')],
  [/^\/datasets$/, () => import('./pages/datasets/datasets.tsx')],
  [/^\/datasets\/(?!new$)[^/]+$/, () => import('./pages/datasets/dataset.tsx')],
  [/^\/datasets\/[^/]+\/configure$/, () => import('./pages/datasets/configure.tsx')],
  [/^\/runs$/, () => import('./pages/runs/runs.tsx')],
  [/^\/runs\/(?!compare$)[^/]+$/, () => import('./pages/runs/run.tsx')],
  [/^\/models$/, () => import('./pages/models/models.tsx')],
  [/^\/models\/[^/]+$/, () => import('./pages/models/model.tsx')],
];

export function loadPageEarly(path: string): void {
  const load = pages.find(([pattern]) => pattern.test(path))?.[1];
  // The page itself reports the failure when it is shown.
  for (const loading of [load?.(), loaderOf(readLanguage()).pages()]) loading?.catch(() => undefined);
}
