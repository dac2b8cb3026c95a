/** One request that repeats a field a hundred times: expensive fields, and a mutation that validates many names. */
import { type Attack, atRate } from '../attack.ts';

const family = `name title description whenToUse whenNotToUse citation modalities objectives parametersJsonSchema
  parameters { name type default min max choices description } defaultTraining { epochs batchSize }`;
const fieldAliases = 500;
/** Few enough to pass a limit on aliases. */
const fewAliases = 10;
const importAliases = 30;
const names = 10_000;

function repeated(count: number, field: string): string {
  return Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join('\n');
}

/** A fragment keeps the document short, because its length may be limited. */
const catalogueQuery = (count: number) => `fragment F on ModelFamily { ${family} }
  { ${repeated(count, 'modelFamilies { ...F }')} }`;

export const aliases: Attack = {
  name: 'aliases',
  does: `${fieldAliases} aliases of the whole catalogue, 5/s, every other time ${fewAliases}; ${importAliases} aliases of importModel with ${names} names, 2/s`,
  async prepare({ wire }) {
    const catalogue = JSON.stringify({ query: catalogueQuery(fieldAliases) });
    const few = JSON.stringify({ query: catalogueQuery(fewAliases) });
    const classes = Array.from({ length: names }, (_, index) => `class ${index}`);
    const imports = JSON.stringify({
      query: `mutation ($input: ImportModelInput!) {
        ${repeated(importAliases, 'importModel(input: $input) { __typename }')}
      }`,
      variables: { input: { name: 'x', objective: 'CLASSIFICATION', classes } },
    });
    return async (signal) => {
      await Promise.all([
        atRate({ perSecond: 5, maxOpen: 20, signal }, (number) =>
          wire.attack({ body: number % 2 === 0 ? catalogue : few, signal }),
        ),
        atRate({ perSecond: 2, maxOpen: 20, signal }, () => wire.attack({ body: imports, signal })),
      ]);
    };
  },
};
