import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { CreateOrganizationDocument } from '../api/generated.ts';
import { type Problem, problemOf } from '../api/problems.ts';
import { useMessages } from '../i18n/language.tsx';
import { useProblemText } from '../i18n/problem-text.ts';
import { useSession } from '../session.tsx';
import { Card } from '../ui/content/card.tsx';
import { Notice } from '../ui/content/notice.tsx';
import { Button } from '../ui/controls/button.tsx';
import { TextField } from '../ui/controls/text-field.tsx';
import { failureOf } from './failure.ts';

export function CreateOrganization() {
  const say = useMessages('settings');
  const { chooseOrganization } = useSession();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [creating, createOrganization] = useMutation(CreateOrganizationDocument);

  const textOf = useProblemText();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const { data, error } = await createOrganization({ input: { name } });
    const result = data?.createOrganization;
    // urql refetches the list of organizations automatically, because the mutation returns an organization.
    if (result?.__typename === 'Organization') return chooseOrganization(result.id);
    setProblem(result ? problemOf(result) : { __typename: 'Unreachable', message: failureOf(error, say.unreachable) });
  }

  const ofName = problem?.field === 'input.name' ? textOf(problem) : undefined;
  return (
    <Card title={say.createOrganization}>
      <form onSubmit={submit}>
        <TextField
          label={say.organizationName}
          description={say.createHelp}
          value={name}
          onChange={(next) => {
            setProblem(null);
            setName(next);
          }}
          isRequired
          error={ofName}
        />
        {problem && !ofName && <Notice tone="bad">{textOf(problem)}</Notice>}
        <Button kind="primary" type="submit" isPending={creating.fetching}>
          {say.create}
        </Button>
      </form>
    </Card>
  );
}
