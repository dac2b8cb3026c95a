import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import type { GraphQLContext } from '../../../src/graphql/context.ts';
import { createLanes, lanes } from '../../../src/graphql/cost/lanes.ts';

const schema = buildSchema('type Query { a: Int } type Mutation { a: Int } type Subscription { a: Int }');
const [cheap, expensive] = [10, 2000];
const kinds = {
  query: parse('query { a }'),
  mutation: parse('mutation { a }'),
  subscription: parse('subscription { a }'),
};

interface Sent {
  kind: keyof typeof kinds;
  cost: number;
  /** Id of the user; an address for an anonymous caller. */
  caller: string;
  isAnonymous?: boolean;
}

/** Sends operations that never end. Returns how many of each caller are executed. */
function executed(...sent: Sent[]): Record<string, number> {
  const lanesOfTest = createLanes();
  const counts: Record<string, number> = {};
  for (const { kind, cost, caller, isAnonymous = false } of sent) {
    const contextValue = { viewer: isAnonymous ? null : { userId: caller }, address: caller } as GraphQLContext;
    void lanesOfTest.run({ schema, document: kinds[kind], contextValue }, cost, () => {
      counts[caller] = (counts[caller] ?? 0) + 1;
      return new Promise(() => undefined);
    });
  }
  return counts;
}
const times = (count: number, sent: Sent) => Array.from({ length: count }, () => sent);

test.each([
  ['expensive queries of a user', 'query', expensive, lanes.expensive.placesPerCaller],
  ['expensive mutations of a user', 'mutation', expensive, lanes.expensive.placesPerCaller],
  ['expensive events of a user', 'subscription', expensive, lanes.expensiveEvents.placesPerCaller],
  ['cheap queries of a user', 'query', cheap, lanes.cheapQueries.placesPerCaller],
  ['cheap mutations of a user', 'mutation', cheap, 100],
  ['cheap events of a user', 'subscription', cheap, 100],
] as const)('limits %s', (_, kind, cost, expected) => {
  expect(executed(...times(100, { kind, cost, caller: 'ada' }))).toEqual({ ada: expected });
});

test('limits the expensive operations of all users together, and the cheap ones only of each', () => {
  const users = Array.from({ length: 6 }, (_, at) => `user ${at}`);
  const all = (cost: number) => users.flatMap((caller) => times(20, { kind: 'query', cost, caller }));
  expect(executed(...all(expensive))).toEqual({ 'user 0': 2, 'user 1': 2, 'user 2': 2, 'user 3': 2 });
  expect(executed(...all(cheap))).toEqual(Object.fromEntries(users.map((user) => [user, 16])));
});

test('limits the operations of all anonymous callers together; those of users do not wait for them', () => {
  const anonymous = (kind: Sent['kind'], cost: number, caller: string): Sent => ({
    kind,
    cost,
    caller,
    isAnonymous: true,
  });
  const user = (cost: number): Sent => ({ kind: 'query', cost, caller: 'ada' });
  const query = (caller: string) => anonymous('query', cheap, caller);
  expect(executed(...times(9, query('::1')), query('::2'), user(cheap))).toEqual({ '::1': 2, ada: 1 });
  const login = (caller: string) => anonymous('mutation', expensive, caller);
  expect(executed(...times(9, login('::1')), login('::2'), user(expensive))).toEqual({ '::1': 2, ada: 1 });
});

test('executes one event of a log at a time, and of four logs', () => {
  const lanesOfTest = createLanes();
  const counts: Record<string, number> = {};
  const send = (log: string, cost: number) =>
    void lanesOfTest.runShared(log, cost, () => {
      counts[log] = (counts[log] ?? 0) + 1;
      return new Promise(() => undefined);
    });
  for (const log of ['a', 'a', 'b', 'c', 'd', 'e']) send(log, expensive);
  expect(counts).toEqual({ a: 1, b: 1, c: 1, d: 1 });
  for (const log of ['f', 'f']) send(log, cheap);
  expect(counts).toMatchObject({ f: 2 });
});
