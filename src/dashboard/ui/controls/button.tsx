import type { Ref } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components';
import styles from './button.module.css';

export type ButtonKind = 'primary' | 'plain' | 'danger' | 'quiet';

/** The class names of a button, for links that look like one. */
export const buttonStyle = (kind: ButtonKind = 'plain'): string =>
  kind === 'plain' ? `${styles.button}` : `${styles.button} ${styles[kind]}`;

export function Button({ kind, ...props }: ButtonProps & { kind?: ButtonKind; ref?: Ref<HTMLButtonElement> }) {
  return <AriaButton {...props} className={buttonStyle(kind)} />;
}
