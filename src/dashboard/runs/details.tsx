/** The configuration, environment, trials, and facts of a run. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { TaskQuery } from '../api/generated.ts';
import { useCatalogue } from '../i18n/catalogue/use-catalogue.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { Badge } from '../ui/content/badge.tsx';
import { Card } from '../ui/content/card.tsx';
import { Facts } from '../ui/content/facts.tsx';
import styles from './details.module.css';
import { useOutcome } from './outcome.ts';
import { parametersOf } from './settings.ts';
import { DatasetLink, ModelLink } from './subject.tsx';
import { useTrainingSettings } from './training-settings.ts';

export type Run = Extract<TaskQuery['node'], { __typename: 'Task' }>;

export function ConfigurationCard({ configuration }: { configuration: NonNullable<Run['configuration']> }) {
  const say = useMessages('runs');
  const details = useMessages('runDetails');
  const objectives = useMessages('results');
  const { trainingOf, splitOf } = useTrainingSettings();
  const words = useCatalogue();
  const format = useFormat();
  const { family, parameters, datasetVersion, objective, modality, target, inputs, baseModelVersion } = configuration;
  const { dataset, version } = datasetVersion;
  const named = parametersOf(parameters, family.name, words, format.number);
  return (
    <Card title={details.configuration}>
      <div className="stack">
        <Facts
          facts={[
            [
              say.dataset,
              <Origin
                key="dataset"
                href={`/datasets/${encodeURIComponent(dataset.id)}`}
                name={say.datasetVersion({ name: dataset.name, version })}
                isGone={dataset.deletedAt !== null}
              />,
            ],
            [details.objective, objectives[objective]],
            [details.modality, details[modality]],
            ...(target ? [[details.target, target] as const] : []),
            ...(baseModelVersion
              ? [
                  [
                    details.base,
                    <Origin
                      key="base"
                      href={`/models/${encodeURIComponent(baseModelVersion.model.id)}`}
                      name={say.datasetVersion({
                        name: baseModelVersion.model.name,
                        version: baseModelVersion.version,
                      })}
                      isGone={baseModelVersion.model.deletedAt !== null}
                    />,
                  ] as const,
                ]
              : []),
          ]}
        />
        {inputs && (
          <details>
            <summary>{details.inputs({ count: inputs.length })}</summary>
            <ul>
              {inputs.map((input) => (
                <li key={input}>{input}</li>
              ))}
            </ul>
          </details>
        )}
        <h3>{details.parameters}</h3>
        {named.length > 0 ? <Facts facts={named} /> : <p className="hint">{details.noParameters}</p>}
        <h3>{details.training}</h3>
        <Facts facts={trainingOf(configuration.training)} />
        <h3>{details.split}</h3>
        <Facts facts={splitOf(configuration.split)} />
      </div>
    </Card>
  );
}

/** A link to what a run used, which may have been deleted since. */
function Origin({ href, name, isGone }: { href: string; name: string; isGone: boolean }) {
  const say = useMessages('trash');
  if (!isGone) return <Link href={href}>{name}</Link>;
  return (
    <>
      {name} <Badge tone="warn">{say.gone}</Badge>
    </>
  );
}

export function EnvironmentCard({
  environment,
}: {
  environment: NonNullable<NonNullable<Run['outputModelVersion']>['environment']>;
}) {
  const say = useMessages('runDetails');
  const format = useFormat();
  return (
    <Card title={say.environment}>
      <Facts
        facts={[
          [say.device, environment.device],
          [say.backend, environment.backend],
          [say.computed, format.duration(environment.durationSeconds)],
          [say.weights, format.number(environment.parameterCount)],
          [say.trainSamples, format.number(environment.trainSampleCount)],
          [say.validationSamples, format.number(environment.validationSampleCount)],
          [say.testSamples, format.number(environment.testSampleCount)],
          [say.seed, String(environment.seed)],
          [say.aiasVersion, environment.aiasVersion],
          [say.tensorflow, environment.tfjsVersion],
          [say.node, environment.nodeVersion],
          [say.datasetSha256, <code key="hash">{environment.datasetSha256}</code>],
        ]}
      />
    </Card>
  );
}

export function TrialsCard({ trials, family }: { trials: NonNullable<Run['trials']>; family: string }) {
  const say = useMessages('runDetails');
  const format = useFormat();
  const words = useCatalogue();
  const valuesOf = trials.map(({ parameters }) => new Map(parametersOf(parameters, family, words, format.short)));
  const names = [...new Set(valuesOf.flatMap((values) => [...values.keys()]))];
  const best = Math.max(...trials.flatMap(({ score }) => score ?? []));
  return (
    <Card title={say.trials}>
      <p className="hint">{say.trialsHelp}</p>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{say.trial}</th>
              <th scope="col" className="number">
                {say.trialScore}
              </th>
              <th scope="col" className="number">
                {say.learningRate}
              </th>
              {names.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {trials.map(({ number, score, learningRate }, at) => {
              return (
                <tr key={number} className={score === best ? styles.best : undefined}>
                  <th scope="row">{number}</th>
                  <td className="number">
                    {score === null ? say.diverged : format.short(score)}{' '}
                    {score === best && <Badge tone="good">{say.best}</Badge>}
                  </td>
                  <td className="number">{learningRate === null ? '–' : format.short(learningRate)}</td>
                  {names.map((name) => (
                    <td key={name}>{valuesOf[at]?.get(name) ?? '–'}</td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

/** Facts about the task itself. */
export function RunFacts({ run, attempt }: { run: Run; attempt: number }) {
  const say = useMessages('runs');
  const details = useMessages('runDetails');
  const format = useFormat();
  const words = useCatalogue();
  const { kind, configuration, createdAt, startedAt, finishedAt, priority, pool, requiredLabels } = run;
  const instant = (at: string) => (
    <time dateTime={at} title={format.instant(at)}>
      {format.instant(at)}
    </time>
  );
  const lists = useMessages('lists');
  const outcome = useOutcome()(run);
  const facts: [string, ReactNode][] = [
    [say.kind, say[kind]],
    ...(configuration ? [[say.family, words.titleOf(configuration.family)] satisfies [string, string]] : []),
    [say.created, instant(createdAt)],
  ];
  if (run.inputModelVersion) facts.unshift([say.model, <ModelLink key="model" run={run} />]);
  if (!configuration && run.datasetVersion) facts.unshift([say.dataset, <DatasetLink key="dataset" run={run} />]);
  if (startedAt) facts.push([details.started, instant(startedAt)]);
  if (finishedAt) facts.push([details.finished, instant(finishedAt)]);
  if (startedAt && finishedAt) {
    const seconds = (new Date(finishedAt).getTime() - new Date(startedAt).getTime()) / 1000;
    facts.push([details.duration, format.duration(seconds)]);
  }
  // The reason of a failure is shown above.
  if (outcome && run.state !== 'FAILED') facts.push([lists.outcome, outcome]);
  if (attempt > 1) facts.push([details.attempt, format.number(attempt)]);
  if (priority !== 0) facts.push([details.priority, format.number(priority)]);
  if (pool) facts.push([details.pool, pool]);
  if (requiredLabels.length > 0) facts.push([details.labels, format.list(requiredLabels)]);
  return <Facts facts={facts} />;
}
