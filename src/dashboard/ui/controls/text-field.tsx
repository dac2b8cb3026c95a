import { TextField as AriaTextField, FieldError, Input, Label, Text, TextArea } from 'react-aria-components';
import styles from './field.module.css';
import type { FieldProps } from './field.ts';

export function TextField({
  label,
  description,
  error,
  multiline = false,
  ...props
}: FieldProps & {
  value: string;
  onChange(value: string): void;
  name?: string;
  type?: 'text' | 'password' | 'search' | 'number';
  autoComplete?: string;
  autoFocus?: boolean;
  isRequired?: boolean;
  placeholder?: string;
  inputMode?: 'decimal' | 'numeric' | 'text';
  multiline?: boolean;
}) {
  const { placeholder, ...rest } = props;
  return (
    // The page shows errors itself. Native validation would keep showing an error while the user corrects it.
    <AriaTextField {...rest} validationBehavior="aria" isInvalid={error !== undefined} className={styles.field}>
      <Label>{label}</Label>
      {multiline ? <TextArea placeholder={placeholder} rows={4} /> : <Input placeholder={placeholder} />}
      {description && (
        <Text slot="description" className="hint">
          {description}
        </Text>
      )}
      <FieldError className="problem">{error}</FieldError>
    </AriaTextField>
  );
}
