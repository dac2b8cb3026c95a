/** The signed-in user and their current organization. */
import { createContext, type ReactNode, Suspense, useContext, useState } from 'react';
import { Provider, useQuery } from 'urql';
import { createApi } from './api/client.ts';
import { ViewerDocument, type ViewerQuery } from './api/generated.ts';
import signInStyles from './pages/sign-in.module.css';
import { SignIn } from './pages/sign-in.tsx';
import { Loading } from './ui/loading.tsx';
import { QueryProblem } from './ui/states.tsx';

const key = 'aias.organization';

type Viewer = NonNullable<ViewerQuery['viewer']>;
type Organization = ViewerQuery['organizations'][number];

export interface Session {
  viewer: Viewer;
  organizations: Organization[];
  /** The current organization. */
  organization: Organization;
  /** Whether the user can change what belongs to it. */
  mayWrite: boolean;
  chooseOrganization(id: string): void;
  /** Called after signing in or out. Discards all data of the previous user. */
  renew(): void;
}

const Context = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error('There is no SessionProvider above.');
  return session;
}

/** Shows its children to signed-in users and the sign-in page to others. */
export function SessionProvider({ children }: { children: ReactNode }) {
  // Every user gets a new client, so that cached results of one user are never shown to another.
  const [{ api, generation }, setApi] = useState(() => ({ api: createApi(), generation: 0 }));
  return (
    <Provider value={api}>
      <Gate key={generation} renew={() => setApi({ api: createApi(), generation: generation + 1 })}>
        {children}
      </Gate>
    </Provider>
  );
}

function Gate({ renew, children }: { renew(): void; children: ReactNode }) {
  const [{ data, error, fetching }, refetch] = useQuery({ query: ViewerDocument });
  const [chosen, setChosen] = useState(() => localStorage.getItem(key));
  if (error && !data) {
    return (
      <Texts>
        <main className={signInStyles.signIn}>
          <QueryProblem error={error} onRetry={() => refetch({ requestPolicy: 'network-only' })} />
        </main>
      </Texts>
    );
  }
  if (!data) return <Texts>{fetching && <Loading />}</Texts>;
  const { viewer, organizations } = data;
  const organization =
    organizations.find(({ id }) => id === chosen) ?? organizations.find(({ isPersonal }) => isPersonal);
  if (!viewer || !organization) {
    return (
      <Texts>
        <SignIn onSignedIn={renew} />
      </Texts>
    );
  }
  const session: Session = {
    viewer,
    organizations,
    organization,
    mayWrite: organization.viewerRole !== 'VIEWER',
    chooseOrganization(id) {
      localStorage.setItem(key, id);
      setChosen(id);
    },
    renew,
  };
  return (
    <Texts>
      <Context value={session}>{children}</Context>
    </Texts>
  );
}

/** Waits for the texts of the shell below the query for the session, so that both are loaded at once. */
const Texts = ({ children }: { children: ReactNode }) => <Suspense fallback={null}>{children}</Suspense>;
