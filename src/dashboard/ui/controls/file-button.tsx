import type { ReactNode } from 'react';
import { FileTrigger } from 'react-aria-components';
import { Button, type ButtonKind } from './button.tsx';
import type { FileWithPath } from './file-with-path.ts';

/** Opens the browser's picker for a file, several files, or a folder with its contents. */
export function FileButton({
  kind,
  accept,
  folder = false,
  multiple = false,
  onFiles,
  children,
}: {
  kind?: ButtonKind;
  accept?: readonly string[];
  folder?: boolean;
  multiple?: boolean;
  onFiles(files: FileWithPath[]): void;
  children: ReactNode;
}) {
  return (
    <FileTrigger
      acceptedFileTypes={accept}
      acceptDirectory={folder}
      allowsMultiple={multiple}
      onSelect={(files) =>
        onFiles([...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })))
      }
    >
      <Button {...(kind && { kind })}>{children}</Button>
    </FileTrigger>
  );
}
