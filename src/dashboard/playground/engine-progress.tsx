/** How far the engine in this browser is with getting ready; nothing once it is. */
import { useSyncExternalStore } from 'react';
import type { Stage } from '../engine/protocol.ts';
import { useMessages } from '../i18n/language.tsx';
import { playground } from '../i18n/playground.ts';
import { ProgressBar } from '../ui/index.tsx';
import type { Predictor } from './predictor.ts';

type Loading = Exclude<Stage, { name: 'ready' }>;

const never = () => () => undefined;

/** What is being loaded; null: nothing. */
export function useLoading(predictor: Predictor): Loading | null {
  const stage = useSyncExternalStore(predictor.subscribe ?? never, () => predictor.stage?.() ?? null);
  return stage?.name === 'ready' ? null : stage;
}

export function EngineProgress({ stage }: { stage: Loading | null }) {
  const say = useMessages(playground);
  if (!stage) return null;
  const label = stage.name === 'engine' ? say.loadingEngine : say.loadingModel;
  return (
    <>
      <p className="hint">{label}</p>
      <ProgressBar label={label} value={stage.name === 'engine' ? null : stage.share} />
    </>
  );
}
