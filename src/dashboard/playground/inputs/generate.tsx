/** The form of a generative model: creates images or continues a text. */
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { GenerateDocument, type GenerateMutation } from '../../api/generated.ts';
import { type Problem, problemOf } from '../../api/problems.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { Button, buttonStyle } from '../../ui/controls/button.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import answerStyles from '../answers/answer.module.css';
import playgroundStyles from '../playground.module.css';
import styles from './generate.module.css';
import rowFieldsStyles from './row-fields.module.css';

type Generated = Extract<GenerateMutation['generate'], { __typename: 'GeneratePayload' }>;

export function GeneratePlayground({
  modelId,
  version,
  ofTexts,
}: {
  modelId: string;
  version: number;
  ofTexts: boolean;
}) {
  const say = useMessages('playground');
  const format = useFormat();
  const [values, setValues] = useState({
    count: ofTexts ? '1' : '16',
    seed: '0',
    temperature: '1',
    tokenCount: '200',
    prompt: '',
  });
  const [{ fetching, error }, generate] = useMutation(GenerateDocument);
  const [made, setMade] = useState<{ generated: Generated; prompt: string; milliseconds: number } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const field = (name: keyof typeof values) => ({
    value: values[name],
    onChange: (value: string) => setValues({ ...values, [name]: value }),
    error: problem?.field === `input.${name}` ? problem.message : undefined,
  });
  const isAtField = Object.keys(values).some((name) => problem?.field === `input.${name}`);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const start = performance.now();
    const { count, seed, temperature, tokenCount, prompt } = values;
    const input = { modelId, version, count: Number(count), seed: Number(seed), temperature: Number(temperature) };
    const { data } = await generate({ input: ofTexts ? { ...input, tokenCount: Number(tokenCount), prompt } : input });
    if (!data) return;
    setProblem(problemOf(data.generate));
    if (data.generate.__typename === 'GeneratePayload') {
      setMade({ generated: data.generate, prompt, milliseconds: performance.now() - start });
    }
  }

  return (
    <div className={playgroundStyles.columns}>
      <form onSubmit={submit}>
        {ofTexts && <TextField label={say.prompt} {...field('prompt')} multiline />}
        <div className={rowFieldsStyles.rowFields}>
          {ofTexts && (
            <TextField
              label={say.tokenCount}
              description={say.tokenCountHelp}
              {...field('tokenCount')}
              inputMode="numeric"
            />
          )}
          <TextField label={say.count} {...field('count')} inputMode="numeric" />
          <TextField
            label={say.temperature}
            description={say.temperatureHelp}
            {...field('temperature')}
            inputMode="decimal"
          />
          <TextField label={say.seed} description={say.seedHelp} {...field('seed')} inputMode="numeric" />
        </div>
        <Button type="submit" kind="primary" isPending={fetching}>
          {say.generate}
        </Button>
      </form>
      <section
        className={fetching ? `${answerStyles.answer} ${answerStyles.asking}` : answerStyles.answer}
        aria-label={say.answer}
        aria-busy={fetching}
      >
        {problem && !isAtField && <Notice tone="bad">{problem.message}</Notice>}
        {error && <Notice tone="bad">{error.graphQLErrors[0]?.message ?? say.unreachable}</Notice>}
        <div aria-live="polite">
          {!made && <p className="hint">{fetching ? say.generating : say.noOutput}</p>}
          {made && <Made generated={made.generated} prompt={made.prompt} />}
        </div>
        {made && <p className="hint">{say.serverTook({ milliseconds: format.short(made.milliseconds) })}</p>}
      </section>
    </div>
  );
}

function Made({ generated: { images, texts, grid }, prompt }: { generated: Generated; prompt: string }) {
  const say = useMessages('playground');
  return (
    <>
      {texts.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two texts may be equal
        <pre key={index} className={styles.text}>
          <strong>{prompt}</strong>
          {text}
        </pre>
      ))}
      {images.length > 0 && (
        <ul className={styles.images}>
          {images.map((image, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two images may be equal
            <li key={index}>
              <img src={image} alt={say.generatedImage({ number: index + 1 })} />
            </li>
          ))}
        </ul>
      )}
      {grid && (
        <a className={buttonStyle()} href={grid} download="generated.png">
          {say.downloadGrid}
        </a>
      )}
    </>
  );
}
