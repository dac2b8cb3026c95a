/** The user's account: profile, sessions, and appearance. */
import { useQuery } from 'urql';
import { SessionsDocument } from '../../api/generated.ts';
import { useFormat, useLanguage, useMessages } from '../../i18n/language.tsx';
import { languages, nameOf } from '../../i18n/languages.ts';
import { Sessions } from '../../settings/sessions.tsx';
import { PageHead } from '../../shell/shell.tsx';
import { ShowAsGraphql } from '../../shell/show-as-graphql.tsx';
import { useTheme } from '../../shell/use-theme.ts';
import { setTheme, type Theme } from '../../theme.ts';
import { Card } from '../../ui/content/card.tsx';
import { Facts } from '../../ui/content/facts.tsx';
import { Select } from '../../ui/controls/select.tsx';
import { Loading } from '../../ui/loading.tsx';
import { QueryProblem } from '../../ui/states.tsx';

const themes: readonly Theme[] = ['system', 'light', 'dark'];

export default function Page() {
  const say = useMessages('settings');
  const words = useMessages('common');
  const format = useFormat();
  const { language, setLanguage } = useLanguage();
  const theme = useTheme();
  const [{ data, error }, refetch] = useQuery({ query: SessionsDocument });
  const refresh = () => refetch({ requestPolicy: 'network-only' });
  if (error && !data) return <QueryProblem error={error} onRetry={refresh} />;
  if (!data?.viewer) return <Loading />;
  const { username, createdAt, sessions } = data.viewer;
  return (
    <>
      <PageHead
        title={say.accountTitle}
        actions={<ShowAsGraphql operations={[{ document: SessionsDocument, variables: {} }]} />}
      />
      <div className="stack">
        <div className="columns">
          <Card title={say.whoYouAre}>
            <Facts
              facts={[
                [words.username, username],
                [say.since, format.instant(createdAt)],
              ]}
            />
          </Card>
          <Card title={say.howItLooks}>
            <Select
              label={words.theme}
              value={theme}
              onChange={(chosen) => setTheme(themes.find((one) => one === chosen) ?? 'system')}
              choices={themes.map((value) => ({ value, label: words[value] }))}
            />
            <Select
              label={words.language}
              description={say.kept}
              value={language}
              onChange={setLanguage}
              choices={languages.map((value) => ({ value, label: nameOf(value) }))}
            />
          </Card>
        </div>
        <Sessions sessions={sessions ?? []} onChange={refresh} />
      </div>
    </>
  );
}
