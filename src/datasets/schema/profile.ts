/** GraphQL union of the profiles of dataset versions. */
import { builder } from '../../graphql/builder.ts';
import type { DatasetProfile } from '../profile.ts';
import { ImagesProfileRef } from './images-profile.ts';
import { TableProfileRef } from './table-profile.ts';

export const ProfileUnion = builder.unionType('DatasetProfile', {
  description: 'Summary of the contents of a dataset version.',
  types: [TableProfileRef, ImagesProfileRef],
  resolveType: (profile: DatasetProfile) => (profile.kind === 'table' ? TableProfileRef : ImagesProfileRef),
});
