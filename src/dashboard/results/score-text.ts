/** The main metric of a version, in words: "Accuracy 97.4%". */
import type { ScoreTextFragment } from '../api/generated.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';

type Score = NonNullable<ScoreTextFragment['score']>;

const percentages: readonly string[] = ['accuracy', 'retainedVariance'];

export function useScoreText(): (score: Score | null | undefined) => { name: string; value: string } | null {
  const say: Record<string, string> = useMessages('scores');
  const { percent, short } = useFormat();
  return (score) =>
    score
      ? {
          name: say[score.name] ?? score.name,
          value: percentages.includes(score.name) ? percent(score.value) : short(score.value),
        }
      : null;
}
