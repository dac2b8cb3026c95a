/** The GraphQL operations of the demo, which can also be pasted into GraphiQL. */

const problem = '... on Error { message } ... on InvalidInput { field }';

export const register = `mutation ($input: RegisterInput!) {
  register(input: $input) { ... on RegisterPayload { token } ${problem} }
}`;

export const createDataset = `mutation ($input: CreateDatasetInput!) {
  createDataset(input: $input) { ... on CreateDatasetPayload { dataset { id } upload { url } } ${problem} }
}`;

export const datasetState = `query ($id: ID!) {
  node(id: $id) {
    ... on Dataset {
      latestVersion {
        state
        rejection { reason location }
        profile {
          ... on TableProfile { rowCount columns { name type distinctCount isInteger } preview }
          ... on ImageProfile { imageCount classes { name count } thumbnails { label dataUrl } }
        }
      }
    }
  }
}`;

export const configureModel = `mutation ($input: ConfigureModelInput!) {
  configureModel(input: $input) { ... on Configuration { id objective } ${problem} }
}`;

export const launchTask = `mutation ($input: LaunchTaskInput!) {
  launchTask(input: $input) { ... on Task { id } ${problem} }
}`;

export const taskEvents = `subscription ($taskId: ID!) {
  taskEvents(taskId: $taskId) {
    __typename
    seq
    at
    ... on TaskStateChanged { to reason }
    ... on TrainingProgressed { epoch epochs batch batches samplesPerSecond etaSeconds }
    ... on MetricsReported { epoch metrics { name value } }
    ... on LogWritten { message }
  }
}`;

export const taskResult = `query ($id: ID!) {
  node(id: $id) {
    ... on Task {
      state
      failureReason
      outputModelVersion {
        model { id }
        downloadUrl
        environment { device durationSeconds trainSampleCount testSampleCount parameterCount }
        evaluation {
          __typename
          ... on ClassificationReport { accuracy macroF1 sampleCount confusionMatrix perClass { name precision recall f1 support } }
          ... on RegressionReport { r2 meanAbsoluteError rootMeanSquaredError sampleCount }
        }
      }
    }
  }
}`;

export const predict = `mutation ($input: PredictInput!) {
  predict(input: $input) {
    ... on PredictPayload { predictions { label value probabilities { label probability } } }
    ${problem}
  }
}`;
