/** Why there is no prediction: the server did not respond, the browser engine failed, or it cannot run this model. */
import { EngineTrouble, ServerOnly } from '../../engine/refusals.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { Button } from '../../ui/controls/button.tsx';
import type { Engine } from '../engines/engines.ts';

export function Failure({ engine, failure, again }: { engine: Engine; failure: Error; again(): void }) {
  const say = useMessages('playground');
  const words = useMessages('common');
  const format = useFormat();
  if (failure instanceof ServerOnly) {
    return (
      <Notice tone="warn">
        <strong>{say.serverOnly}</strong>
        {format.sentences(['', say[failure.reason]])}
      </Notice>
    );
  }
  const message = failure instanceof EngineTrouble ? say[failure.kind] : say.engineFailed;
  return (
    <Notice tone="bad">
      {engine === 'server' ? say.unreachable : `${message} ${failure.message && `(${failure.message})`}`}
      <Button onPress={again}>{words.retry}</Button>
    </Notice>
  );
}
