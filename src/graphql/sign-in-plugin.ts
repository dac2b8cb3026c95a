/**
 * Signing in comes first: every query, mutation and subscription is refused to callers who are not signed in, before anything is
 * done with its arguments, unless its field says `extensions: { public: true }`. A new field is closed until it says so.
 */
import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import { Unauthenticated } from '../errors.ts';

const pluginName = 'signIn';
export default pluginName;

type Resolver = GraphQLFieldResolver<unknown, object, object>;

class SignInPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(resolver: Resolver, field: PothosOutputFieldConfig<Types>): Resolver {
    // What a subscription gives was guarded when it began.
    return isRoot(field, ['Query', 'Mutation']) ? guarded(resolver) : resolver;
  }

  override wrapSubscribe(subscriber: Resolver | undefined, field: PothosOutputFieldConfig<Types>) {
    return subscriber && isRoot(field, ['Subscription']) ? guarded(subscriber) : subscriber;
  }
}

function isRoot<Types extends SchemaTypes>(field: PothosOutputFieldConfig<Types>, kinds: readonly string[]): boolean {
  return kinds.includes(field.kind) && !field.extensions?.public;
}

function guarded(resolver: Resolver): Resolver {
  return (parent, args, context, info) => {
    if (!('viewer' in context) || !context.viewer) throw new Unauthenticated();
    return resolver(parent, args, context, info);
  };
}

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      signIn: SignInPlugin<Types>;
    }
  }
}

SchemaBuilder.registerPlugin(pluginName, SignInPlugin);
