/** Config values that several layers have. */
import { z } from 'zod';

export const count = z.int().min(1).max(1_000_000);
export const pair = z.union([count.transform((side): [number, number] => [side, side]), z.tuple([count, count])]);
export const padding = z.enum(['valid', 'same']).default('valid');
export const channelsLast = z.enum(['channels_last', 'channelsLast']).nullish();
export const activation = z
  .enum([
    'linear',
    'relu',
    'relu6',
    'elu',
    'selu',
    'sigmoid',
    'hard_sigmoid',
    'hardSigmoid',
    'softmax',
    'softplus',
    'softsign',
    'tanh',
    'swish',
    'mish',
    'gelu',
  ])
  .nullish();
export const finite = z.number();
