/** The frame around every page: navigation, account menu, and connection status. */
import { type ReactNode, useEffect, useState } from 'react';
import { useMutation } from 'urql';
import { Link, useLocation } from 'wouter';
import { LogoutDocument } from '../api/generated.ts';
import { useMessages } from '../i18n/language.tsx';
import { useSession } from '../session.tsx';
import { Button } from '../ui/controls/button.tsx';
import { Menu } from '../ui/controls/menu.tsx';
import { Toasts } from '../ui/overlays/toasts.tsx';
import { Boundary } from '../ui/states.tsx';
import { Preferences } from './preferences.tsx';
import styles from './shell.module.css';

export function Shell({ children }: { children: ReactNode }) {
  const say = useMessages('common');
  const { trash } = useMessages('trash');
  const [path, navigate] = useLocation();
  const [open, setOpen] = useState(false);
  const { viewer, organizations, organization, chooseOrganization, renew } = useSession();
  const [, logout] = useMutation(LogoutDocument);
  // biome-ignore lint/correctness/useExhaustiveDependencies: navigation closes the menu
  useEffect(() => setOpen(false), [path]);
  const places = [
    ['/', say.overview],
    ['/datasets', say.datasets],
    ['/runs', say.runs],
    ['/models', say.models],
    ['/cluster', say.cluster],
  ] as const;
  const isHere = (href: string) => (href === '/' ? path === '/' : path.startsWith(href));
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {say.skipToContent}
      </a>
      <header className={styles.top}>
        <Button kind="quiet" aria-label={say.menu} aria-expanded={open} onPress={() => setOpen(!open)}>
          ☰
        </Button>
        <Link href="/" className={styles.brand}>
          <img src="/icon.svg" alt="" width="24" height="24" /> Aias
        </Link>
        <span className={styles.spacer} />
        {organizations.length > 1 && (
          <Menu
            label={say.organization}
            button={organization.isPersonal ? say.personal : organization.name}
            entries={organizations.map(({ id, name, isPersonal }) => ({
              id,
              label: isPersonal ? `${say.personal} (${name})` : name,
              onAction: () => chooseOrganization(id),
            }))}
          />
        )}
        <Preferences />
        <Menu
          label={say.account}
          button={viewer.username}
          entries={[
            { id: 'account', label: say.account, onAction: () => navigate('/account') },
            { id: 'organization', label: say.organization, onAction: () => navigate('/organization') },
            { id: 'trash', label: trash, onAction: () => navigate('/trash') },
            { id: 'out', label: say.signOut, onAction: () => void logout({}).then(renew) },
          ]}
        />
      </header>
      <nav className={open ? `${styles.side} ${styles.open}` : styles.side} aria-label={say.navigation}>
        {places.map(([href, title]) => (
          <Link key={href} href={href} className={styles.link} aria-current={isHere(href) ? 'page' : undefined}>
            {title}
          </Link>
        ))}
        <a className={styles.link} href="/graphql">
          {say.graphiql}
        </a>
      </nav>
      <main id="content" className={styles.content} tabIndex={-1}>
        <Boundary place={path}>{children}</Boundary>
      </main>
      <Toasts />
    </div>
  );
}

/** The title of a page, shown on the page and in the browser tab, with its actions. */
export function PageHead({ title, actions, children }: { title: string; actions?: ReactNode; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Aias`;
  }, [title]);
  return (
    <div className={styles.pageHead}>
      <div>
        <h1>{title}</h1>
        {children}
      </div>
      {actions && <div className="actions">{actions}</div>}
    </div>
  );
}
