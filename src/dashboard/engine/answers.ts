/** Decodes the outputs of a network to a prediction, like the server does (src/models/prediction.ts). No DOM. */
import type { Prediction } from '../playground/sample.ts';
import type { Manifest, ModelInput, Target } from './bundle.ts';
import { boxesOf } from './detection.ts';

const none: Prediction = {
  label: null,
  value: null,
  probabilities: null,
  vector: null,
  forecast: null,
  boxes: null,
  image: null,
};

/** @param outputs outputs of the network for one sample */
export function answerOf({ input, objective }: Manifest, outputs: Float32Array): Prediction {
  const target = targetOf(input);
  switch (objective) {
    case 'DIMENSIONALITY_REDUCTION':
      return { ...none, vector: Array.from(outputs) };
    case 'DETECTION':
      return { ...none, boxes: boxesOf(outputs, input.kind === 'images' ? input.classes : []) };
    case 'REGRESSION': {
      const [value = 0] = outputs;
      const scaled = target?.objective === 'REGRESSION' ? value * target.standardDeviation + target.mean : value;
      return { ...none, value: scaled };
    }
    case 'CLASSIFICATION': {
      const named = target?.objective === 'CLASSIFICATION' ? target.classes : [];
      const classes = input.kind === 'images' ? input.classes : named;
      const probabilities = classes.map((label, index) => ({ label, probability: outputs[index] ?? 0 }));
      // The first class wins a tie.
      const likeliest = outputs.indexOf(Math.max(...outputs.subarray(0, classes.length)));
      return { ...none, label: classes[likeliest] ?? null, probabilities };
    }
  }
}

function targetOf(input: ModelInput): Target | null {
  if (input.kind === 'images') return null;
  return input.kind === 'text' ? input.target : input.encoder.target;
}
