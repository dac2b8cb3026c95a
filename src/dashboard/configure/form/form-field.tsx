/** One setting: a field that fits its type, its description and range, and a button that restores the default. */
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Button } from '../../ui/controls/button.tsx';
import fieldStyles from '../../ui/controls/field.module.css';
import { Select } from '../../ui/controls/select.tsx';
import { Switch } from '../../ui/controls/switch.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import styles from './form-field.module.css';
import { type FormField, textOf } from './form-fields.ts';

/** Stands for null in a select, which has no empty option. */
const auto = '';

export function FormFieldControl({
  formField,
  text,
  problem,
  onChange,
}: {
  formField: FormField;
  /** The value; undefined when it is at its default. */
  text: string | undefined;
  problem: string | undefined;
  /** Called with undefined to restore the default. */
  onChange(text: string | undefined): void;
}) {
  const say = useMessages('formFields');
  const hint = useHint(formField);
  const { path, type, label, fallback } = formField;
  const shown = text ?? textOf(fallback);
  const change = (next: string) => onChange(next === textOf(fallback) ? undefined : next);
  return (
    <div className={styles.formField} data-field={path}>
      {type === 'BOOLEAN' ? (
        <div className={fieldStyles.field}>
          <Switch label={label} isSelected={shown === 'true'} onChange={(on) => change(String(on))} />
          <span className="hint">{hint}</span>
          {problem && <span className="problem">{problem}</span>}
        </div>
      ) : type === 'ENUM' ? (
        <Select
          label={label}
          description={hint}
          error={problem}
          value={shown}
          onChange={change}
          choices={[...(fallback === null ? [{ value: auto, label: say.auto }] : []), ...(formField.choices ?? [])]}
        />
      ) : (
        <TextField
          label={label}
          description={hint}
          error={problem}
          value={shown}
          onChange={change}
          inputMode={type === 'INT' ? 'numeric' : type === 'FLOAT' ? 'decimal' : 'text'}
          {...(fallback === null && { placeholder: say.auto })}
        />
      )}
      {text !== undefined && (
        <Button kind="quiet" aria-label={say.resetOf({ label })} onPress={() => onChange(undefined)}>
          ↺ {say.reset}
        </Button>
      )}
    </div>
  );
}

/** For example "Neurons of each hidden layer. 1 to 8 whole numbers, separated by commas. Range: 1 to 4096. Default: 64, 32." */
function useHint({ type, help, min, max, minItems, maxItems, fallback, choices }: FormField): string {
  const say = useMessages('formFields');
  const format = useFormat();
  const usual = () => {
    if (fallback === null) return say.usualAuto;
    if (type === 'BOOLEAN') return say.usual({ value: fallback ? say.yes : say.no });
    if (type === 'ENUM')
      return say.usual({ value: choices?.find(({ value }) => value === fallback)?.label ?? textOf(fallback) });
    // Shown as the user would type it: without thousands separators.
    return say.usual({ value: textOf(fallback) });
  };
  const parts = [
    help,
    minItems !== null && maxItems !== null && say.items({ least: minItems, most: maxItems }),
    min !== null && max !== null && say.range({ low: textOf(min), high: textOf(max) }),
    usual(),
  ];
  return format.sentences(parts.flatMap((part) => part || []));
}
