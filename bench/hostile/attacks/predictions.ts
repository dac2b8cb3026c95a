/**
 * Predictions with the maximum cost, by the attacker's own models: the largest images, several per request, and a graph that is
 * fast when it is verified but computes for minutes on a thousand rows.
 */
import { laborious } from '../../../test/support/graphs.ts';
import { type Attack, atRate } from '../attack.ts';
import { maxImage } from '../poison.ts';
import { importGraph, prepareModel } from '../registration.ts';
import { jsonHeaders } from '../wire.ts';

const images = 10;
const rows = 1000;
const perSecond = 2;
const maxOpen = 16;
const query = 'mutation ($input: PredictInput!) { predict(input: $input) { __typename } }';

export const predictions: Attack = {
  name: 'predictions',
  does: `predictions of ${images} interlaced images of 100 megapixels, and of ${rows} rows by a slow graph, ${perSecond}/s each, at most ${maxOpen} at a time`,
  async prepare(stranger) {
    const { token, modelId } = await prepareModel(stranger);
    const image = (await maxImage()).toString('base64');
    const variables = { input: { modelId, images: Array.from({ length: images }, () => image) } };
    const body = Buffer.from(JSON.stringify({ query, variables }));
    const graph = {
      modelId: await importGraph(stranger, token, laborious(2000)),
      rows: Array.from({ length: rows }, () => ({ x: 1 })),
    };
    const slow = Buffer.from(JSON.stringify({ query, variables: { input: graph } }));
    const headers = { ...jsonHeaders, authorization: `Bearer ${token}` };
    return async (signal) => {
      await Promise.all(
        [body, slow].map((sent) =>
          atRate({ perSecond, maxOpen, signal }, () => stranger.wire.attack({ body: sent, headers, signal })),
        ),
      );
    };
  },
};
