/** Every check that guards the code is shown to fail on a planted fault: a check that cannot fail guards nothing. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { validateManifests } from '../../scripts/kubernetes/validate.ts';
import { manifestMutations } from '../support/manifest-mutations.ts';

let copy: string;
const parts = [
  'src',
  'scripts',
  'migrations',
  'bin',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'biome.json',
  'knip.json',
  '.dependency-cruiser.cjs',
  'schema.graphql',
  'CHANGELOG.md',
  'docs/api-changes.md',
  'docs/releases',
  'drizzle.config.ts',
  'vitest.config.ts',
  'test/support/patience.ts',
  'test/support/set-reporter.ts',
  'docker-compose.yml',
  'deploy',
  '.gitignore',
];

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'aias-checks-'));
  for (const part of parts) cpSync(resolve(part), join(copy, part), { recursive: true });
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  execFileSync('git', ['init', '-q'], { cwd: copy });
});
afterAll(() => rmSync(copy, { recursive: true }));

function passes(command: string): { ok: boolean; output: string } {
  try {
    return {
      ok: true,
      output: execFileSync('npm', ['run', '-s', command], { cwd: copy, encoding: 'utf8', stdio: 'pipe' }),
    };
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return { ok: false, output: `${stdout}${stderr}` };
  }
}

/** Changes a file of the copy, looks, and takes it back. */
async function withChange<T>(file: string, change: (text: string) => string, look: () => T): Promise<Awaited<T>> {
  const path = join(copy, file);
  const original = readFileSync(path, 'utf8');
  writeFileSync(path, change(original));
  try {
    return await look();
  } finally {
    writeFileSync(path, original);
  }
}

const append = (text: string) => (original: string) => `${original}\n${text}\n`;

const englishTexts = 'src/dashboard/i18n/languages/en.json';
const chineseTexts = 'src/dashboard/i18n/languages/zh-Hans.json';

/** Planted together where one check finds them: what takes long is to start it. */
const faults: [
  check: string,
  faults: [fault: string, file: string, change: (text: string) => string, says: RegExp][],
][] = [
  [
    'check:lint',
    [
      ['an unused import', 'src/version.ts', (text) => `import { join } from 'node:path';\n${text}`, /noUnusedImports/],
      ['the type any', 'src/process.ts', append('export const anything: any = 1;'), /noExplicitAny/],
    ],
  ],
  [
    'check:types',
    [
      ['a number that is a string', 'src/version.ts', append("export const wrong: number = 'text';"), /TS2322/],
      // The compiler finds it in this file as it does among all of them, only sooner.
      [
        'in a project of that file',
        'tsconfig.json',
        (text) => text.replace(/"include": \[[^\]]*\]/, '"include": ["src/version.ts"]'),
        /version\.ts/,
      ],
    ],
  ],
  [
    'check:writes',
    [
      [
        'a key without a column behind a spread',
        'src/datasets/dataset-repository.ts',
        (text) => text.replace('sha256: string; sizeBytes: number }', 'sha256: string; bytes: number }'),
        /dataset-repository\.ts:\d+: the table has no column for: bytes/,
      ],
    ],
  ],
  [
    'check:imports',
    [
      [
        'learning that knows the database',
        'src/learning/random.ts',
        append("import '../database/id.ts';"),
        /learning-is-pure/,
      ],
      [
        'a feature that knows the gateway',
        'src/tasks/task.ts',
        append("import '../gateway/http/request.ts';"),
        /imports-down-only/,
      ],
      [
        "another feature's repository",
        'src/models/prediction.ts',
        append("import '../tasks/task-repository.ts';"),
        /repositories-are-private/,
      ],
      [
        'two files that import a type of each other',
        'src/errors.ts',
        append("export type Change = import('./names.ts').DescriptionPatch;"),
        /no-cycles/,
      ],
      ['a shared module that needs Node', 'src/shared/quote.ts', append("import 'node:fs';"), /shared-runs-everywhere/],
      [
        'a dashboard that loads code of the server',
        'src/dashboard/theme.ts',
        append("import '../names.ts';"),
        /dashboard-speaks-graphql-only/,
      ],
      [
        'a process that loads the code of another',
        'src/app/trainer.ts',
        append("import './quotas.ts';"),
        /composition-roots-are-separate/,
      ],
      [
        'a command line that loads a part at start',
        'src/cli.ts',
        append("import './app/quotas.ts';"),
        /commands-load-on-demand/,
      ],
    ],
  ],
  [
    'check:unused',
    [['an export that nobody uses', 'src/version.ts', append('export const forgotten = 1;'), /forgotten/]],
  ],
  [
    'check:source',
    [
      [
        'a reader of the environment',
        'src/version.ts',
        append('export const home = process.env.HOME;'),
        /only src\/config\/own-environment\.ts may/,
      ],
      [
        "a registry's address",
        'package-lock.json',
        (text) => text.replace('"version":', `"${'resolved'}": "x",\n"version":`),
        /package-lock/,
      ],
      [
        'a comment without a subject',
        'src/version.ts',
        append(`/** ${'Of'} the release that runs here. */`),
        /version\.ts: a comment opens with "Of"/,
      ],
      [
        'a comment about an unnamed person',
        'src/names.ts',
        append(`// A name that ${'somebody'} gave.`),
        /names\.ts: "somebody" in the comment/,
      ],
      ['a bound that is no max', 'src/process.ts', append(`const ${'most'}Children = 3;`), /called most\w+/],
      [
        'a text in title case',
        englishTexts,
        (text) => text.replace('"The trash is empty"', '"Empty Trash"'),
        /"Empty Trash" is in title case/,
      ],
      [
        'a text about an unnamed person',
        englishTexts,
        (text) => text.replace('"No runs selected"', `"${'Somebody'} selected no runs"`),
        /en\.json: "Somebody" in the text/,
      ],
    ],
  ],
  [
    'check:texts',
    [
      [
        'a missing message',
        chineseTexts,
        (text) => text.replace(/"skipToContent": .*\n/, ''),
        /zh-Hans\.json: common\.skipToContent is missing/,
      ],
      [
        'a surplus message',
        chineseTexts,
        (text) => text.replace('"common": {', '"common": { "planted": "多余", '),
        /zh-Hans\.json: common\.planted does not exist in English/,
      ],
      [
        'a placeholder that English lacks',
        chineseTexts,
        (text) => text.replace('还差 {count, number}', '还差 {planted}'),
        /zh-Hans\.json: common\.behind has the placeholder planted/,
      ],
      [
        'a malformed message',
        englishTexts,
        (text) => text.replace('"Image {number, number}"', '"Image {number, number"'),
        /en\.json: reportSamples\.image is malformed/,
      ],
    ],
  ],
  [
    'check:dashboard',
    [
      [
        'a message that the types lack',
        englishTexts,
        (text) => text.replace('"common": {', '"common": { "planted": "New", '),
        /i18n\/generated\.ts is out of date/,
      ],
    ],
  ],
  [
    'check:schema',
    [
      [
        'a field that schema.graphql lacks',
        'src/accounts/schema.ts',
        (text) => text.replace('personal: t.boolean(', "extra: t.exposeString('name'),\n    personal: t.boolean("),
        /npm run schema/,
      ],
      [
        'a schema of the unreleased version that lacks a field',
        'docs/releases/0.1.0.graphql',
        (text) => text.replace('  latestVersion: DatasetVersion!', ''),
        /npm run schema/,
      ],
    ],
  ],
  [
    'check:schema-lint',
    [
      [
        'a field without a description, in snake case',
        'schema.graphql',
        (text) =>
          text.replace('  latestVersion: DatasetVersion!', '  latestVersion: DatasetVersion!\n  latest_state: String'),
        /require-description[\s\S]*naming-convention|naming-convention[\s\S]*require-description/,
      ],
      [
        'a deprecation without a date',
        'schema.graphql',
        (text) =>
          text.replace('  isPersonal: Boolean!', '  personal: Boolean! @deprecated(reason: "Use `viewerRole`.")'),
        /deprecation of Organization\.personal has no date/,
      ],
      [
        'a deprecation that is not announced',
        'schema.graphql',
        (text) =>
          text.replace(
            '  lastSeq: Int!',
            '  lastSeq: Int! @deprecated(reason: "Removed on 2027-06-01 at the earliest.")',
          ),
        /does not announce the deprecation of `EventsOmitted\.lastSeq`/,
      ],
    ],
  ],
  [
    'check:contract',
    [
      [
        'a removed field',
        'schema.graphql',
        (text) => text.replace('  latestVersion: DatasetVersion!', '  newest: DatasetVersion!'),
        /Dataset\.latestVersion[\s\S]*docs\/api-changes\.md/,
      ],
    ],
  ],
  [
    'check:migrations',
    [
      [
        'a column without a migration',
        'src/database/tables/accounts.ts',
        (text) =>
          text.replace("username: text('username')", "nickname: text('nickname'),\n    username: text('username')"),
        /npm run migrations/,
      ],
    ],
  ],
  [
    'check:kubernetes',
    [
      [
        'a kind that there is not',
        'deploy/kubernetes/base/gateway.yaml',
        (text) => text.replace('kind: Deployment', 'kind: Deploymint'),
        /Deploymint/,
      ],
    ],
  ],
  [
    'check:compose',
    [
      [
        'a service without an image',
        'docker-compose.yml',
        (text) => text.replace('services:', 'services:\n  broken:\n    imagee: x'),
        /broken|imagee/,
      ],
    ],
  ],
];

describe('planted faults', () => {
  // In this process: what is slow is to load the published schemas, once for each run of the command.
  test.each(manifestMutations)('the manifest checks find: %s', async (_, file, right, wrong, says) => {
    const path = `deploy/kubernetes/${file}`;
    expect(readFileSync(path, 'utf8')).toContain(right);
    const problems = await withChange(
      path,
      (text) => text.replace(right, wrong),
      () => validateManifests(copy),
    );
    expect(problems.join('\n')).toMatch(says);
  });

  test('the current manifests have no problems', async () => expect(await validateManifests(copy)).toEqual([]));

  test('a breaking change and a deprecation pass when docs/api-changes.md names them', async () => {
    const outcomes = await withChange(
      'docs/api-changes.md',
      append('- `Dataset.latestVersion`, `Organization.isPersonal`'),
      () =>
        withChange(
          'schema.graphql',
          (text) =>
            text
              .replace('  latestVersion: DatasetVersion!', '  newest: DatasetVersion!')
              .replace(
                '  isPersonal: Boolean!',
                '  isPersonal: Boolean! @deprecated(reason: "Use `viewerRole`. Removed on 2027-06-01 at the earliest.")',
              ),
          () => [passes('check:contract'), passes('check:schema-lint')],
        ),
    );
    expect(outcomes).toMatchObject([{ ok: true }, { ok: true }]);
  });

  test.each(faults)('%s finds its planted faults', async (check, planted) => {
    let look = async () => passes(check);
    for (const [, file, change] of planted) {
      const inner = look;
      look = () => withChange(file, change, inner);
    }
    const { ok, output } = await look();
    expect(ok, output).toBe(false);
    for (const [, , , says] of planted) expect(output).toMatch(says);
  });
});
