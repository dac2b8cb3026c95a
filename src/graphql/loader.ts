/**
 * Batched loads: the only way in which a field of a list entry reads from the database. The loads that an operation requests in the
 * same tick become one call, so a list takes as many statements with a hundred entries as with one.
 *
 * A loader belongs to one operation and caches nothing beyond the batch: whatever an operation or a stream loads later is read again.
 */
import DataLoader from 'dataloader';
import type { GraphQLContext } from './context.ts';

/** Returns a value or an error for each key, in the same order. `args` are equal for all keys of a batch. */
type LoadMany<Key, Value, Args> = (
  keys: readonly Key[],
  context: GraphQLContext,
  args: Args,
) => Promise<readonly (Value | Error)[]>;

/**
 * Returns a function that loads the value of one key.
 * @param keyOf identifies a key that is an object. Default: the key itself
 */
export function batched<Key, Value, Args = undefined>(
  loadMany: LoadMany<Key, Value, Args>,
  keyOf: (key: Key) => unknown = (key) => key,
): (context: GraphQLContext, key: Key, ...args: Args extends undefined ? [] : [args: Args]) => Promise<Value> {
  /** Loaders of each operation, by the arguments of the load. */
  const loaders = new WeakMap<GraphQLContext, Map<string, DataLoader<Key, Value, unknown>>>();

  function open(context: GraphQLContext, args: Args): DataLoader<Key, Value, unknown> {
    const loader = new DataLoader<Key, Value, unknown>(
      (keys) => {
        // The cache joins equal keys of one batch only.
        loader.clearAll();
        return loadMany(keys, context, args);
      },
      { cacheKeyFn: keyOf },
    );
    return loader;
  }

  return (context, key, ...[args]) => {
    const ofContext = loaders.get(context) ?? new Map<string, DataLoader<Key, Value, unknown>>();
    loaders.set(context, ofContext);
    const name = args === undefined ? '' : JSON.stringify(args);
    // Without arguments, Args is undefined.
    const loader = ofContext.get(name) ?? open(context, args as Args);
    ofContext.set(name, loader);
    return loader.load(key);
  };
}
