import { useState } from 'react';
import { useMutation } from 'urql';
import { LogoutDocument, RevokeSessionDocument, type SessionsQuery } from '../api/generated.ts';
import { problemOf } from '../api/problems.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { useProblemText } from '../i18n/problem-text.ts';
import { useSession } from '../session.tsx';
import { Badge } from '../ui/content/badge.tsx';
import { Card } from '../ui/content/card.tsx';
import { Notice } from '../ui/content/notice.tsx';
import { Button } from '../ui/controls/button.tsx';
import { failureOf } from './failure.ts';
import rosterStyles from './roster.module.css';

type Session = NonNullable<NonNullable<SessionsQuery['viewer']>['sessions']>[number];

export function Sessions({ sessions, onChange }: { sessions: readonly Session[]; onChange(): void }) {
  const say = useMessages('settings');
  const words = useMessages('common');
  const format = useFormat();
  const { renew } = useSession();
  const [problem, setProblem] = useState<string | null>(null);
  const textOf = useProblemText();
  const [areEnded, setEnded] = useState(false);
  const [isEnding, setEnding] = useState(false);
  const [, revokeSession] = useMutation(RevokeSessionDocument);
  const [, logout] = useMutation(LogoutDocument);
  const others = sessions.filter(({ isCurrent }) => !isCurrent);

  /** Signs out sessions one after the other and stops at the first failure. */
  async function end(those: readonly Session[]): Promise<boolean> {
    setEnding(true);
    setEnded(false);
    let failure: string | null = null;
    for (const { id } of those) {
      const { data, error } = await revokeSession({ id });
      // A session that is not found has already ended.
      const found = data && data.revokeSession.__typename !== 'NotFound' ? problemOf(data.revokeSession) : null;
      failure = data ? found && textOf(found) : failureOf(error, say.unreachable);
      if (failure !== null) break;
    }
    setProblem(failure);
    setEnding(false);
    onChange();
    return failure === null;
  }

  return (
    <Card
      title={say.sessions}
      actions={
        others.length > 0 && (
          <Button
            kind="danger"
            isPending={isEnding}
            onPress={async () => {
              if (await end(others)) setEnded(true);
            }}
          >
            {say.endOthers}
          </Button>
        )
      }
    >
      <p className="hint">{say.sessionsHelp}</p>
      {problem && <Notice tone="bad">{problem}</Notice>}
      {areEnded && <Notice tone="good">{say.othersEnded}</Notice>}
      <div className="scroll">
        <table aria-label={say.sessions} className={rosterStyles.roster}>
          <thead>
            <tr>
              <th scope="col">{say.signedIn}</th>
              <th scope="col">{say.expires}</th>
              <th scope="col">
                <span className="visually-hidden">{say.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => {
              const when = format.instant(session.createdAt);
              return (
                <tr key={session.id}>
                  <th scope="row">
                    {when} {session.isCurrent && <Badge tone="good">{say.thisOne}</Badge>}
                  </th>
                  <td>{format.instant(session.expiresAt)}</td>
                  <td>
                    {session.isCurrent ? (
                      <Button kind="quiet" onPress={() => void logout({}).then(renew)}>
                        {words.signOut}
                      </Button>
                    ) : (
                      <Button
                        kind="quiet"
                        aria-label={say.endOf({ when })}
                        isDisabled={isEnding}
                        onPress={() => void end([session])}
                      >
                        {say.end}
                      </Button>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
