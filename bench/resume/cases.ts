/** The trainings that are killed. The networks are those of the engine benchmark. */
import type { NetworkName } from '../engine/networks.ts';

interface Case {
  network: NetworkName;
  /** Number of runs to kill. */
  trials: number;
  replicas: number;
  samples: number;
  epochs: number;
}

export const cases = {
  cnn: { network: 'cnn', trials: 100, replicas: 1, samples: 640, epochs: 5 },
  lstm: { network: 'lstm', trials: 20, replicas: 1, samples: 320, epochs: 4 },
  vae: { network: 'vae', trials: 20, replicas: 1, samples: 1280, epochs: 6 },
  replicas: { network: 'cnn', trials: 20, replicas: 2, samples: 640, epochs: 5 },
} satisfies Record<string, Case>;

export type CaseName = keyof typeof cases;

/** The catalogue's cnn as a task of a real platform: three or four seconds of training, with a checkpoint every second. */
export const taskCase = { trials: 100, samples: 2048, edge: 28, epochs: 12 };
