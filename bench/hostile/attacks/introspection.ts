/** Requests the schema repeatedly: with many aliases, and as tools do. */
import { getIntrospectionQuery } from 'graphql';
import { type Attack, atRate } from '../attack.ts';

const aliasCount = 500;
/** A fragment keeps the document short, because its length may be limited. */
const fragment =
  'fragment F on __Schema { types { name description fields { name description args { name description type { name } } } } }';

export const introspection: Attack = {
  name: 'introspection',
  does: `${aliasCount} aliases of __schema, 5/s, and the query of GraphiQL, 10/s`,
  async prepare({ wire }) {
    const schemas = Array.from({ length: aliasCount }, (_, index) => `a${index}: __schema { ...F }`);
    const aliased = JSON.stringify({ query: `${fragment} { ${schemas.join(' ')} }` });
    const plain = JSON.stringify({ query: getIntrospectionQuery() });
    return async (signal) => {
      await Promise.all([
        atRate({ perSecond: 5, maxOpen: 20, signal }, () => wire.attack({ body: aliased, signal })),
        atRate({ perSecond: 10, maxOpen: 20, signal }, () => wire.attack({ body: plain, signal })),
      ]);
    };
  },
};
