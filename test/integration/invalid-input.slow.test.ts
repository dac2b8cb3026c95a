/** Invalid input of every kind gets its typed error, and the platform keeps working. */
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { separableCsv, uploadDataset } from '../support/api.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
let client: ApiClient;
/** Another user's client. */
let stranger: ApiClient;
const ids: Record<string, string> = {};

const operations = {
  register:
    'mutation ($input: RegisterInput!) { register(input: $input) { __typename ... on Error { message } ... on InvalidInput { field } } }',
  login: 'mutation ($input: LoginInput!) { login(input: $input) { __typename ... on Error { message } } }',
  createDataset:
    'mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { __typename ... on Error { message } ... on InvalidInput { field } } }',
  configureModel:
    'mutation ($input: ConfigureModelInput!) { configureModel(input: $input) { __typename ... on Node { id } ... on Error { message } ... on InvalidInput { field } } }',
  importModel:
    'mutation ($input: ImportModelInput!) { importModel(input: $input) { __typename ... on Error { message } ... on InvalidInput { field } } }',
  launchTask:
    'mutation ($input: LaunchTaskInput!) { launchTask(input: $input) { __typename ... on Error { message } ... on InvalidInput { field } } }',
  cancelTask:
    'mutation ($id: ID!) { cancelTask(id: $id) { __typename ... on Error { message } ... on InvalidInput { field } } }',
  createOrganization:
    'mutation ($input: CreateOrganizationInput!) { createOrganization(input: $input) { __typename ... on Node { id } ... on Error { message } ... on InvalidInput { field } } }',
  addMember:
    'mutation ($input: AddMemberInput!) { addMember(input: $input) { __typename ... on Error { message } ... on InvalidInput { field } } }',
  setMemberRole:
    'mutation ($input: SetMemberRoleInput!) { setMemberRole(input: $input) { __typename ... on Error { message } ... on InvalidInput { field } } }',
  removeMember:
    'mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { __typename ... on Error { message } ... on InvalidInput { field } } }',
  revokeSession:
    'mutation ($id: ID!) { revokeSession(id: $id) { __typename ... on Error { message } ... on InvalidInput { field } } }',
  predict:
    'mutation ($input: PredictInput!) { predict(input: $input) { __typename ... on Error { message } ... on InvalidInput { field } } }',
};

async function photo(seed: number): Promise<Uint8Array> {
  return sharp({ create: { width: 12, height: 10, channels: 3, background: { r: seed * 40, g: 90, b: 20 } } })
    .png()
    .toBuffer();
}

beforeAll(async () => {
  platform = await startTestPlatform();
  [client, stranger] = [await platform.signUp(), await platform.signUp()];
  ids.table = (await uploadDataset(client, `${separableCsv(40)}\n`)).id;
  const images = Object.fromEntries(
    await Promise.all(
      [1, 2, 3, 4].map(async (seed) => [`${seed % 2 ? 'odd' : 'even'}/${seed}.png`, await photo(seed)] as const),
    ),
  );
  ids.images = (await uploadDataset(client, zipSync(images))).id;
  ids.mixed = (
    await uploadDataset(
      client,
      [
        'id,price,color,same,note',
        ...Array.from({ length: 150 }, (_, n) => `${n},${n * 1.25},${n % 3 ? 'red' : 'blue'},1,"free text ${n}"`),
      ].join('\n'),
    )
  ).id;
  ids.foreign = (await uploadDataset(stranger, separableCsv(40))).id;
  ids.broken = (await uploadDataset(client, 'a,b\n1,2,3\n')).id;
  await client.request(operations.register, { input: { username: 'taken', password: 'correct horse battery' } });
  const { configureModel } = await client.request<{ configureModel: { id: string } }>(operations.configureModel, {
    input: { name: 'good', datasetId: ids.table, target: 'side', parameters: { logisticRegression: {} } },
  });
  ids.configuration = configureModel.id;
  const { createOrganization } = await client.request<{ createOrganization: { id: string } }>(
    operations.createOrganization,
    { input: { name: 'shared' } },
  );
  ids.organization = createOrganization.id;
  const { viewer } = await client.request<{ viewer: { id: string } }>('{ viewer { id } }');
  ids.viewer = viewer.id;
  const own = await stranger.request<{ viewer: { id: string; sessions: { id: string }[] } }>(
    '{ viewer { id sessions { id } } }',
  );
  ids.stranger = own.viewer.id;
  ids.foreignSession = own.viewer.sessions[0]?.id ?? '';
});
afterAll(() => platform.stop());

type Case = [
  name: string,
  operation: keyof typeof operations,
  variables: () => object,
  typename: string,
  field?: string,
];

const password = 'correct horse battery';
const nobody = Buffer.from('User:01a209e3-0000-7000-8000-000000000000').toString('base64');
const noModel = Buffer.from('Model:01a209e3-0000-7000-8000-000000000000').toString('base64');
const configure = (input: object) => () => ({
  input: { name: 'x', datasetId: ids.table, target: 'side', parameters: { mlp: {} }, ...input },
});

const anImport = (input: object) => () => ({
  input: { name: 'x', objective: 'CLASSIFICATION', classes: ['a', 'b'], ...input },
});
const images = (input: object) => () =>
  configure({ datasetId: ids.images, target: null, parameters: { pretrained: {} }, ...input })();

const member = (input: object) => () => ({ input: { organizationId: ids.organization, ...input } });

const cases: Case[] = [
  ['an import without a name', 'importModel', anImport({ name: ' ' }), 'InvalidInput', 'input.name'],
  [
    'an import for forecasting',
    'importModel',
    anImport({ objective: 'FORECASTING' }),
    'InvalidInput',
    'input.objective',
  ],
  ['an import without class names', 'importModel', anImport({ classes: null }), 'InvalidInput', 'input.classes'],
  ['a single class', 'importModel', anImport({ classes: ['a'] }), 'InvalidInput', 'input.classes'],
  ['a duplicate class', 'importModel', anImport({ classes: ['a', 'b', 'a'] }), 'InvalidInput', 'input.classes.2'],
  [
    'a regression with classes',
    'importModel',
    anImport({ objective: 'REGRESSION', columns: ['x'] }),
    'InvalidInput',
    'input.classes',
  ],
  [
    'a regression on images',
    'importModel',
    anImport({ objective: 'REGRESSION', classes: null }),
    'InvalidInput',
    'input.columns',
  ],
  ['a target for an image model', 'importModel', anImport({ target: 'y' }), 'InvalidInput', 'input.target'],
  [
    'a target among the columns of an import',
    'importModel',
    anImport({ columns: ['x', 'y'], target: 'y' }),
    'InvalidInput',
    'input.target',
  ],
  [
    'a pixel range for a table',
    'importModel',
    anImport({ columns: ['x'], pixelRange: 'ZERO_TO_255' }),
    'InvalidInput',
    'input.pixelRange',
  ],
  [
    'an import into a foreign organization',
    'importModel',
    anImport({ organizationId: Buffer.from('Organization:01a209e3-0000-7000-8000-000000000000').toString('base64') }),
    'NotFound',
  ],
  ['a fine-tuning family without a base model', 'configureModel', images({}), 'InvalidInput', 'input.baseModelId'],
  [
    'another family with a base model',
    'configureModel',
    images({ parameters: { cnn: {} }, baseModelId: noModel }),
    'InvalidInput',
    'input.baseModelId',
  ],
  ['a base model that does not exist', 'configureModel', images({ baseModelId: noModel }), 'NotFound'],
  [
    'fine-tuning on a table',
    'configureModel',
    configure({ parameters: { pretrained: {} }, baseModelId: noModel }),
    'InvalidInput',
    'input.datasetId',
  ],
  [
    'a username that is too short',
    'register',
    () => ({ input: { username: 'ab', password } }),
    'InvalidInput',
    'input.username',
  ],
  [
    'a username with spaces',
    'register',
    () => ({ input: { username: 'a b c', password } }),
    'InvalidInput',
    'input.username',
  ],
  [
    'a username with control characters',
    'register',
    () => ({ input: { username: 'abc\u0000', password } }),
    'InvalidInput',
    'input.username',
  ],
  [
    'a short password',
    'register',
    () => ({ input: { username: 'somebody', password: 'short' } }),
    'InvalidInput',
    'input.password',
  ],
  [
    'a password of 10,000 characters',
    'register',
    () => ({ input: { username: 'somebody', password: 'x'.repeat(10_000) } }),
    'InvalidInput',
    'input.password',
  ],
  [
    'a password equal to the username',
    'register',
    () => ({ input: { username: 'somebody', password: 'SOMEBODY' } }),
    'InvalidInput',
    'input.password',
  ],
  ['a taken username', 'register', () => ({ input: { username: 'taken', password } }), 'UsernameTaken'],
  ['a taken username in upper case', 'register', () => ({ input: { username: 'TAKEN', password } }), 'UsernameTaken'],
  [
    'a wrong password',
    'login',
    () => ({ input: { username: 'taken', password: 'wrong horse battery' } }),
    'InvalidCredentials',
  ],
  ['an unknown user', 'login', () => ({ input: { username: 'nobody-here', password } }), 'InvalidCredentials'],
  [
    'an organization without a name',
    'createOrganization',
    () => ({ input: { name: ' ' } }),
    'InvalidInput',
    'input.name',
  ],
  [
    'an organization with an overlong name',
    'createOrganization',
    () => ({ input: { name: 'x'.repeat(201) } }),
    'InvalidInput',
    'input.name',
  ],
  [
    'an organization name with control characters',
    'createOrganization',
    () => ({ input: { name: 'a\u0000' } }),
    'InvalidInput',
    'input.name',
  ],
  [
    'a login with control characters',
    'login',
    () => ({ input: { username: 'abc\u0000', password } }),
    'InvalidCredentials',
  ],
  ['an unknown member', 'addMember', member({ username: 'nobody-here', role: 'VIEWER' }), 'NotFound'],
  ['a member without a name', 'addMember', member({ username: '', role: 'VIEWER' }), 'NotFound'],
  [
    'a member whose name has control characters',
    'addMember',
    member({ username: 'a\u0000', role: 'VIEWER' }),
    'NotFound',
  ],
  [
    'a dataset id as the organization of a member',
    'addMember',
    () => member({ organizationId: ids.table, username: 'taken', role: 'VIEWER' })(),
    'InvalidInput',
    'input.organizationId',
  ],
  [
    'a malformed organization id of a member',
    'addMember',
    member({ organizationId: 'nonsense', username: 'taken', role: 'VIEWER' }),
    'NotFound',
  ],
  [
    'an organization id as the user of a role',
    'setMemberRole',
    () => member({ userId: ids.organization, role: 'ADMIN' })(),
    'InvalidInput',
    'input.userId',
  ],
  ['a role for an unknown user', 'setMemberRole', member({ userId: nobody, role: 'ADMIN' }), 'NotFound'],
  ['a role for a non-member', 'setMemberRole', () => member({ userId: ids.stranger, role: 'ADMIN' })(), 'NotFound'],
  [
    'a lower role for the only owner',
    'setMemberRole',
    () => member({ userId: ids.viewer, role: 'ADMIN' })(),
    'Conflict',
  ],
  [
    'a dataset id as the member to remove',
    'removeMember',
    () => member({ userId: ids.table })(),
    'InvalidInput',
    'input.userId',
  ],
  ['the removal of a non-member', 'removeMember', () => member({ userId: ids.stranger })(), 'NotFound'],
  ['the removal of the only owner', 'removeMember', () => member({ userId: ids.viewer })(), 'Conflict'],
  ['revoking a malformed session id', 'revokeSession', () => ({ id: 'nonsense' }), 'NotFound'],
  ['revoking a foreign session', 'revokeSession', () => ({ id: ids.foreignSession }), 'NotFound'],
  ['a user id as the session to revoke', 'revokeSession', () => ({ id: ids.viewer }), 'InvalidInput', 'id'],
  ['an empty password', 'login', () => ({ input: { username: 'taken', password: '' } }), 'InvalidCredentials'],
  ['a NUL in the name of a dataset', 'createDataset', () => ({ input: { name: 'a\0' } }), 'InvalidInput', 'input.name'],
  ['a NUL in the name of a configuration', 'configureModel', configure({ name: 'a\0' }), 'InvalidInput', 'input.name'],
  ['a NUL in the name of an import', 'importModel', anImport({ name: 'a\0' }), 'InvalidInput', 'input.name'],
  [
    'a NUL in an idempotency key',
    'launchTask',
    () => ({ input: { train: { configurationId: ids.configuration, idempotencyKey: 'a\0' } } }),
    'InvalidInput',
    'input.train.idempotencyKey',
  ],
  ['a class with a NUL', 'importModel', anImport({ classes: ['a', 'b\0'] }), 'InvalidInput', 'input.classes.1'],
  ['a dataset without a name', 'createDataset', () => ({ input: { name: '  ' } }), 'InvalidInput', 'input.name'],
  [
    'a dataset with an overlong name',
    'createDataset',
    () => ({ input: { name: 'x'.repeat(1000) } }),
    'InvalidInput',
    'input.name',
  ],
  [
    'a malformed organization id',
    'createDataset',
    () => ({ input: { name: 'x', organizationId: 'nonsense' } }),
    'NotFound',
  ],
  [
    'a dataset id as the organization',
    'createDataset',
    () => ({ input: { name: 'x', organizationId: ids.table } }),
    'InvalidInput',
    'input.organizationId',
  ],
  [
    'a new version of a foreign dataset',
    'createDataset',
    () => ({ input: { name: 'x', datasetId: ids.foreign } }),
    'NotFound',
  ],
  ['an unknown column as target', 'configureModel', configure({ target: 'sied' }), 'InvalidInput', 'input.target'],
  ['no target', 'configureModel', configure({ target: null }), 'InvalidInput', 'input.target'],
  ['an unknown input column', 'configureModel', configure({ inputs: ['x', 'z'] }), 'InvalidInput', 'input.inputs.1'],
  [
    'the target among the inputs',
    'configureModel',
    configure({ inputs: ['x', 'side'] }),
    'InvalidInput',
    'input.inputs.1',
  ],
  ['a column named twice', 'configureModel', configure({ inputs: ['x', 'x'] }), 'InvalidInput', 'input.inputs.1'],
  ['no inputs at all', 'configureModel', configure({ inputs: [] }), 'InvalidInput', 'input.inputs'],
  [
    'text as an input',
    'configureModel',
    configure({ datasetId: null, target: 'price', inputs: ['note'] }),
    'InvalidInput',
    'input.inputs.0',
  ],
  [
    'text as a target',
    'configureModel',
    configure({ datasetId: null, target: 'note' }),
    'InvalidInput',
    'input.target',
  ],
  [
    'a constant target',
    'configureModel',
    configure({ datasetId: null, target: 'same' }),
    'InvalidInput',
    'input.target',
  ],
  [
    'classes for a regression',
    'configureModel',
    configure({ parameters: { linearRegression: {} } }),
    'InvalidInput',
    'input.target',
  ],
  [
    'a quantity for a classification',
    'configureModel',
    configure({ datasetId: null, target: 'price', parameters: { logisticRegression: {} } }),
    'InvalidInput',
    'input.target',
  ],
  [
    'an image family on a table',
    'configureModel',
    configure({ parameters: { cnn: {} } }),
    'InvalidInput',
    'input.parameters',
  ],
  [
    'a table family on images',
    'configureModel',
    () => configure({ datasetId: ids.images, target: null })(),
    'InvalidInput',
    'input.parameters',
  ],
  [
    'a target for images',
    'configureModel',
    () => configure({ datasetId: ids.images, parameters: { cnn: {} } })(),
    'InvalidInput',
    'input.target',
  ],
  [
    'a batch larger than the data',
    'configureModel',
    configure({ training: { batchSize: 1000 } }),
    'InvalidInput',
    'input.training.batchSize',
  ],
  [
    'a learning rate below zero',
    'configureModel',
    configure({ training: { learningRate: -1 } }),
    'InvalidInput',
    'input.training.learningRate',
  ],
  [
    'a million epochs',
    'configureModel',
    configure({ training: { epochs: 1_000_000 } }),
    'InvalidInput',
    'input.training.epochs',
  ],
  [
    'a split that leaves nothing',
    'configureModel',
    configure({ split: { testFraction: 0.6, validationFraction: 0.5 } }),
    'InvalidInput',
    'input.split.testFraction',
  ],
  [
    'a fraction above one',
    'configureModel',
    configure({ split: { testFraction: 2 } }),
    'InvalidInput',
    'input.split.testFraction',
  ],
  [
    'early stopping without a validation set',
    'configureModel',
    configure({ split: { validationFraction: 0 }, training: { earlyStopping: { patience: 3 } } }),
    'InvalidInput',
    'input.split.validationFraction',
  ],
  [
    'a dropout of 3',
    'configureModel',
    configure({ parameters: { mlp: { dropout: 3 } } }),
    'InvalidInput',
    'input.parameters.mlp.dropout',
  ],
  [
    'a billion units',
    'configureModel',
    configure({ parameters: { mlp: { hiddenUnits: [1_000_000_000] } } }),
    'InvalidInput',
    'input.parameters.mlp.hiddenUnits.0',
  ],
  [
    'no layers',
    'configureModel',
    configure({ parameters: { mlp: { hiddenUnits: [] } } }),
    'InvalidInput',
    'input.parameters.mlp.hiddenUnits',
  ],
  ['a configuration without a name', 'configureModel', configure({ name: '' }), 'InvalidInput', 'input.name'],
  [
    'a rejected dataset',
    'configureModel',
    () => configure({ datasetId: ids.broken })(),
    'InvalidInput',
    'input.datasetId',
  ],
  ['a foreign dataset', 'configureModel', () => configure({ datasetId: ids.foreign })(), 'NotFound'],
  [
    'a dataset that does not exist',
    'configureModel',
    configure({ datasetId: Buffer.from('Dataset:01a209e3-0000-7000-8000-000000000000').toString('base64') }),
    'NotFound',
  ],
  [
    'a dataset id as the configuration',
    'launchTask',
    () => ({ input: { train: { configurationId: ids.table } } }),
    'InvalidInput',
    'input.train.configurationId',
  ],
  [
    'a priority out of range',
    'launchTask',
    () => ({ input: { train: { configurationId: ids.configuration, priority: 1000 } } }),
    'InvalidInput',
    'input.train.priority',
  ],
  [
    'an empty idempotency key',
    'launchTask',
    () => ({ input: { train: { configurationId: ids.configuration, idempotencyKey: '' } } }),
    'InvalidInput',
    'input.train.idempotencyKey',
  ],
  [
    'too many trials',
    'launchTask',
    () => ({ input: { tune: { configurationId: ids.configuration, trials: 5000 } } }),
    'InvalidInput',
    'input.tune.trials',
  ],
  [
    'a model that does not exist',
    'launchTask',
    () => ({ input: { evaluate: { modelId: 'TW9kZWw6MQ==', datasetId: ids.table } } }),
    'NotFound',
  ],
  ['a task that does not exist', 'cancelTask', () => ({ id: 'nonsense' }), 'NotFound'],
  [
    'a prediction with a model that does not exist',
    'predict',
    () => ({ input: { modelId: 'nonsense', rows: [{}] } }),
    'NotFound',
  ],
  ['a prediction without samples for a missing model', 'predict', () => ({ input: { modelId: noModel } }), 'NotFound'],
];

describe('a mutation returns a typed error for', () => {
  test.each(cases)('%s', async (_, operation, variables, typename, field) => {
    const given = JSON.parse(JSON.stringify(variables()), (key, value) =>
      key === 'datasetId' && value === null ? ids.mixed : value,
    );
    const answer = await client.request<Record<string, { __typename: string; message: string; field?: string }>>(
      operations[operation],
      given,
    );
    expect(answer[operation]).toMatchObject({ __typename: typename, message: expect.stringMatching(/\S{2,}/) });
    expect(answer[operation]?.field).toBe(field);
  });
});

describe('ingestion rejects with reason and location', () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const files: [string, () => Promise<string | Uint8Array> | string | Uint8Array, RegExp, RegExp | null][] = [
    ['a ragged row', () => 'a,b\n1,2\n3\n', /1 fields.*2 columns/, /line 3/],
    ['two columns with the same name', () => 'a,a\n1,2\n', /named "a"/, /line 1/],
    ['a column without a name', () => 'a,\n1,2\n', /no name/, /line 1/],
    ['a header without rows', () => 'a,b\n', /no rows/, null],
    ['an open quotation mark', () => 'a,b\n1,"2\n3,4\n', /quotation mark/, /line/],
    ['text that is not UTF-8', () => Uint8Array.of(97, 44, 98, 10, 0xff, 0xfe, 44, 49, 10), /UTF-8/, null],
    ['binary data', () => Uint8Array.of(1, 2, 0, 3, 0, 0, 7), /Unsupported file type/, null],
    ['a truncated zip', async () => zipSync({ 'a/1.png': await photo(1) }).slice(0, 60), /not a zip/, null],
    [
      'paths outside the archive',
      () => zipSync({ '../../evil.png': utf8('x') }),
      /invalid relative path|cannot be read/i,
      null,
    ],
    [
      'an invalid image',
      async () => zipSync({ 'a/1.png': await photo(1), 'b/2.png': utf8('not a picture') }),
      /cannot be decoded/,
      /b\/2\.png/,
    ],
    [
      'a truncated image',
      async () => zipSync({ 'a/1.png': await photo(1), 'b/2.png': (await photo(2)).slice(0, 60) }),
      /cannot be decoded/,
      /b\/2\.png/,
    ],
    ['a single class', async () => zipSync({ 'a/1.png': await photo(1) }), /At least two/, null],
    [
      'files next to the class folders',
      async () => zipSync({ 'readme.txt': utf8('hello'), 'a/1.png': await photo(1) }),
      /folder of its class/,
      /readme\.txt/,
    ],
    [
      'an IDX file without its labels',
      () => zipSync({ 'train-images-idx3-ubyte': utf8('x') }),
      /label file.*missing/,
      /train-images/,
    ],
    [
      'an IDX file of the wrong kind',
      () =>
        zipSync({
          'train-images-idx3-ubyte': utf8('not idx at all.......'),
          'train-labels-idx1-ubyte': utf8('neither is this'),
        }),
      /Not an IDX file/,
      /train-images/,
    ],
  ];
  test.each(files)('%s', async (_, content, reason, location) => {
    const dataset = await uploadDataset(client, await content());
    expect(dataset.state).toBe('REJECTED');
    expect(dataset.rejection?.reason).toMatch(reason);
    if (location) expect(dataset.rejection?.location).toMatch(location);
  });
});

describe('PUT /uploads', () => {
  test('rejects unknown tickets, empty files and second uploads', async () => {
    expect((await fetch(`${platform.url}/uploads/nonsense`, { method: 'PUT', body: 'a' })).status).toBe(404);
    const { createDataset } = await client.request<{ createDataset: { upload: { url: string } } }>(
      'mutation { createDataset(input: { name: "x" }) { ... on CreateDatasetPayload { upload { url } } } }',
    );
    const put = (body: string) => fetch(createDataset.upload.url, { method: 'PUT', body });
    const empty = await put('');
    expect([empty.status, await empty.json()]).toMatchObject([400, { error: { code: 'INVALID_INPUT' } }]);
    expect((await put('a,b\n1,2\n')).status).toBe(200);
    const second = await put('a,b\n1,2\n');
    expect([second.status, await second.json()]).toMatchObject([409, { error: { code: 'CONFLICT' } }]);
  });
});

test('answers Unauthenticated to every operation without a session', async () => {
  const ask = async (query: string) => {
    const response = await fetch(`${platform.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    return response.json();
  };
  expect(await ask('{ viewer { username } workers { id } }')).toMatchObject({ data: { viewer: null, workers: [] } });
  expect(await ask('{ datasets { nodes { id } } }')).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
  expect(await ask(`{ node(id: "${ids.table}") { id } }`)).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
  expect(await ask('mutation { createDataset(input: { name: "x" }) { __typename } }')).toMatchObject({
    data: { createDataset: { __typename: 'Unauthenticated' } },
  });
});

test('stays ready and accepts a valid upload after all invalid inputs', async () => {
  const { state } = await uploadDataset(client, separableCsv(20));
  expect(state).toBe('READY');
  expect((await fetch(`${platform.url}/readyz`)).status).toBe(200);
});
