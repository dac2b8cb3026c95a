/** The last step: estimated requirements and the launch. */

import { useState } from 'react';
import { useMutation } from 'urql';
import { useLocation } from 'wouter';
import { trialRange } from '../../../shared/option-ranges.ts';
import { type ConfigureModelMutation, LaunchTaskDocument, type LaunchTaskInput } from '../../api/generated.ts';
import { type Problem, problemOf } from '../../api/problems.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { useProblemText } from '../../i18n/problem-text.ts';
import { failureOf } from '../../settings/failure.ts';
import { Facts } from '../../ui/content/facts.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import styles from './launch.module.css';
import { anywhere, isPriority, placingInput } from './placing.ts';
import { PlacingFields, placingFields } from './placing-fields.tsx';

export type Configured = Extract<ConfigureModelMutation['configureModel'], { __typename: 'Configuration' }>;

export type LaunchKind = 'train' | 'tune';

const [minTrials, maxTrials] = trialRange;
const usualTrials = '10';

export function Launch({
  kind,
  configuration: { id, estimate },
  onClose,
}: {
  kind: LaunchKind;
  configuration: Configured;
  onClose(): void;
}) {
  const say = useMessages('configure');
  const { rangeWrong } = useMessages('formFields');
  const words = useMessages('common');
  const format = useFormat();
  const [, navigate] = useLocation();
  const [trials, setTrials] = useState(usualTrials);
  const [placing, setPlacing] = useState(anywhere);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [launching, launchTask] = useMutation(LaunchTaskDocument);

  const textOf = useProblemText();

  const count = Number(trials);
  const isCountWrong = kind === 'tune' && !(Number.isInteger(count) && count >= minTrials && count <= maxTrials);

  async function launch() {
    if (isCountWrong || !isPriority(placing.priority)) return;
    // The key makes the launch idempotent: a retry after a lost response returns the same task.
    const common = { configurationId: id, idempotencyKey: `${kind}:${id}`, ...placingInput(placing) };
    const input: LaunchTaskInput = kind === 'train' ? { train: common } : { tune: { ...common, trials: count } };
    const { data, error } = await launchTask({ input });
    const result = data?.launchTask;
    if (result?.__typename === 'Task') return navigate(`/runs/${encodeURIComponent(result.id)}`);
    setProblem(result ? problemOf(result) : { __typename: 'Unreachable', message: failureOf(error, say.unreachable) });
  }

  const trialsProblem = isCountWrong
    ? rangeWrong({ low: minTrials, high: maxTrials })
    : problem?.field === 'input.tune.trials'
      ? textOf(problem)
      : undefined;
  const isAtField = ['trials', ...placingFields].includes(problem?.field?.split('.')[2] ?? '');
  return (
    <Dialog title={kind === 'train' ? say.launchTrain : say.launchTune} isOpen onClose={onClose}>
      <p>{say.estimateHelp}</p>
      <Facts
        facts={[
          [say.memory, format.bytes(estimate.memoryBytes)],
          [say.parameters, format.number(estimate.parameterCount)],
          [say.steps, format.number(estimate.stepsPerEpoch)],
        ]}
      />
      <div className={styles.launch}>
        {kind === 'tune' && (
          <TextField
            label={say.trials}
            description={say.trialsHelp}
            inputMode="numeric"
            value={trials}
            onChange={(next) => {
              setProblem(null);
              setTrials(next);
            }}
            error={trialsProblem}
          />
        )}
        <PlacingFields
          placing={placing}
          problem={problem}
          onChange={(next) => {
            setProblem(null);
            setPlacing(next);
          }}
        />
        {problem && !isAtField && <Notice tone="bad">{textOf(problem)}</Notice>}
        <div className="actions">
          <Button kind="primary" autoFocus isPending={launching.fetching} onPress={() => void launch()}>
            {say.launch}
          </Button>
          <Button onPress={onClose}>{words.cancel}</Button>
        </div>
      </div>
    </Dialog>
  );
}
