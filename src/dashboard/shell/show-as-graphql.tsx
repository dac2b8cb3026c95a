import { useState } from 'react';
import { stringifyDocument, type TypedDocumentNode } from 'urql';
import { useMessages } from '../i18n/language.tsx';
import { Button, buttonStyle } from '../ui/controls/button.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import { curlOf, tokenPlaceholder } from './curl.ts';
import styles from './show-as-graphql.module.css';

export interface Operation {
  // Accepts any operation, because only its text is shown.
  document: TypedDocumentNode<never, never> | Parameters<typeof stringifyDocument>[0];
  variables: object;
}

interface Props {
  operations: readonly Operation[];
  /** Called when the requests are shown, to load what they need as an example. */
  onOpen?(): void;
}

/** A button that shows the exact API requests of the page, ready for GraphiQL and for a shell. */
export function ShowAsGraphql({ operations, onOpen }: Props) {
  const say = useMessages('common');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        kind="quiet"
        onPress={() => {
          setOpen(true);
          onOpen?.();
        }}
      >
        {say.showAsGraphql}
      </Button>
      <Dialog title={say.showAsGraphql} isOpen={open} onClose={() => setOpen(false)}>
        <p>{say.showAsGraphqlHelp}</p>
        {operations.map((operation, place) => (
          <OperationText
            // biome-ignore lint/suspicious/noArrayIndexKey: the same request may occur twice
            key={place}
            {...operation}
            isRepeated={operations[place - 1]?.document === operation.document}
          />
        ))}
      </Dialog>
    </>
  );
}

/** @param isRepeated whether the operation is already shown above, with other variables */
function OperationText({ document, variables, isRepeated }: Operation & { isRepeated: boolean }) {
  const say = useMessages('common');
  const [copied, setCopied] = useState<'query' | 'curl' | null>(null);
  const query = stringifyDocument(document);
  const values = JSON.stringify(variables, null, 2);
  const address = `/graphql?${new URLSearchParams({ query, variables: values })}`;
  const curl = curlOf(`${location.origin}/graphql`, query, variables);
  const copy = async (what: 'query' | 'curl', text: string) => {
    await navigator.clipboard.writeText(text);
    setCopied(what);
  };
  return (
    <div className={styles.operation}>
      {!isRepeated && <pre>{query}</pre>}
      <pre>{values}</pre>
      <div className="actions">
        <Button onPress={() => void copy('query', `${query}\n\n# Variables\n${values}`)}>
          {copied === 'query' ? say.copied : say.copy}
        </Button>
        <Button onPress={() => void copy('curl', curl)}>{copied === 'curl' ? say.copied : say.copyCurl}</Button>
        <a className={buttonStyle()} href={address}>
          {say.openInGraphiql}
        </a>
      </div>
      <details>
        <summary>curl</summary>
        <p className="hint">{say.curlHelp({ placeholder: tokenPlaceholder })}</p>
        <pre>{curl}</pre>
      </details>
    </div>
  );
}
