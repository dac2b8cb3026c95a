/** The mutation that changes a model. */
import { builder } from '../../graphql/builder.ts';
import { decodeId } from '../../graphql/connection.ts';
import { accessErrors } from '../../graphql/errors.ts';
import { descriptionPatchFields } from '../../graphql/list.ts';
import { ModelRef } from './model.ts';

const UpdateModelInput = builder.inputType('UpdateModelInput', {
  description: 'What to change; omitted fields stay unchanged.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Model to change.' }),
    ...descriptionPatchFields(t),
  }),
});

builder.mutationField('updateModel', (t) =>
  t.field({
    type: ModelRef,
    errors: { types: [...accessErrors] },
    description: 'Changes the name, the description or the tags of a model.',
    args: { input: t.arg({ type: UpdateModelInput, required: true }) },
    resolve: (_, { input: { id, ...patch } }, { viewer, services }) =>
      services.models.update(viewer, decodeId(id, 'Model', 'input.id'), patch),
  }),
);
