/**
 * Applies patches/*.patch to node_modules, after every install. Doing nothing where a patch is in place already; another
 * version of a patched package fails the install, since somebody has to look at it.
 *
 * postgres 3.4.9, for connections that are lost (upstream's issues 1066, 1154, 1208):
 *   - what was written to a socket that is gone ended the process, from a timer where nobody can catch it;
 *   - a connection whose last write was still waiting when it was lost never wrote again: its queries waited for ever;
 *   - so did a query that came between the error and the close of its socket, and a pool that was told to end meanwhile;
 *   - a statement waited for ever on a connection that the network had lost without a word (`silence_timeout`);
 *   - a process with a slow event loop gave up connections whose server had answered, before it had read the answer;
 *   - a transaction that went on after its loss spoke into that of whoever had the connection next.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { applyPatch, parsePatch, reversePatch } from 'diff';

const root = new URL('../', import.meta.url);
const folder = new URL('patches/', root);

for (const name of readdirSync(folder)) {
  for (const change of parsePatch(readFileSync(new URL(name, folder), 'utf8'))) {
    const target = new URL((change.newFileName ?? '').replace(/^b\//, ''), root);
    const source = readFileSync(target, 'utf8');
    const patched = applyPatch(source, change);
    if (patched !== false) writeFileSync(target, patched);
    else if (applyPatch(source, reversePatch(change)) === false) {
      console.error(
        `patches/${name} fits ${fileURLToPath(target)} no more: make it anew for the version that is installed.`,
      );
      process.exitCode = 1;
    }
  }
}
