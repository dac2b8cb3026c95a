/** GraphQL type of a model, and the fields of versions and configurations that lead to it. */
import { loadOrganization, loadUser } from '../../accounts/loaders.ts';
import { OrganizationRef, UserRef } from '../../accounts/schema.ts';
import { loadConfiguration } from '../../configurations/loaders.ts';
import { ConfigurationRef } from '../../configurations/schema.ts';
import { builder, connectionComplexity } from '../../graphql/builder.ts';
import { isUuid, pageSize } from '../../graphql/connection.ts';
import { descriptionFields } from '../../graphql/list.ts';
import type { Model } from '../model-repository.ts';
import type { ModelService } from '../model-service.ts';
import {
  loadCreatorId,
  loadModel,
  loadModelIncludingDeleted,
  loadModelVersion,
  loadVersionByNumber,
  loadVersions,
} from './loaders.ts';
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
  loadOne: (id, context) => (isUuid(id) ? loadModel(context, id) : null),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the model.' }),
    ...descriptionFields(t),
    organization: t.field({
      type: OrganizationRef,
      resolve: ({ organizationId }, _, context) => loadOrganization(context, organizationId),
    }),
    configuration: t.field({
      type: ConfigurationRef,
      nullable: true,
      description: 'Configuration that the model is trained from. Null for imported models.',
      resolve: ({ configurationId }, _, context) =>
        configurationId ? loadConfiguration(context, configurationId) : null,
    }),
    versions: t.field({
      type: [ModelVersionRef],
      description: 'Versions, newest first.',
      complexity: connectionComplexity,
      args: {
        first: t.arg.int({ defaultValue: 20, description: 'Number of versions to return. Range 0-100.' }),
        before: t.arg.int({
          description: 'Return only versions with a lower number. Pass the last number of a page to get the next page.',
        }),
      },
      resolve: ({ id }, { first, before }, context) =>
        loadVersions(context, id, { limit: pageSize(first), before: before ?? null }),
    }),
    version: t.field({
      type: ModelVersionRef,
      nullable: true,
      description: 'Version with the given number. Null when there is none.',
      args: { number: t.arg.int({ required: true, description: 'Number of the version.' }) },
      resolve: ({ id }, { number }, context) => loadVersionByNumber(context, id, number),
    }),
    latestVersion: t.field({
      type: ModelVersionRef,
      description: 'The newest version. Predictions use it unless they specify another one.',
      async resolve({ id }, _, context) {
        const latest = await loadVersionByNumber(context, id, null);
        if (!latest) throw new Error(`Model ${id} has no version.`);
        return latest;
      },
    }),
    createdBy: t.field({
      type: UserRef,
      nullable: true,
      description: 'User who configured or imported the model. Null when this is not recorded.',
      async resolve({ id }, _, context) {
        const userId = await loadCreatorId(context, id);
        return userId ? loadUser(context, userId) : null;
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
    resolve: ({ modelId }, _, context) => loadModelIncludingDeleted(context, modelId),
  }),
);

builder.objectField(ConfigurationRef, 'baseModelVersion', (t) =>
  t.field({
    type: ModelVersionRef,
    nullable: true,
    description:
      'Model version that is fine-tuned. Null for a family that trains from scratch, and when the base model was permanently deleted.',
    async resolve({ baseModelVersion }, _, context) {
      const version = baseModelVersion && (await loadModelVersion(context, baseModelVersion.versionId));
      // Authorizes access.
      if (version) await loadModelIncludingDeleted(context, version.modelId);
      return version;
    },
  }),
);
