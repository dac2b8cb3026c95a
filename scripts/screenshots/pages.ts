/** Every page, and every state in which a page looks different. */
import type { Page } from 'playwright-core';
import type { SeededIds } from './seed-data.ts';

export interface PageState {
  name: string;
  path: string;
  /** Prepares the page before the screenshot is taken. */
  act?: (page: Page) => Promise<void>;
}

const id = encodeURIComponent;

/** Pages that need no session. */
export const signedOutPages: PageState[] = [
  { name: 'sign-in', path: '/' },
  {
    name: 'sign-in-wrong',
    path: '/',
    async act(page) {
      await page.getByLabel(/Username|用户名/).fill('nobody');
      await page.getByLabel(/Password|密码/).fill('not the password');
      await page.getByRole('button', { name: /^(Sign in|登录)$/ }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'register',
    path: '/',
    act: (page) => page.getByRole('button', { name: /Create an account|注册账户/ }).click(),
  },
];

/** Pages of a user without data. */
export const emptyStatePages: PageState[] = [
  { name: 'empty-overview', path: '/' },
  { name: 'empty-datasets', path: '/datasets' },
  { name: 'empty-runs', path: '/runs' },
  { name: 'empty-models', path: '/models' },
];

/** @param underWay id of a run that is training */
export function populatedPages({ datasets, runs, models }: SeededIds, underWay: string): PageState[] {
  const dataset = (name: string, rest = '') => `/datasets/${id(datasets[name] ?? '')}${rest}`;
  const run = (name: string) => `/runs/${id(runs[name] ?? '')}`;
  const compared = [runs.regression, runs.boosting, runs.classification].map((one) => id(one ?? '')).join(',');
  return [
    { name: 'overview', path: '/' },
    { name: 'datasets', path: '/datasets' },
    { name: 'new-dataset', path: '/datasets/new' },
    { name: 'dataset-table', path: dataset('House prices') },
    { name: 'dataset-untidy', path: dataset('untidy') },
    { name: 'dataset-series', path: dataset('Daily visitors') },
    { name: 'dataset-texts', path: dataset('Messages') },
    { name: 'dataset-images', path: dataset('Shapes') },
    { name: 'dataset-boxes', path: dataset('Boxes') },
    { name: 'dataset-rejected', path: dataset('rejected') },
    { name: 'catalogue', path: dataset('Flowers', '/configure') },
    { name: 'catalogue-images', path: dataset('Shapes', '/configure') },
    { name: 'form', path: dataset('Flowers', '/configure?family=mlp'), act: openMore },
    { name: 'form-series', path: dataset('Daily visitors', '/configure?family=rnn') },
    { name: 'form-wrong', path: dataset('Flowers', '/configure?family=mlp'), act: fillWrongly },
    { name: 'launch', path: dataset('Flowers', '/configure?family=mlp'), act: openLaunch },
    { name: 'runs', path: '/runs' },
    { name: 'run-live', path: `/runs/${id(underWay)}`, act: (page) => page.locator('canvas').first().waitFor() },
    { name: 'run-finished', path: run('regression') },
    { name: 'run-search', path: run('search') },
    { name: 'run-failed', path: run('failed') },
    { name: 'run-waiting', path: run('waiting') },
    { name: 'compare', path: `/runs/compare?ids=${compared}` },
    { name: 'models', path: '/models' },
    ...Object.entries(models).map(([name, model]) => ({ name: `model-${name}`, path: `/models/${id(model)}` })),
    { name: 'playground-table', path: `/models/${id(models.classification ?? '')}`, act: tryExample },
    { name: 'playground-number', path: `/models/${id(models.regression ?? '')}`, act: tryExample },
    { name: 'playground-text', path: `/models/${id(models.text ?? '')}`, act: tryText },
    { name: 'cluster', path: '/cluster' },
    { name: 'organization', path: '/organization' },
    { name: 'trash', path: '/trash' },
    { name: 'account', path: '/account' },
    { name: 'as-graphql', path: '/cluster', act: (page) => page.getByRole('button', { name: /GraphQL/ }).click() },
    { name: 'not-found', path: '/nowhere' },
    { name: 'not-found-model', path: `/models/${id('TW9kZWw6MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw')}` },
  ];
}

/** Pages that are also captured on a phone and in Chinese. */
export const responsivePages = new Set([
  'sign-in',
  'empty-overview',
  'overview',
  'datasets',
  'new-dataset',
  'dataset-table',
  'dataset-untidy',
  'catalogue',
  'form',
  'launch',
  'runs',
  'run-live',
  'run-finished',
  'compare',
  'models',
  'model-classification',
  'model-regression',
  'model-forecasting',
  'cluster',
  'organization',
  'account',
]);

const openMore = (page: Page) => page.locator('details.settings-more summary').first().click();

async function fillWrongly(page: Page) {
  await page.locator('[data-field="training.epochs"] input').fill('0');
  await page.locator('[data-field="parameters.mlp.hiddenUnits"] input').fill('many');
  await page.locator('.problem').nth(1).waitFor();
}

async function openLaunch(page: Page) {
  await page.locator('form .button-primary').click();
  await page.getByRole('dialog').waitFor();
}

const tryExample = (page: Page) =>
  page
    .getByRole('button', { name: /example|示例/ })
    .first()
    .click();

async function tryText(page: Page) {
  await page
    .locator('main textarea')
    .first()
    .fill('You have won a prize. Click the link and reply with your bank details!');
  await page.waitForLoadState('networkidle');
}
