/** Why a run ended, in a few words; nothing while it goes on. */

import type { TaskRowFragment } from '../api/generated.ts';
import type { PageTexts } from '../i18n/generated.ts';
import { useMessages } from '../i18n/language.tsx';

type Ended = Pick<TaskRowFragment, 'state' | 'failureReason' | 'trainingEnd'>;

export function useOutcome(): (run: Ended) => string | null {
  const say = useMessages('lists');
  return ({ state, failureReason, trainingEnd }) => {
    if (state === 'FAILED') return failureReason;
    if (state === 'CANCELLED') return say.canceled;
    return trainingEnd && endText(trainingEnd, say);
  };
}

type End = Omit<NonNullable<Ended['trainingEnd']>, '__typename'>;

/** How a training ended by itself, such as "Stopped early at epoch 27, best epoch 12". */
export function endText({ cause, epoch, bestEpoch }: End, say: PageTexts['lists']): string {
  if (cause === 'EARLY_STOPPING') return say.endedEarly({ epoch, best: bestEpoch });
  if (cause === 'CONVERGED') return say.endedConverged({ iterations: epoch });
  return bestEpoch === epoch ? say.endedAll({ epochs: epoch }) : say.endedBest({ epoch, best: bestEpoch });
}
