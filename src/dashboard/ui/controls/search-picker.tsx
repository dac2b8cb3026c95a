/** Picks one of many items, found by a search of the server. */
import { useEffect, useState } from 'react';
import { Button, ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';
import popover from '../overlays/popover.module.css';
import field from './field.module.css';
import type { FieldProps } from './field.ts';
import options from './options.module.css';
import styles from './search-picker.module.css';
import type { Choice } from './select.tsx';

const pauseMilliseconds = 250;

export function SearchPicker({
  label,
  description,
  error,
  choices,
  value,
  valueLabel,
  placeholder,
  noMatches,
  onSearch,
  onChange,
}: FieldProps & {
  /** Those that match the search. */
  choices: readonly Choice[];
  value: string;
  /** Label of the value, which need not match the search. Empty while it is not known. */
  valueLabel: string;
  placeholder: string;
  noMatches: string;
  /** Called once the user pauses. */
  onSearch(text: string): void;
  /** Called with the empty string when the value is removed. */
  onChange(value: string): void;
}) {
  const [text, setText] = useState(valueLabel);
  useEffect(() => setText(valueLabel), [valueLabel]);
  useEffect(() => {
    const timer = setTimeout(() => onSearch(text === valueLabel ? '' : text.trim()), pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [text, valueLabel, onSearch]);
  return (
    <ComboBox
      className={field.field}
      inputValue={text}
      onInputChange={(next) => {
        setText(next);
        if (next === '' && value !== '') onChange('');
      }}
      value={value === '' ? null : value}
      onChange={(key) => {
        if (key === null) return;
        const chosen = choices.find((choice) => choice.value === key);
        setText(chosen?.label ?? valueLabel);
        onChange(String(key));
      }}
      items={choices}
      defaultFilter={() => true}
      menuTrigger="focus"
      allowsEmptyCollection
      validationBehavior="aria"
      isInvalid={error !== undefined}
    >
      <Label>{label}</Label>
      <div className={styles.input}>
        <Input placeholder={placeholder} />
        <Button className={styles.open}>
          <span aria-hidden="true">▾</span>
        </Button>
      </div>
      {description && (
        <Text slot="description" className="hint">
          {description}
        </Text>
      )}
      <FieldError className="problem">{error}</FieldError>
      <Popover className={popover.popover}>
        <ListBox<Choice> className={options.options} renderEmptyState={() => <p className="hint">{noMatches}</p>}>
          {(choice) => (
            <ListBoxItem id={choice.value} textValue={choice.label} className={options.option}>
              {choice.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
