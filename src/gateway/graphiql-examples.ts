/** Initial content of GraphiQL: a tour of the API, operation by operation. A test runs all of them. */
export const exampleOperations = `# Welcome to Aias. Run these operations from top to bottom; the play button lets you select one.
# Register sets a session cookie that authenticates the later operations.

mutation Register {
  register(input: { username: "ada", password: "correct horse battery" }) {
    ... on RegisterPayload { user { username } token }
    ... on Error { message }
  }
}

# All model families and their hyperparameters.
query Catalogue {
  modelFamilies { name title objectives parameters { name type default minimum maximum description } }
}

# Then upload the file: curl -T iris.csv '<upload.url>'
mutation CreateDataset {
  createDataset(input: { name: "iris" }) {
    ... on CreateDatasetPayload { dataset { id } upload { url maxBytes expiresAt } }
    ... on Error { message }
  }
}

query Datasets {
  datasets(first: 5) {
    nodes {
      id
      name
      latest {
        state
        rejection { reason location }
        profile { ... on TableProfile { rows columns { name type missing } } ... on ImagesProfile { count classes { name count } } }
      }
    }
  }
}

mutation ConfigureModel($datasetId: ID!) {
  configureModel(input: {
    name: "iris, logistic regression"
    datasetId: $datasetId
    target: "species"
    parameters: { logisticRegression: { C: 1 } }
  }) {
    ... on Configuration { id inputs training { epochs learningRate } estimate { memoryBytes parameters stepsPerEpoch } }
    ... on InvalidInput { field message }
    ... on Error { message }
  }
}

mutation LaunchTask($configurationId: ID!) {
  launchTask(input: { train: { configurationId: $configurationId } }) {
    ... on Task { id state }
    ... on Error { message }
  }
}

# Replays all events from the start, then streams live events. Completes when the task finishes.
subscription Watch($taskId: ID!) {
  taskEvents(taskId: $taskId) {
    cursor
    seq
    ... on TaskStateChanged { from to reason }
    ... on TrainingProgressed { epoch epochs batch batches samplesPerSecond etaSeconds }
    ... on MetricsReported { epoch metrics { name value } }
    ... on LogWritten { level message }
  }
}

query Models {
  models(first: 5) {
    nodes {
      id
      name
      latest {
        version
        downloadUrl
        report { ... on ClassificationReport { accuracy confusionMatrix } ... on RegressionReport { r2 meanAbsoluteError } }
      }
    }
  }
}

mutation Predict($modelId: ID!) {
  predict(input: {
    modelId: $modelId
    rows: [{ sepal_length: 5.1, sepal_width: 3.5, petal_length: 1.4, petal_width: 0.2 }]
  }) {
    ... on PredictPayload { predictions { label probabilities { label probability } } }
    ... on InvalidInput { field message }
    ... on Error { message }
  }
}
`;
