/** The example datasets. They are generated in the browser and uploaded like any other data. */
import type { Watch } from '../upload/zip.ts';
import { shapes } from './shapes.ts';
import { flowers, houses, visitors } from './tables.ts';
import { messagesZip } from './texts.ts';

export type SampleId = 'flowers' | 'houses' | 'visitors' | 'messages' | 'shapes';

export const samples: Record<SampleId, (watch: Watch) => Promise<Blob>> = {
  flowers: async () => flowers(),
  houses: async () => houses(),
  visitors: async () => visitors(),
  messages: messagesZip,
  shapes,
};

export const sampleIds = ['flowers', 'houses', 'visitors', 'messages', 'shapes'] as const satisfies SampleId[];
