/** Pages, and how one knows that what they are for is there. */
import type { Wanted } from './page-watch.ts';

interface Place {
  name: string;
  path: string;
  signedIn: boolean;
  wanted: Wanted;
  /** A control that answers wherever it is: it opens a menu. */
  control: string;
}

const control = '.preferences button';

export const signInPage: Place = {
  name: 'signIn',
  path: '/',
  signedIn: false,
  wanted: { selectors: ['.sign-in h1', '.sign-in form button'], curves: false },
  control,
};

export const overviewPage: Place = {
  name: 'overview',
  path: '/',
  signedIn: true,
  wanted: { selectors: ['main h1', 'main .card a[href^="/runs/"]'], curves: false },
  control,
};

export const runPage = (taskId: string): Place => ({
  name: 'run',
  path: `/runs/${encodeURIComponent(taskId)}`,
  signedIn: true,
  wanted: { selectors: ['main h1', '.live-light'], curves: true },
  control,
});
