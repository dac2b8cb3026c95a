/** The form for one model family and dataset, starting from the defaults or from an existing configuration. */
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useMutation } from 'urql';
import { isSupervised } from '../../../shared/objectives.ts';
import {
  type ConfigurationDetailsFragment,
  ConfigureModelDocument,
  type ConfigureModelInput,
} from '../../api/generated.ts';
import { type Problem, problemOf } from '../../api/problems.ts';
import { useCatalogue } from '../../i18n/catalogue/use-catalogue.ts';
import { useMessages } from '../../i18n/language.tsx';
import { useProblemText } from '../../i18n/problem-text.ts';
import { failureOf } from '../../settings/failure.ts';
import { Card } from '../../ui/content/card.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import { Columns } from '../data/columns.tsx';
import { type Family, likelyTarget, type Table, type Use } from '../fit.ts';
import { type Configured, Launch, type LaunchKind } from '../launch/launch.tsx';
import { BaseModel } from '../model/base-model.tsx';
import { focusField } from './focus-field.ts';
import { FormFieldControl } from './form-field.tsx';
import { type Changes, canStopEarly, changesOf, type FormField, formFieldsOf } from './form-fields.ts';
import { type Draft, inputOf, isShown, problemsOf, type Roles, rolesFrom, usableColumns } from './input.ts';
import styles from './settings.module.css';
import { nextName, suggestedName } from './suggested-name.ts';
import { useSettled } from './use-settled.ts';

export interface SettingsProps {
  dataset: { id: string; name: string };
  family: Family;
  use: Use;
  target: string | null;
  table: Table | null;
  /** The configuration to start from. */
  from: ConfigurationDetailsFragment | null;
  mayWrite: boolean;
  /** Called with the input that would be sent in the current state. */
  onInput(input: ConfigureModelInput): void;
}

export function Settings({ dataset, family, use, target, table, from, mayWrite, onInput }: SettingsProps) {
  const say = useMessages('configure');
  const sentences = useMessages('formFields');
  const words = useCatalogue();
  const formFields = useMemo(() => formFieldsOf(family, use, sentences, words), [family, use, sentences, words]);
  const all = useMemo(() => [...formFields.basic, ...formFields.more], [formFields]);
  const [typed, setName] = useState<string | null>(null);
  const [changes, setChanges] = useState<Changes>(() => (from ? changesOf(all, from) : {}));
  const named = {
    dataset: dataset.name,
    family: words.titleOf(family),
    target: table && target !== likelyTarget(table) ? target : null,
    formFields: all,
    states: { on: sentences.yes, off: sentences.no },
  };
  const name =
    typed ??
    (from
      ? nextName(named, changes, { name: from.name, changes: changesOf(all, from) })
      : suggestedName(named, changes));
  const [roles, setRoles] = useState<Roles>(() => (table ? rolesFrom(table, use, target, from) : {}));
  const [baseModelId, setBase] = useState(from?.baseModelVersion?.model.id ?? '');
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const [made, setMade] = useState<{ input: string; configuration: Configured } | null>(null);
  const [launching, setLaunching] = useState<LaunchKind | null>(null);
  const [configuring, configureModel] = useMutation(ConfigureModelDocument);
  const textOf = useProblemText();
  const form = useRef<HTMLFormElement>(null);

  const draft: Draft = {
    name,
    datasetId: dataset.id,
    family,
    use,
    target,
    table,
    roles,
    baseModelId,
    formFields: all,
    changes,
  };
  // Waits until the user stops typing.
  const checked = useSettled({ name, changes });
  const [isTried, setTried] = useState(false);
  const { baseModelId: baseProblem, ...live } = problemsOf({ ...draft, ...checked }, sentences);
  const problems: Record<string, string> = isTried && baseProblem ? { ...live, baseModelId: baseProblem } : live;

  const problem = (path: string) => problems[path] ?? (refusal && isAt(refusal, path) ? textOf(refusal) : undefined);
  const paths = ['name', 'baseModelId', 'inputs', 'futureCovariates', ...all.map(({ path }) => path)];
  const general = refusal && !paths.some((path) => isAt(refusal, path)) ? refusal : null;

  // A change clears the errors of the server, because they refer to the previous input.
  const change =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      setRefusal(null);
      set(value);
    };
  const changeField = change(([path, text]: [string, string | undefined]) =>
    setChanges(({ [path]: _before, ...others }) => (text === undefined ? others : { ...others, [path]: text })),
  );

  useEffect(() => {
    if (refusal) focusField(form.current, (path) => isAt(refusal, path));
  }, [refusal]);

  const input = inputOf(draft, sentences);
  const text = JSON.stringify(input);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the input
  useEffect(() => onInput(input), [text]);

  async function submit(kind: LaunchKind) {
    setTried(true);
    const wrong = problemsOf(draft, sentences);
    if (Object.keys(wrong).length > 0) return focusField(form.current, (path) => path in wrong);
    if (made?.input === text) return setLaunching(kind);
    const { data, error } = await configureModel({ input });
    const result = data?.configureModel;
    if (!result) return setRefusal({ __typename: 'Unreachable', message: failureOf(error, say.unreachable) });
    if (result.__typename !== 'Configuration') return setRefusal(problemOf(result));
    setMade({ input: text, configuration: result });
    setLaunching(kind);
  }

  const shown = (group: readonly FormField[]) => group.filter((formField) => isShown(formField, changes, family));
  const fields = (group: readonly FormField[]) => (
    <div className={styles.fields}>
      {shown(group).map((formField) => (
        <FormFieldControl
          key={formField.path}
          formField={formField}
          text={changes[formField.path]}
          problem={problem(formField.path)}
          onChange={(next) => changeField([formField.path, next])}
        />
      ))}
    </div>
  );
  const changedBelow = shown(formFields.more).filter(({ path }) => path in changes).length;
  const mayTune = isSupervised(use.objective) || canStopEarly(family);
  return (
    <form
      ref={form}
      className="stack"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit('train');
      }}
    >
      <Card title={say.settings}>
        <p className="hint">{say.settingsHelp}</p>
        <div data-field="name">
          <TextField
            label={say.name}
            description={say.nameHelp}
            value={name}
            onChange={change(setName)}
            error={problem('name')}
          />
        </div>
        {family.requiresBaseModel && (
          <BaseModel value={baseModelId} onChange={change(setBase)} error={problem('baseModelId')} />
        )}
        {fields(formFields.basic)}
        <details className={styles.more}>
          <summary>
            {say.more}
            {changedBelow > 0 && <span className="hint"> · {say.changed({ count: changedBelow })}</span>}
          </summary>
          {fields(formFields.more)}
        </details>
      </Card>
      {table && (
        <Columns
          use={use}
          columns={usableColumns(table, use, target)}
          roles={roles}
          problem={problem}
          onChange={change(setRoles)}
        />
      )}
      <div data-field="" tabIndex={-1}>
        {general && <Notice tone="bad">{textOf(general)}</Notice>}
      </div>
      {mayWrite ? (
        <div className="actions">
          <Button kind="primary" type="submit" isPending={configuring.fetching}>
            {say.train}
          </Button>
          <Button isDisabled={!mayTune} isPending={configuring.fetching} onPress={() => void submit('tune')}>
            {say.tune}
          </Button>
          {!mayTune && <span className="hint">{say.tuneNot}</span>}
        </div>
      ) : (
        <Notice>{say.mayNot}</Notice>
      )}
      {launching && made && (
        <Launch kind={launching} configuration={made.configuration} onClose={() => setLaunching(null)} />
      )}
    </form>
  );
}

const isAt = ({ field }: Problem, path: string) =>
  field === `input.${path}` || field?.startsWith(`input.${path}.`) === true;
