/** Paths in the home directory of the user. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { InvalidConfiguration } from '../errors.ts';

/** Returns the home directory. Null when the user has none, as in a container whose user id has no name. */
function homeFolder(): string | null {
  try {
    return homedir();
  } catch {
    return null;
  }
}

/** @throws InvalidConfiguration when the user has no home directory */
export function defaultDataFolder(): string {
  const home = homeFolder();
  if (home !== null) return join(home, '.aias');
  throw new InvalidConfiguration(
    'AIAS_DATA_DIR is not set, and this user has no home directory for the default. Set it to a directory.',
  );
}

/** Expands `~/`. Shells do so too, but not within quotes, and Docker, systemd and Kubernetes do not. */
export function withHome(path: string, context: z.RefinementCtx): string {
  if (!path.startsWith('~')) return path;
  const home = homeFolder();
  if (home !== null && /^~(\/|$)/.test(path)) return join(home, path.slice(1));
  const message =
    home === null
      ? 'this user has no home directory to expand "~". Use an absolute path'
      : 'only "~/" is expanded. Use an absolute path for another home directory, and "./~" for a name that begins with "~"';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
