/** Where the model is put to work: on the server, in this browser, or in both to compare them. */
import type { ServerOnlyReason } from '../engine/refusals.ts';
import { useMessages } from '../i18n/language.tsx';
import { playground } from '../i18n/playground.ts';
import type { Choice } from './places.ts';

const choices: readonly Choice[] = ['server', 'browser', 'both'];

export function PlaceChoice({
  choice,
  onChoose,
  reason,
}: {
  choice: Choice;
  onChoose(choice: Choice): void;
  /** Why the server alone can; null: both can. */
  reason: ServerOnlyReason | null;
}) {
  const say = useMessages(playground);
  return (
    <div className="place-choice">
      <fieldset disabled={reason !== null}>
        <legend>{say.computedBy}</legend>
        {choices.map((each) => (
          <label key={each}>
            <input type="radio" name="place" checked={choice === each} onChange={() => onChoose(each)} />
            <span>{say[each]}</span>
          </label>
        ))}
      </fieldset>
      <p className="hint">{reason ? `${say.serverOnly} ${say[reason]}` : say[`${choice}Help`]}</p>
    </div>
  );
}
