/** What all lists have in common: their filter, order and search arguments, and the names of their connections. */
import type { InputFieldMap, InputShapeFromFields, ObjectRef } from '@pothos/core';
import type { DescriptionPatch } from '../names.ts';
import { builder, type SchemaTypes } from './builder.ts';
import { decodeId } from './connection.ts';
import type { GraphQLContext } from './context.ts';
import { accessErrors } from './errors.ts';

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Direction of an order.',
  values: { ASC: { description: 'Ascending.' }, DESC: { description: 'Descending.' } } as const,
});

const fieldDescriptions = {
  CREATED_AT: 'Time of creation.',
  NAME: 'Name, ignoring case.',
  FINISHED_AT: 'Time at which the task finished. Unfinished tasks come last when descending.',
  DELETED_AT: 'Time of deletion.',
} as const;
export type OrderField = keyof typeof fieldDescriptions;

/** Defines the input `<noun>Order` with the enum `<noun>OrderField`. */
export function orderInput<Field extends OrderField>(noun: string, fields: readonly Field[]) {
  const values = Object.fromEntries(fields.map((field) => [field, { description: String(fieldDescriptions[field]) }]));
  const OrderFieldEnum = builder.enumType(`${noun}OrderField`, {
    description: `Fields to order a list by. Ties are broken by the time of creation.`,
    // The record has exactly the given fields.
    values: values as Record<Field, { description: string }>,
  });
  return builder.inputType(`${noun}Order`, {
    description: 'Order of a list.',
    fields: (t) => ({
      field: t.field({ type: OrderFieldEnum, required: true, description: 'Field to order by.' }),
      direction: t.field({ type: OrderDirection, defaultValue: 'DESC', description: 'Direction of the order.' }),
    }),
  });
}

/** Arguments of the filters of all described items. */
export const itemFilterFields = (
  t: PothosSchemaTypes.InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>,
) => ({
  tags: t.stringList({ description: 'Return only items with all of these tags.' }),
  createdAfter: t.field({ type: 'DateTime', description: 'Return only items created at this time or later.' }),
  createdBefore: t.field({ type: 'DateTime', description: 'Return only items created before this time.' }),
});

export const searchDescription =
  'Return only items that have, for each of these words, a word that starts with it in the name, the description or a tag. Case is ignored.';

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    description: 'Length of the list: the number of items that match the filter, on all pages together.',
    resolve: (connection) => connection.totalCount(),
  }),
);

/** Returns the options of the types `<noun>Connection` and `<noun>Edge`. */
export const connectionTypes = (noun: string, plural: string) =>
  [
    { name: `${noun}Connection`, description: `A page of ${plural}.` },
    { name: `${noun}Edge`, description: 'An entry of the page, with its position in the list.' },
  ] as const;

/** Returns the id in the argument `organizationId` of a list; null for all organizations of the viewer. */
export const listedOrganization = ({ organizationId }: { organizationId?: string | null | undefined }) =>
  organizationId ? decodeId(organizationId, 'Organization', 'organizationId') : null;

type InputFields = PothosSchemaTypes.InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>;

/** Fields of the inputs that change a described item. */
const descriptionPatchFields = (t: InputFields) => ({
  name: t.string({ description: 'New name, of 1 to 200 characters.' }),
  description: t.string({ description: 'New description, of at most 5000 characters. May have several lines.' }),
  tags: t.stringList({
    description: 'New tags, which replace the previous ones: at most 20, of 1 to 50 characters each.',
  }),
});

/** Defines the mutation `update<noun>` and its input, which change the name, the description and the tags of an item. */
export function updateMutation<Item, Fields extends InputFieldMap = Record<never, never>>(
  noun: string,
  {
    type,
    note = '',
    fields,
    update,
  }: {
    type: ObjectRef<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>, Item>;
    /** Sentence to add to the description of the mutation. */
    note?: string;
    /** Fields of the input that only this type of item has. */
    fields?(t: InputFields): Fields;
    update(context: GraphQLContext, id: string, patch: DescriptionPatch & InputShapeFromFields<Fields>): Promise<Item>;
  },
): void {
  const article = /^[AEIOU]/.test(noun) ? 'an' : 'a';
  const input = builder.inputType(`Update${noun}Input`, {
    description: 'What to change; omitted fields stay unchanged.',
    fields: (t) => ({
      id: t.id({ required: true, description: `${noun} to change.` }),
      ...descriptionPatchFields(t),
      ...fields?.(t),
    }),
  });
  builder.mutationField(`update${noun}`, (t) =>
    t.field({
      type,
      errors: { types: [...accessErrors] },
      description: `Changes the name, the description or the tags of ${article} ${noun.toLowerCase()}. ${note}`.trim(),
      args: { input: t.arg({ type: input, required: true }) },
      // Safe: the input has the fields that `fields` returns, and an item is no list. Neither follows from a type parameter.
      resolve: (_, { input: { id, ...patch } }, context) =>
        update(
          context,
          decodeId(id, noun, 'input.id'),
          patch as DescriptionPatch & InputShapeFromFields<Fields>,
        ) as never,
    }),
  );
}

/** Fields of a described item that its users can change. */
export const descriptionFields = (
  t: PothosSchemaTypes.ObjectFieldBuilder<
    typeof builder.$inferSchemaTypes,
    { name: string; description: string; tags: string[] }
  >,
) => ({
  description: t.exposeString('description', { description: 'Description by its users. Empty by default.' }),
  tags: t.exposeStringList('tags', { description: 'Tags, for filters and search.' }),
});
