/** A text field. The prediction updates as the user types. */
import { useMemo, useState } from 'react';
import { useMessages } from '../../i18n/language.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import { EngineAnswers, PlainAnswer } from '../answers/answer.tsx';
import { useAnswers } from '../answers/use-answer.ts';
import type { Engines } from '../engines/engines.ts';
import playgroundStyles from '../playground.module.css';
import { type Configuration, examplesOf } from '../profile.ts';

const waitMilliseconds = 350;

export function TextPlayground({ configuration, engines }: { configuration: Configuration; engines: Engines }) {
  const say = useMessages('playground');
  const { inputs, target } = configuration;
  const column = inputs?.[0];
  const examples = useMemo(
    () => examplesOf(configuration).flatMap((row) => (column && row[column]) || []),
    [configuration, column],
  );
  const [next, setNext] = useState(0);
  const [text, setText] = useState(examples[0] ?? '');
  const sample = useMemo(() => (text.trim() ? { texts: [text] } : null), [text]);
  const answers = useAnswers(engines, sample, waitMilliseconds);
  return (
    <div className={playgroundStyles.columns}>
      <div>
        <TextField
          label={say.text}
          description={say.textHelp}
          value={text}
          onChange={setText}
          error={answers.problem?.message}
          multiline
        />
        {examples.length > 1 && (
          <Button
            onPress={() => {
              const chosen = (next + 1) % examples.length;
              setNext(chosen);
              setText(examples[chosen] ?? '');
            }}
          >
            {say.example}
          </Button>
        )}
      </div>
      <EngineAnswers answers={answers} problemIsShown>
        {({ prediction }) => <PlainAnswer prediction={prediction} target={target} />}
      </EngineAnswers>
    </div>
  );
}
