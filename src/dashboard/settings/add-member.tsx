import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { AddMemberDocument, type Role } from '../api/generated.ts';
import { type Problem, problemOf } from '../api/problems.ts';
import { useMessages } from '../i18n/language.tsx';
import { useProblemText } from '../i18n/problem-text.ts';
import { Card } from '../ui/content/card.tsx';
import { Notice } from '../ui/content/notice.tsx';
import { Button } from '../ui/controls/button.tsx';
import { Select } from '../ui/controls/select.tsx';
import { TextField } from '../ui/controls/text-field.tsx';
import { failureOf } from './failure.ts';
import { rolesToGive } from './roles.ts';

export function AddMember({ organizationId, viewerRole }: { organizationId: string; viewerRole: Role }) {
  const say = useMessages('settings');
  const words = useMessages('common');
  const [username, setUsername] = useState('');
  const [role, setRole] = useState<Role>('MEMBER');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [added, setAdded] = useState<string | null>(null);
  const [adding, addMember] = useMutation(AddMemberDocument);

  const textOf = useProblemText();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setAdded(null);
    const { data, error } = await addMember({ input: { organizationId, username, role } });
    const found = data
      ? problemOf(data.addMember)
      : { __typename: 'Unreachable', message: failureOf(error, say.unreachable) };
    setProblem(found);
    if (found) return;
    setAdded(username);
    setUsername('');
  }

  const isOfName = problem?.__typename === 'NotFound' || problem?.__typename === 'Conflict';
  const ofName = problem && (isOfName || problem.field === 'input.username') ? textOf(problem) : undefined;
  const ofRole = problem?.field === 'input.role' ? textOf(problem) : undefined;
  return (
    <Card title={say.addMember}>
      <form onSubmit={submit}>
        <TextField
          label={words.username}
          description={say.addMemberHelp}
          value={username}
          onChange={(next) => {
            setProblem(null);
            setUsername(next);
          }}
          autoComplete="off"
          isRequired
          error={ofName}
        />
        <Select
          label={say.role}
          value={role}
          error={ofRole}
          onChange={(chosen) => setRole(rolesToGive(viewerRole).find((one) => one === chosen) ?? role)}
          choices={rolesToGive(viewerRole).map((one) => ({ value: one, label: say[`role.${one}`] }))}
        />
        {problem && !ofName && !ofRole && <Notice tone="bad">{textOf(problem)}</Notice>}
        {added !== null && <Notice tone="good">{say.added({ name: added })}</Notice>}
        <Button kind="primary" type="submit" isPending={adding.fetching}>
          {say.add}
        </Button>
      </form>
    </Card>
  );
}
