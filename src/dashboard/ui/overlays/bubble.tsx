import type { ReactNode, RefObject } from 'react';
import { Dialog, Heading, Popover } from 'react-aria-components';
import styles from './bubble.module.css';
import popover from './popover.module.css';

/** A message next to a button, such as the reason why its action failed. */
export function Bubble({
  title,
  anchor,
  isOpen,
  onClose,
  children,
}: {
  title: string;
  anchor: RefObject<HTMLElement | null>;
  isOpen: boolean;
  onClose(): void;
  children: ReactNode;
}) {
  return (
    <Popover
      className={popover.popover}
      triggerRef={anchor}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
    >
      <Dialog className={styles.bubble}>
        <Heading slot="title">{title}</Heading>
        {children}
      </Dialog>
    </Popover>
  );
}
