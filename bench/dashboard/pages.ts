/** The measured pages, and the conditions that define that their content is present. */
import type { ContentCondition } from './page-timings.ts';

interface PageUnderTest {
  name: string;
  path: string;
  signedIn: boolean;
  wanted: ContentCondition;
  /** A control that responds without leaving the page: it opens a menu. */
  control: string;
}

const control = '.preferences button';

export const signInPage: PageUnderTest = {
  name: 'signIn',
  path: '/',
  signedIn: false,
  wanted: { selectors: ['.sign-in h1', '.sign-in form button'], curves: false },
  control,
};

export const overviewPage: PageUnderTest = {
  name: 'overview',
  path: '/',
  signedIn: true,
  wanted: { selectors: ['main h1', 'main .card a[href^="/runs/"]'], curves: false },
  control,
};

export const runPage = (taskId: string): PageUnderTest => ({
  name: 'run',
  path: `/runs/${encodeURIComponent(taskId)}`,
  signedIn: true,
  wanted: { selectors: ['main h1', '.live-light'], curves: true },
  control,
});
