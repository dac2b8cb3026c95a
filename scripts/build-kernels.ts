/**
 * Compiles the engine's kernels from C: npm run build:kernels. With --check it writes nothing and fails unless kernels.wasm
 * was built from the current sources; when the same compiler is installed, the rebuilt module must match byte for byte.
 * Needs clang and lld with the target wasm32 (Debian: apt-get install clang lld).
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../src/learning/engine/wasm/kernels/', import.meta.url));
const target = join(folder, 'kernels.wasm');
/** The module's custom section that records the hash of its sources and the compiler. */
const sectionName = 'aias.built-from';

const compile = [
  '--target=wasm32',
  '-O3',
  '-msimd128',
  '-mbulk-memory',
  '-mmutable-globals',
  '-ffreestanding',
  '-nostdlib',
];
const strict = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-Wno-ignored-attributes'];
const link = ['--no-entry', '--import-memory', '--export=__stack_pointer', '--strip-all'];

const sources = readdirSync(folder)
  .filter((name) => /\.[ch]$/.test(name))
  .sort();

function sourcesHash(): string {
  const hash = createHash('sha256').update([...compile, ...strict, ...link].join(' '));
  for (const name of sources) hash.update(`\n${name}\n`).update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}

/** Returns for example "clang version 14.0.6", or null when clang is not installed. */
function compilerVersion(): string | null {
  try {
    return /clang version [\d.]+/.exec(execFileSync('clang', ['--version'], { encoding: 'utf8' }))?.[0] ?? null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function build(compiler: string): Buffer {
  const scratch = mkdtempSync(join(tmpdir(), 'aias-kernels-'));
  try {
    const objects = sources
      .filter((name) => name.endsWith('.c'))
      .map((name) => {
        const object = join(scratch, `${name}.o`);
        execFileSync('clang', [...compile, ...strict, '-c', name, '-o', object], { cwd: folder, stdio: 'inherit' });
        return object;
      });
    const linked = join(scratch, 'kernels.wasm');
    execFileSync('wasm-ld', [...link, '-o', linked, ...objects], { stdio: 'inherit' });
    return Buffer.concat([readFileSync(linked), customSection(`${sourcesHash()} ${compiler}`)]);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Encodes a custom section: id 0, size, the name with its length, then the text. Lengths below 128 take one byte. */
function customSection(text: string): Buffer {
  const body = Buffer.concat([Buffer.from([sectionName.length]), Buffer.from(sectionName), Buffer.from(text)]);
  if (body.length > 127)
    throw new Error('The custom section is longer than the 127 bytes that a one-byte length can encode.');
  return Buffer.concat([Buffer.from([0, body.length]), body]);
}

function check(): string {
  const bytes = readFileSync(target);
  const [section] = WebAssembly.Module.customSections(new WebAssembly.Module(bytes), sectionName);
  const [hash, ...builder] = section ? Buffer.from(section).toString().split(' ') : [];
  if (hash !== sourcesHash())
    throw new Error('kernels.wasm was not built from the current sources. Run: npm run build:kernels');
  const compiler = compilerVersion();
  if (compiler === null) return 'kernels.wasm matches its sources. NOT rebuilt: clang is not installed.';
  if (compiler !== builder.join(' ')) {
    return `kernels.wasm matches its sources. NOT rebuilt: it was built by ${builder.join(' ')}, but ${compiler} is installed.`;
  }
  if (!build(compiler).equals(bytes))
    throw new Error(`${compiler} builds a different kernels.wasm. Run: npm run build:kernels`);
  return `kernels.wasm matches a build by ${compiler}, byte for byte.`;
}

if (process.argv.includes('--check')) {
  console.log(check());
} else {
  const compiler = compilerVersion();
  if (compiler === null) throw new Error('clang is not installed (Debian: apt-get install clang lld).');
  const bytes = build(compiler);
  writeFileSync(target, bytes);
  console.log(`${target}: ${bytes.length} bytes, built by ${compiler}`);
}
