/** Loads the documents that a gateway trusts: those of the dashboard, and those that the operator has published. */
import { existsSync } from 'node:fs';
import type { Config } from '../../config/config.ts';
import type { TrustOptions } from '../../gateway/trusted-documents.ts';
import { readTrustedDocuments } from '../../gateway/trusted-documents-file.ts';

/**
 * @param dashboardFile written by `npm run build:dashboard`; there is none when the dashboard has not been built
 * @throws InvalidConfiguration when a file is not valid
 */
export async function loadTrustedDocuments(
  { mode, file }: Config['trustedDocuments'],
  dashboardFile: string,
): Promise<TrustOptions> {
  const files = mode === 'off' ? [] : [dashboardFile, file].filter((path) => path !== undefined);
  const read = await Promise.all(
    files.map((path) =>
      path === dashboardFile && !existsSync(path) ? new Map<string, string>() : readTrustedDocuments(path),
    ),
  );
  return { mode, documents: new Map(read.flatMap((documents) => [...documents])) };
}
