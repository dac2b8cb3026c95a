/**
 * The layers that an imported network may have: the config values that each accepts, and the shapes that follow from them. The
 * shapes of outputs and weights are computed from plain numbers, so that the size of a network is known before it is built.
 *
 * Config keys have the names that Keras 2 writes. A key without a rule is rejected, unless it does not affect the outputs of a
 * trained layer (initializers, regularizers, constraints).
 */
import { activationRules } from './activation-rules.ts';
import { convolutionRules } from './convolution-rules.ts';
import type { LayerRule } from './layer-rule.ts';
import { mergeRules } from './merge-rules.ts';
import { normalizationRules } from './normalization-rules.ts';
import { resamplingRules } from './resampling-rules.ts';
import { reshapingRules } from './reshaping-rules.ts';

/** Rules by the layer's class, in the order in which messages list the supported classes. */
export const layerRules: Readonly<Record<string, LayerRule>> = {
  ...convolutionRules,
  ...resamplingRules,
  ...normalizationRules,
  ...activationRules,
  ...reshapingRules,
  ...mergeRules,
};

/** Config keys of any layer that do not affect the outputs of a trained layer. */
export const ignoredConfig =
  /^(name|dtype|trainable|batch_input_shape|input_dtype|sparse|ragged|activity_regularizer|registered_name|build_config|\w+_(initializer|regularizer|constraint)|virtual_batch_size|fused)$/;
