/** Runs every `npm run check:*`, two at a time, and prints the output of those that failed. */
import { exec } from 'node:child_process';
import { readFileSync } from 'node:fs';

const concurrency = 2;
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const waiting = Object.keys(scripts).filter((name) => name.startsWith('check:'));

async function runNext(): Promise<void> {
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    const { code, output } = await run(name);
    console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${name}`);
    if (code === 0) continue;
    console.error(output);
    process.exitCode = 1;
  }
}

function run(name: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    exec(`npm run --silent ${name}`, { maxBuffer: 2 ** 26 }, (error, out, err) =>
      resolve({ code: error ? (error.code ?? 1) : 0, output: out + err }),
    );
  });
}

await Promise.all(Array.from({ length: concurrency }, runNext));
