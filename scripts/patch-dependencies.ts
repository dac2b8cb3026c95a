/**
 * Applies patches/*.patch to node_modules after install. Idempotent. Fails the install when a patched package has another
 * version, so that the patch is reviewed.
 *
 * postgres 3.4.9, for lost connections (upstream's issues 1066, 1154, 1208):
 *   - a write to a closed socket ended the process, from a timer where no caller can catch the error;
 *   - a connection that was lost while its last write was pending never wrote again, so its queries waited forever;
 *   - so did a query between the error and the close of its socket, and a pool that was ended meanwhile;
 *   - a statement waited forever on a connection that the network had dropped silently (`silence_timeout`);
 *   - a suspended or slow process closed connections although the server had responded, before it had read the response;
 *   - a transaction that had lost its connection sent statements into the connection's next transaction.
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
        `patches/${name} does not apply to ${fileURLToPath(target)}: recreate it for the installed version.`,
      );
      process.exitCode = 1;
    }
  }
}
