/** GraphQL type of a model, and the fields of versions and configurations that lead to it. */
import { OrganizationRef } from '../../accounts/schema.ts';
import { ConfigurationRef } from '../../configurations/schema.ts';
import { builder, connectionComplexity } from '../../graphql/builder.ts';
import { isUuid, pageSize } from '../../graphql/connection.ts';
import { descriptionFields } from '../../graphql/list.ts';
import type { Model } from '../model-repository.ts';
import type { ModelService } from '../model-service.ts';
import { ModelVersionRef } from './model-version.ts';

declare module '../../graphql/context.ts' {
  interface Services {
    models: ModelService;
  }
}

export const ModelRef = builder.objectRef<Model>('Model');

builder.node(ModelRef, {
  description: 'A trained or imported model. Every finished training run of its configuration adds a version.',
  id: { resolve: ({ id }) => id },
  loadOne: (id, { viewer, services }) => (isUuid(id) ? services.models.byId(viewer, id) : null),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the model.' }),
    ...descriptionFields(t),
    organization: t.field({
      type: OrganizationRef,
      resolve: ({ organizationId }, _, { viewer, services }) =>
        services.accounts.organizationById(viewer, organizationId),
    }),
    configuration: t.field({
      type: ConfigurationRef,
      nullable: true,
      description: 'Configuration that the model is trained from. Null for imported models.',
      resolve: ({ configurationId }, _, { viewer, services }) =>
        configurationId ? services.configurations.byId(viewer, configurationId) : null,
    }),
    versions: t.field({
      type: [ModelVersionRef],
      description: 'Versions, newest first.',
      complexity: connectionComplexity,
      args: {
        first: t.arg.int({ description: 'Number of versions to return. Range 0-100. Default: 20.' }),
        before: t.arg.int({
          description: 'Return only versions with a lower number. Pass the last number of a page to get the next page.',
        }),
      },
      resolve: ({ id }, { first, before }, { services }) =>
        services.models.versions(id, pageSize(first), before ?? null),
    }),
    version: t.field({
      type: ModelVersionRef,
      nullable: true,
      description: 'Version with the given number. Null when there is none.',
      args: { number: t.arg.int({ required: true, description: 'Number of the version.' }) },
      resolve: ({ id }, { number }, { services }) => services.models.versionOf(id, number),
    }),
    latest: t.field({
      type: ModelVersionRef,
      description: 'The newest version. Predictions use it unless they specify another one.',
      async resolve({ id }, _, { services }) {
        const latest = await services.models.versionOf(id, null);
        if (!latest) throw new Error(`Model ${id} has no version.`);
        return latest;
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Time of creation.' }),
    deletedAt: t.expose('deletedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'Time at which the model was moved to the trash. Until it is restored, it is reachable only from configurations that fine-tune it. Null when not deleted.',
    }),
  }),
});

builder.objectField(ModelVersionRef, 'model', (t) =>
  t.field({
    type: ModelRef,
    description: 'Model of the version, even when it is in the trash (see `Model.deletedAt`).',
    resolve: ({ modelId }, _, { viewer, services }) => services.models.findIncludingDeleted(viewer, modelId),
  }),
);

builder.objectField(ConfigurationRef, 'base', (t) =>
  t.field({
    type: ModelVersionRef,
    nullable: true,
    description:
      'Model version that is fine-tuned. Null for a family that trains from scratch, and when the base model was permanently deleted.',
    resolve: ({ base }, _, { viewer, services }) =>
      base ? services.models.findVersionIncludingDeleted(viewer, base.versionId) : null,
  }),
);
