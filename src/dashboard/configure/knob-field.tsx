/** One setting: a field that fits its type, its description and range, and a button that restores the default. */
import { configure } from '../i18n/configure.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { Button, Select, Switch, TextField } from '../ui/index.tsx';
import { type Knob, textOf } from './knobs.ts';

/** Stands for null in a select, which has no empty option. */
const auto = '';

export function KnobField({
  knob,
  text,
  problem,
  onChange,
}: {
  knob: Knob;
  /** The value; undefined when it is at its default. */
  text: string | undefined;
  problem: string | undefined;
  /** Called with undefined to restore the default. */
  onChange(text: string | undefined): void;
}) {
  const say = useMessages(configure);
  const hint = useHint(knob);
  const { path, type, label, fallback } = knob;
  const shown = text ?? textOf(fallback);
  const change = (next: string) => onChange(next === textOf(fallback) ? undefined : next);
  return (
    <div className="knob" data-field={path}>
      {type === 'BOOLEAN' ? (
        <div className="field">
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
          choices={[...(fallback === null ? [{ value: auto, label: say.auto }] : []), ...(knob.choices ?? [])]}
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
        <Button kind="quiet" aria-label={say.resetOf(label)} onPress={() => onChange(undefined)}>
          ↺ {say.reset}
        </Button>
      )}
    </div>
  );
}

/** For example "Neurons of each hidden layer. 1 to 8 whole numbers, separated by commas. Range: 1 to 4096. Default: 64, 32." */
function useHint({ type, help, minimum, maximum, minimumItems, maximumItems, fallback, choices }: Knob): string {
  const say = useMessages(configure);
  const format = useFormat();
  const usual = () => {
    if (fallback === null) return say.usualAuto;
    if (type === 'BOOLEAN') return say.usual(fallback ? say.yes : say.no);
    if (type === 'ENUM') return say.usual(choices?.find(({ value }) => value === fallback)?.label ?? textOf(fallback));
    // Shown as the user would type it: without thousands separators.
    return say.usual(textOf(fallback));
  };
  const parts = [
    help,
    minimumItems !== null &&
      maximumItems !== null &&
      say.items(format.number(minimumItems), format.number(maximumItems)),
    minimum !== null && maximum !== null && say.range(textOf(minimum), textOf(maximum)),
    usual(),
  ];
  return format.sentences(parts.flatMap((part) => part || []));
}
