import { useState } from 'react';
import { useMutation } from 'urql';
import { type OrganizationQuery, type Role, SetMemberRoleDocument } from '../api/generated.ts';
import { problemOf } from '../api/problems.ts';
import { useMessages } from '../i18n/language.tsx';
import { useProblemText } from '../i18n/problem-text.ts';
import { useSession } from '../session.tsx';
import { Badge } from '../ui/content/badge.tsx';
import { Card } from '../ui/content/card.tsx';
import { Notice } from '../ui/content/notice.tsx';
import { Button } from '../ui/controls/button.tsx';
import { Select } from '../ui/controls/select.tsx';
import { failureOf } from './failure.ts';
import styles from './members.module.css';
import { useRemoval } from './removal.ts';
import { mayManage, rolesToGive } from './roles.ts';
import rosterStyles from './roster.module.css';

type Member = Extract<OrganizationQuery['node'], { __typename: 'Organization' }>['members'][number];

export function Members({
  organizationId,
  viewerRole,
  members,
}: {
  organizationId: string;
  viewerRole: Role;
  members: readonly Member[];
}) {
  const say = useMessages('settings');
  const words = useMessages('common');
  const textOf = useProblemText();
  const { viewer, renew } = useSession();
  const [problem, setProblem] = useState<string | null>(null);
  const [, setMemberRole] = useMutation(SetMemberRoleDocument);
  const { pending, remove, undo } = useRemoval(organizationId, say.unreachable, (userId, failure) => {
    setProblem(failure);
    // A user who has left no longer sees the organization.
    if (failure === null && userId === viewer.id) renew();
  });

  const given = rolesToGive(viewerRole);

  async function change(userId: string, role: Role) {
    setProblem(null);
    const { data, error } = await setMemberRole({ input: { organizationId, userId, role } });
    if (!data) setProblem(failureOf(error, say.unreachable));
    else {
      const found = problemOf(data.setMemberRole);
      setProblem(found && textOf(found));
    }
    // The user's own role determines what the whole app offers.
    if (userId === viewer.id && data?.setMemberRole.__typename === 'Membership') renew();
  }

  return (
    <Card title={say.members}>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className="scroll">
        <table aria-label={say.members} className={`${rosterStyles.roster} ${styles.members}`}>
          <thead>
            <tr>
              <th scope="col">{say.member}</th>
              <th scope="col">{say.role}</th>
              <th scope="col">
                <span className="visually-hidden">{say.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {members.map(({ role, user: { id, username } }) => {
              const isViewer = id === viewer.id;
              const isLeaving = pending.has(id);
              const isManaged = mayManage(viewerRole, role);
              return (
                <tr key={id} className={isLeaving ? styles.leaving : undefined}>
                  <th scope="row">
                    {username} {isViewer && <Badge tone="busy">{say.you}</Badge>}
                  </th>
                  {isLeaving ? (
                    <td colSpan={2}>
                      <div className="actions">
                        <span role="status">{isViewer ? say.leaving : say.removed({ name: username })}</span>
                        <Button
                          autoFocus
                          aria-label={`${words.undo}: ${say.undoOf({ name: username })}`}
                          onPress={() => undo(id)}
                        >
                          {words.undo}
                        </Button>
                      </div>
                    </td>
                  ) : (
                    <>
                      <td>
                        {isManaged ? (
                          <Select
                            label={say.roleOf({ name: username })}
                            value={role}
                            onChange={(chosen) => {
                              const next = given.find((one) => one === chosen);
                              if (next && next !== role) void change(id, next);
                            }}
                            choices={given.map((one) => ({ value: one, label: say[`role.${one}`] }))}
                          />
                        ) : (
                          say[`role.${role}`]
                        )}
                      </td>
                      <td>
                        {(isManaged || isViewer) && (
                          <Button
                            kind="quiet"
                            aria-label={isViewer ? say.leave : say.removeOf({ name: username })}
                            onPress={() => {
                              setProblem(null);
                              remove(id);
                            }}
                          >
                            {isViewer ? say.leave : words.remove}
                          </Button>
                        )}
                      </td>
                    </>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className={`hint ${styles.below}`}>{say.roles}</p>
    </Card>
  );
}
