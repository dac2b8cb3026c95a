/** What every form field shows. */
export interface FieldProps {
  label: string;
  description?: string | undefined;
  /** Error message of the server. */
  error?: string | undefined;
  isDisabled?: boolean | undefined;
}
