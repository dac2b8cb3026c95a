/** Every check that guards the code is shown to fail on a planted fault: a check that cannot fail guards nothing. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemsOf } from '../../scripts/kubernetes/problems.ts';
import { kubernetesMistakes } from '../support/kubernetes-mistakes.ts';

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
    'check:floors',
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
        append("import '../gateway/http.ts';"),
        /imports-down-only/,
      ],
      [
        "another feature's repository",
        'src/models/answer.ts',
        append("import '../tasks/task-repository.ts';"),
        /repositories-are-private/,
      ],
    ],
  ],
  [
    'check:dead',
    [['an export that nobody uses', 'src/version.ts', append('export const forgotten = 1;'), /forgotten/]],
  ],
  [
    'check:text',
    [
      [
        'a reader of the environment',
        'src/version.ts',
        append('export const home = process.env.HOME;'),
        /only src\/config\.ts may/,
      ],
      [
        "a registry's address",
        'package-lock.json',
        (text) => text.replace('"version":', `"${'resolved'}": "x",\n"version":`),
        /package-lock/,
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
    ],
  ],
  [
    'check:migrations',
    [
      [
        'a column without a migration',
        'src/database/tables.ts',
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

describe('a planted fault is found by', () => {
  // In this process: what is slow is to load the published schemas, once for each run of the command.
  test.each(kubernetesMistakes)('the check of the manifests: %s', async (_, file, right, wrong, says) => {
    const path = `deploy/kubernetes/${file}`;
    expect(readFileSync(path, 'utf8')).toContain(right);
    const problems = await withChange(
      path,
      (text) => text.replace(right, wrong),
      () => problemsOf(copy),
    );
    expect(problems.join('\n')).toMatch(says);
  });

  test('and the manifests as they are have none', async () => expect(await problemsOf(copy)).toEqual([]));

  test.each(faults)('%s', async (check, planted) => {
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
