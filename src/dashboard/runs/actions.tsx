/** Actions on a run, depending on its state and the role of the user. */
import { useState } from 'react';
import { type CombinedError, useMutation } from 'urql';
import { Link } from 'wouter';
import { CancelTaskDocument, PauseTaskDocument, ResumeTaskDocument, type TaskState } from '../api/generated.ts';
import { problemOf } from '../api/problems.ts';
import { useMessages } from '../i18n/language.tsx';
import { useProblemText } from '../i18n/problem-text.ts';
import { failureOf } from '../settings/failure.ts';
import { Notice } from '../ui/content/notice.tsx';
import { Button, buttonStyle } from '../ui/controls/button.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import { isOver } from './labels.tsx';

interface Answer {
  __typename: string;
}

/** The buttons, and the error of the last action. */
export function useRunActions(id: string, state: TaskState, mayWrite: boolean, again: string | null) {
  const say = useMessages('runs');
  const textOf = useProblemText();
  const [pausing, pause] = useMutation(PauseTaskDocument);
  const [resuming, resume] = useMutation(ResumeTaskDocument);
  const [cancelling, cancel] = useMutation(CancelTaskDocument);
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const tell = (answer: Answer | undefined, error: CombinedError | undefined) => {
    if (!answer) return setProblem(failureOf(error, say.unreachable));
    const found = problemOf(answer);
    setProblem(found && textOf(found));
  };
  const buttons = (
    <>
      {mayWrite && (state === 'RUNNING' || state === 'QUEUED') && (
        <Button
          isPending={pausing.fetching}
          onPress={async () => {
            const { data, error } = await pause({ id });
            tell(data?.pauseTask, error);
          }}
        >
          {say.pause}
        </Button>
      )}
      {mayWrite && state === 'PAUSED' && (
        <Button
          kind="primary"
          isPending={resuming.fetching}
          onPress={async () => {
            const { data, error } = await resume({ id });
            tell(data?.resumeTask, error);
          }}
        >
          {say.resume}
        </Button>
      )}
      {mayWrite && !isOver(state) && (
        <Button kind="danger" onPress={() => setAsking(true)}>
          {say.cancelRun}
        </Button>
      )}
      {mayWrite && again && (
        <Link className={buttonStyle()} href={again}>
          {say.runAgain}
        </Link>
      )}
      <Dialog title={say.cancelTitle} isOpen={isAsking} onClose={() => setAsking(false)}>
        <p>{say.cancelHelp}</p>
        <div className="actions">
          <Button
            kind="danger"
            isPending={cancelling.fetching}
            onPress={async () => {
              const { data, error } = await cancel({ id });
              setAsking(false);
              tell(data?.cancelTask, error);
            }}
          >
            {say.cancelRun}
          </Button>
          <Button onPress={() => setAsking(false)}>{say.keepRunning}</Button>
        </div>
      </Dialog>
    </>
  );
  return { buttons, problem: problem && <Notice tone="bad">{problem}</Notice> };
}
