/**
 * Requires signing in: every query, mutation and subscription rejects anonymous callers before its arguments are processed,
 * unless its field has `extensions: { public: true }`. New fields are therefore protected by default.
 */
import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import { Unauthenticated } from '../errors.ts';

const pluginName = 'signIn';
export default pluginName;

type Resolver = GraphQLFieldResolver<unknown, object, object>;

class SignInPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(resolver: Resolver, field: PothosOutputFieldConfig<Types>): Resolver {
    // Events of a subscription need no check; its subscribe function was guarded.
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
