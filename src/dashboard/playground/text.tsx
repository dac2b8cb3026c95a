/** A text, answered while one writes. */
import { useMemo, useState } from 'react';
import { useMessages } from '../i18n/language.tsx';
import { playground } from '../i18n/playground.ts';
import { Button, TextField } from '../ui/index.tsx';
import { AnswerPlace, PlainAnswer } from './answer.tsx';
import type { Predictor } from './predictor.ts';
import { type Configuration, examplesOf } from './profile.ts';
import { useAnswer } from './use-answer.ts';

const waitMilliseconds = 350;

export function TextPlayground({ configuration, predictor }: { configuration: Configuration; predictor: Predictor }) {
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
  const answering = useAnswer(predictor, sample, waitMilliseconds);
  return (
    <div className="try">
      <div>
        <TextField
          label={say.text}
          description={say.textHelp}
          value={text}
          onChange={setText}
          error={answering.problem?.message}
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
      <AnswerPlace answering={answering} problemIsShown>
        {({ prediction }) => <PlainAnswer prediction={prediction} target={target} />}
      </AnswerPlace>
    </div>
  );
}
