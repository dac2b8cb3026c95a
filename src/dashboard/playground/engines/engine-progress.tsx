/** Loading progress of the browser engine. Renders nothing when it is ready. */
import { useSyncExternalStore } from 'react';
import type { Stage } from '../../engine/protocol.ts';
import { useMessages } from '../../i18n/language.tsx';
import { ProgressBar } from '../../ui/content/progress-bar.tsx';
import type { Predictor } from './predictor.ts';

type Loading = Exclude<Stage, { name: 'ready' }>;

const never = () => () => undefined;

/** The current loading stage; null when nothing is loading. */
export function useLoading(predictor: Predictor): Loading | null {
  const stage = useSyncExternalStore(predictor.subscribe ?? never, () => predictor.stage?.() ?? null);
  return stage?.name === 'ready' ? null : stage;
}

export function EngineProgress({ stage }: { stage: Loading | null }) {
  const say = useMessages('playground');
  if (!stage) return null;
  const label = stage.name === 'engine' ? say.loadingEngine : say.loadingModel;
  return (
    <>
      <p className="hint">{label}</p>
      <ProgressBar label={label} value={stage.name === 'engine' ? null : stage.share} />
    </>
  );
}
