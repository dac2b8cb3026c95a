/** The mutation that changes a model. */
import { updateMutation } from '../../graphql/list.ts';
import { ModelRef } from './model.ts';

updateMutation('Model', {
  type: ModelRef,
  update: ({ viewer, services }, id, patch) => services.models.update(viewer, id, patch),
});
