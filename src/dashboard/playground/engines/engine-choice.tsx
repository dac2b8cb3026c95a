/** Where the model runs: on the server, in this browser, or on both to compare them. */
import type { ServerOnlyReason } from '../../engine/refusals.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import styles from './engine-choice.module.css';
import type { Choice } from './engines.ts';

const choices: readonly Choice[] = ['server', 'browser', 'both'];

export function EngineChoice({
  choice,
  onChoose,
  reason,
}: {
  choice: Choice;
  onChoose(choice: Choice): void;
  /** Why only the server can run the model; null when both can. */
  reason: ServerOnlyReason | null;
}) {
  const say = useMessages('playground');
  const format = useFormat();
  return (
    <div className={styles.engineChoice}>
      <fieldset disabled={reason !== null}>
        <legend>{say.computedBy}</legend>
        {choices.map((each) => (
          <label key={each}>
            <input type="radio" name="engine" checked={choice === each} onChange={() => onChoose(each)} />
            <span>{say[each]}</span>
          </label>
        ))}
      </fieldset>
      <p className="hint">{reason ? format.sentences([say.serverOnly, say[reason]]) : say[`${choice}Help`]}</p>
    </div>
  );
}
