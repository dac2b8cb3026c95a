import {
  Select as AriaSelect,
  Button,
  FieldError,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from 'react-aria-components';
import popover from '../overlays/popover.module.css';
import field from './field.module.css';
import type { FieldProps } from './field.ts';
import options from './options.module.css';

export interface Choice {
  value: string;
  label: string;
}

export function Select({
  label,
  description,
  error,
  choices,
  value,
  onChange,
  isDisabled,
}: FieldProps & { choices: readonly Choice[]; value: string; onChange(value: string): void }) {
  return (
    <AriaSelect
      className={field.field}
      value={value}
      onChange={(key) => onChange(String(key))}
      validationBehavior="aria"
      isInvalid={error !== undefined}
      isDisabled={isDisabled}
    >
      <Label>{label}</Label>
      <Button className={field.select}>
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </Button>
      {description && (
        <Text slot="description" className="hint">
          {description}
        </Text>
      )}
      <FieldError className="problem">{error}</FieldError>
      <Popover className={popover.popover}>
        <ListBox className={options.options}>
          {choices.map((choice) => (
            <ListBoxItem key={choice.value} id={choice.value} className={options.option}>
              {choice.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
