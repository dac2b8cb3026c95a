import { Switch as AriaSwitch } from 'react-aria-components';
import styles from './switch.module.css';

export function Switch({
  label,
  isSelected,
  onChange,
  isDisabled,
}: {
  label: string;
  isSelected: boolean;
  onChange(selected: boolean): void;
  isDisabled?: boolean;
}) {
  return (
    <AriaSwitch className={styles.switch} isSelected={isSelected} onChange={onChange} isDisabled={isDisabled}>
      <span className={styles.track} aria-hidden="true" />
      {label}
    </AriaSwitch>
  );
}
