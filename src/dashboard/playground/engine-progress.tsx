/** How far the engine in this browser is with getting ready; nothing once it is. */
import { useSyncExternalStore } from 'react';
import { useMessages } from '../i18n/language.tsx';
import { playground } from '../i18n/playground.ts';
import { ProgressBar } from '../ui/index.tsx';
import type { Predictor } from './predictor.ts';

const never = () => () => undefined;

export function EngineProgress({ predictor }: { predictor: Predictor }) {
  const say = useMessages(playground);
  const stage = useSyncExternalStore(predictor.subscribe ?? never, () => predictor.stage?.() ?? null);
  if (!stage || stage.name === 'ready') return null;
  return stage.name === 'engine' ? (
    <ProgressBar label={say.loadingEngine} value={null} detail={say.loadingEngine} />
  ) : (
    <ProgressBar label={say.loadingModel} value={stage.share} detail={say.loadingModel} />
  );
}
