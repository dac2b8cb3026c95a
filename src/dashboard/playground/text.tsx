/** A text field. The prediction updates as the user types. */
import { useMemo, useState } from 'react';
import { useMessages } from '../i18n/language.tsx';
import { playground } from '../i18n/playground.ts';
import { Button, TextField } from '../ui/index.tsx';
import { AnswerPlaces, PlainAnswer } from './answer.tsx';
import type { Places } from './places.ts';
import { type Configuration, examplesOf } from './profile.ts';
import { useAnswers } from './use-answer.ts';

const waitMilliseconds = 350;

export function TextPlayground({ configuration, places }: { configuration: Configuration; places: Places }) {
  const say = useMessages(playground);
  const { inputs, target } = configuration;
  const column = inputs?.[0];
  const examples = useMemo(
    () => examplesOf(configuration).flatMap((row) => (column && row[column]) || []),
    [configuration, column],
  );
  const [next, setNext] = useState(0);
  const [text, setText] = useState(examples[0] ?? '');
  const sample = useMemo(() => (text.trim() ? { texts: [text] } : null), [text]);
  const answers = useAnswers(places, sample, waitMilliseconds);
  return (
    <div className="try">
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
      <AnswerPlaces answers={answers} problemIsShown>
        {({ prediction }) => <PlainAnswer prediction={prediction} target={target} />}
      </AnswerPlaces>
    </div>
  );
}
