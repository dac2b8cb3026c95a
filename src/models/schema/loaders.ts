/** Batched loads of models, their versions and the details of versions. */
import { batched } from '../../graphql/loader.ts';
import type { ModelDetails, ModelVersion, Score } from '../model.ts';
import type { Model } from '../model-repository.ts';
import { unlessDeleted } from '../model-service.ts';
import type { Evaluated } from '../sample-predictions.ts';

/** Loads a model, even if it was deleted. @throws NotFound, Unauthenticated */
export const loadModelIncludingDeleted = batched<string, Model>((ids, { viewer, services }) =>
  services.models.byIdsIncludingDeleted(viewer, ids),
);

/** Loads a model that was not deleted. @throws NotFound, Unauthenticated */
export const loadModel = batched<string, Model>(async (ids, { viewer, services }) =>
  (await services.models.byIdsIncludingDeleted(viewer, ids)).map(unlessDeleted),
);

/** Loads a version by its id; null if it does not exist. The caller authorizes access. */
export const loadModelVersion = batched<string, ModelVersion | null>((ids, { services }) =>
  services.models.versionsByIds(ids),
);

/** Loads the version of a model with a number; null means the newest. The caller has authorized access. */
export const loadVersionByNumber = batched<string, ModelVersion | null, number | null>(
  (modelIds, { services }, number) => services.models.versionsByNumber(modelIds, number),
);

/** Loads a page of the versions of a model, newest first. The caller has authorized access. */
export const loadVersions = batched<string, ModelVersion[], { limit: number; before: number | null }>(
  (modelIds, { services }, { limit, before }) => services.models.versions(modelIds, limit, before),
);

/** Loads the version that a task produced; null if there is none, or if its model was deleted. The caller has authorized access. */
export const loadVersionOfTask = batched<string, ModelVersion | null>((taskIds, { services }) =>
  services.models.versionsOfTasks(taskIds),
);

/** Loads the ID of the user who made a model; null if it is not recorded. The caller has authorized access. */
export const loadCreatorId = batched<string, string | null>((modelIds, { services }) =>
  services.models.creatorsOf(modelIds),
);

/** Loads the main metric of a version; null if it has none. The caller has authorized access. */
export const loadScore = batched<string, Score | null>((versionIds, { services }) =>
  services.models.scoresOf(versionIds),
);

/** Loads the evaluated samples of a report by their key. The caller has authorized access to the report. */
export const loadEvaluated = batched<string, Evaluated>((keys, { viewer, services }) =>
  services.models.evaluatedOf(keys, viewer?.userId ?? ''),
);

/** Loads the details of a version. The caller has authorized access. */
export const loadDetails = batched<string, ModelDetails>((versionIds, { viewer, services }) =>
  services.models.detailsOf(versionIds, viewer?.userId ?? ''),
);
