/**
 * The code of the page that is asked for begins to come at once, beside the question who asks: app.tsx, which shows it, has it ask for
 * the same code and finds it there.
 */
const pages: readonly (readonly [RegExp, () => Promise<unknown>])[] = [
  [/^\/$/, () => import('./pages/overview.tsx')],
  [/^\/datasets$/, () => import('./pages/datasets.tsx')],
  [/^\/datasets\/(?!new$)[^/]+$/, () => import('./pages/dataset.tsx')],
  [/^\/datasets\/[^/]+\/configure$/, () => import('./pages/configure.tsx')],
  [/^\/runs$/, () => import('./pages/runs.tsx')],
  [/^\/runs\/(?!compare$)[^/]+$/, () => import('./pages/run.tsx')],
  [/^\/models$/, () => import('./pages/models.tsx')],
  [/^\/models\/[^/]+$/, () => import('./pages/model.tsx')],
];

export function loadPageEarly(path: string): void {
  const load = pages.find(([pattern]) => pattern.test(path))?.[1];
  // Where the page is shown, the failure is, too.
  load?.().catch(() => undefined);
}
