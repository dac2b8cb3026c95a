import type { ReactNode } from 'react';
import { type DropItem, DropZone } from 'react-aria-components';
import styles from './drop-area.module.css';
import type { FileWithPath } from './file-with-path.ts';

async function filesOf(items: Iterable<DropItem>, folder = ''): Promise<FileWithPath[]> {
  const found: FileWithPath[] = [];
  for (const item of items) {
    if (item.kind === 'file') found.push({ path: folder + item.name, file: await item.getFile() });
    if (item.kind !== 'directory') continue;
    const entries: DropItem[] = [];
    for await (const entry of item.getEntries()) entries.push(entry);
    found.push(...(await filesOf(entries, `${folder}${item.name}/`)));
  }
  return found;
}

/** A drop target for files and folders. */
export function DropArea({
  label,
  isDisabled = false,
  isBare = false,
  onFiles,
  children,
}: {
  label: string;
  isDisabled?: boolean;
  /** Whether the content has a border of its own. */
  isBare?: boolean;
  onFiles(files: FileWithPath[]): void;
  children: ReactNode;
}) {
  return (
    <DropZone
      aria-label={label}
      className={isBare ? '' : styles.dropArea}
      isDisabled={isDisabled}
      onDrop={({ items }) => void filesOf(items).then(onFiles)}
    >
      {children}
    </DropZone>
  );
}
