/** Deletes an item immediately, because it can be undone. A failure is shown next to the button. */
import { useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useMessages } from '../i18n/language.tsx';
import { Button } from '../ui/controls/button.tsx';
import { Bubble } from '../ui/overlays/bubble.tsx';
import { showToast } from '../ui/overlays/toasts.tsx';
import { type Refusal, type TrashItem, useTrash } from './use-trash.ts';

interface Props extends TrashItem {
  /** Whether the button is in a list, where a short text is enough. */
  isInRow?: boolean;
  onDeleted?: () => void;
  /** Where to go after deleting from the item's own page. Undo returns to it. */
  leave?: string;
}

export function DeleteButton({ isInRow = false, leave, onDeleted, ...thing }: Props) {
  const say = useMessages('trash');
  const [here, navigate] = useLocation();
  const { remove, restore } = useTrash();
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const button = useRef<HTMLButtonElement>(null);

  async function undo() {
    const refused = await restore(thing);
    if (refused) return showToast({ text: refused.message, tone: 'bad' });
    if (leave) navigate(here);
    showToast({ text: say.undone({ name: thing.name }) });
  }

  /** @param byKeys whether the keyboard was used. The button disappears, so the focus moves to the undo button. */
  async function press(byKeys: boolean) {
    setPending(true);
    const refused = await remove(thing);
    setPending(false);
    if (refused) return setRefusal(refused);
    onDeleted?.();
    if (leave) navigate(leave);
    showToast({ text: say.deleted({ name: thing.name }), onUndo: undo, takesFocus: byKeys });
  }

  return (
    <>
      <Button
        ref={button}
        kind={isInRow ? 'quiet' : 'plain'}
        aria-label={say.deleteNamed({ name: thing.name })}
        isPending={isPending}
        onPress={({ pointerType }) => void press(pointerType === 'keyboard' || pointerType === 'virtual')}
      >
        {say.delete}
      </Button>
      <Bubble title={say.cannotDelete} anchor={button} isOpen={refusal !== null} onClose={() => setRefusal(null)}>
        <p>{refusal?.message}</p>
        {refusal?.runs.map((id, index) => (
          <Link key={id} href={`/runs/${encodeURIComponent(id)}`}>
            {say.showRun({ number: String(index + 1) })}
          </Link>
        ))}
      </Bubble>
    </>
  );
}

/** The header of the column with these buttons. */
export function ActionsHead() {
  const say = useMessages('trash');
  return (
    <th scope="col">
      <span className="visually-hidden">{say.actions}</span>
    </th>
  );
}
