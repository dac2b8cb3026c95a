/** Routes. The code of a page is loaded on first use. */
import { Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { LanguageProvider } from './i18n/language.tsx';
import { SessionProvider, useSession } from './session.tsx';
import { Shell } from './shell/shell.tsx';
import { lazyPage } from './ui/lazy-page.ts';
import { Loading } from './ui/loading.tsx';
import { NotFound } from './ui/states.tsx';

const Overview = lazyPage(() => import('./pages/overview.tsx'));
const Datasets = lazyPage(() => import('./pages/datasets/datasets.tsx'));
const NewDataset = lazyPage(() => import('./pages/datasets/new-dataset.tsx'));
const Dataset = lazyPage(() => import('./pages/datasets/dataset.tsx'));
const Configure = lazyPage(() => import('./pages/datasets/configure.tsx'));
const Runs = lazyPage(() => import('./pages/runs/runs.tsx'));
const Compare = lazyPage(() => import('./pages/runs/compare.tsx'));
const Run = lazyPage(() => import('./pages/runs/run.tsx'));
const Models = lazyPage(() => import('./pages/models/models.tsx'));
const Model = lazyPage(() => import('./pages/models/model.tsx'));
const Cluster = lazyPage(() => import('./pages/settings/cluster.tsx'));
const Organization = lazyPage(() => import('./pages/settings/organization.tsx'));
const Trash = lazyPage(() => import('./pages/trash.tsx'));
const Account = lazyPage(() => import('./pages/settings/account.tsx'));

/** Decodes path parameters: the router leaves percent-encoding such as "%3D" in them. */
const decode = decodeURIComponent;

function Pages() {
  const { organization } = useSession();
  return (
    <Shell>
      <Suspense fallback={<Loading />}>
        {/* State that belongs to an organization is discarded with it. */}
        <Switch key={organization.id}>
          <Route path="/" component={Overview} />
          <Route path="/datasets" component={Datasets} />
          <Route path="/datasets/new" component={NewDataset} />
          <Route path="/datasets/:id">{({ id }) => <Dataset key={id} id={decode(id)} />}</Route>
          <Route path="/datasets/:id/configure">{({ id }) => <Configure key={id} datasetId={decode(id)} />}</Route>
          <Route path="/runs" component={Runs} />
          <Route path="/runs/compare" component={Compare} />
          <Route path="/runs/:id">{({ id }) => <Run key={id} id={decode(id)} />}</Route>
          <Route path="/models" component={Models} />
          <Route path="/models/:id">{({ id }) => <Model key={id} id={decode(id)} />}</Route>
          <Route path="/cluster" component={Cluster} />
          <Route path="/organization" component={Organization} />
          <Route path="/trash" component={Trash} />
          <Route path="/account" component={Account} />
          <Route component={NotFound} />
        </Switch>
      </Suspense>
    </Shell>
  );
}

export function App() {
  return (
    <LanguageProvider>
      <SessionProvider>
        <Pages />
      </SessionProvider>
    </LanguageProvider>
  );
}
