import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { LoginDocument, RegisterDocument } from '../api/generated.ts';
import { type Problem, problemOf } from '../api/problems.ts';
import { useMessages } from '../i18n/language.tsx';
import { useProblemText } from '../i18n/problem-text.ts';
import { failureOf } from '../settings/failure.ts';
import { Preferences } from '../shell/preferences.tsx';
import { Notice } from '../ui/content/notice.tsx';
import { Button } from '../ui/controls/button.tsx';
import { TextField } from '../ui/controls/text-field.tsx';
import styles from './sign-in.module.css';

export function SignIn({ onSignedIn }: { onSignedIn(): void }) {
  const say = useMessages('common');
  const [isNew, setNew] = useState(false);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [registering, register] = useMutation(RegisterDocument);
  const [loggingIn, login] = useMutation(LoginDocument);

  const textOf = useProblemText();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const input = { username, password };
    const { data, error } = isNew ? await register({ input }) : await login({ input });
    const result = data && ('register' in data ? data.register : data.login);
    if (!result) return setProblem({ __typename: 'Unreachable', message: failureOf(error, say.offline) });
    const found = problemOf(result);
    if (!found) return onSignedIn();
    setProblem(found);
  }

  const of = (field: string) => (problem?.field === `input.${field}` ? textOf(problem) : undefined);
  const taken = problem?.__typename === 'UsernameTaken' ? textOf(problem) : undefined;
  const general = problem && !problem.field && !taken ? textOf(problem) : null;
  return (
    <main className={styles.signIn}>
      <div className={styles.box}>
        <h1>
          <img src="/icon.svg" alt="" width="32" height="32" /> Aias
        </h1>
        <p>{say.tagline}</p>
        <form onSubmit={submit}>
          <TextField
            label={say.username}
            name="username"
            value={username}
            onChange={setUsername}
            autoComplete="username"
            autoFocus
            isRequired
            description={isNew ? say.usernameHelp : undefined}
            error={of('username') ?? taken}
          />
          <TextField
            label={say.password}
            name="password"
            type="password"
            value={password}
            onChange={setPassword}
            autoComplete={isNew ? 'new-password' : 'current-password'}
            isRequired
            description={isNew ? say.passwordHelp : undefined}
            error={of('password')}
          />
          {general && <Notice tone="bad">{general}</Notice>}
          <Button kind="primary" type="submit" isPending={registering.fetching || loggingIn.fetching}>
            {isNew ? say.register : say.signIn}
          </Button>
        </form>
        <Button
          kind="quiet"
          onPress={() => {
            setNew(!isNew);
            setProblem(null);
          }}
        >
          {isNew ? say.haveAccount : say.needAccount}
        </Button>
        <Preferences />
      </div>
    </main>
  );
}
