/** Explains the error that ends a command. */
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import type { Config } from './config/config.ts';
import { secretsOf } from './config/secrets.ts';
import { explainDatabaseError } from './database/connection-errors.ts';
import { AlreadyReported, InvalidConfiguration } from './errors.ts';
import { redact } from './redact.ts';

const configurationExitCode = 2;
const defectExitCode = 1;

/** System errors of an unusable folder. Any other file system error is a defect. */
const folderReasons: Record<string, string> = {
  EACCES: 'this user has no write permission',
  EPERM: 'this user has no write permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota of this user is exceeded',
  ENOTDIR: 'a component of the path is a file',
  EEXIST: 'it is a file or a broken symbolic link',
  ENOENT: 'no directory can be created there',
  ELOOP: 'its symbolic links form a loop',
  ENAMETOOLONG: 'the path is too long',
};

const hostReasons: Record<string, string> = {
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name cannot be resolved',
  EINVAL: 'it is not an address to listen on',
};

export interface Farewell {
  /**
   * Text for stderr, without secrets: one line for an error that the user can fix, a stack trace for a defect. Empty when another
   * process has already reported it.
   */
  text: string;
  exitCode: number;
}

/** @param config settings of the command; undefined when they are invalid */
export function describeFailure(error: unknown, config?: Config): Farewell {
  const secrets = config ? secretsOf(config) : [];
  if (error instanceof AlreadyReported) return { text: '', exitCode: configurationExitCode };
  const line = explain(error, config);
  if (line !== null) return { text: redact(line, secrets), exitCode: configurationExitCode };
  return { text: redact(error instanceof Error ? inspect(error) : String(error), secrets), exitCode: defectExitCode };
}

function explain(error: unknown, config: Config | undefined): string | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof InvalidConfiguration || error.name === 'EngineUnavailable') return error.message;
  if (!config) return null;
  if (config.databaseUrl && isDriverError(error)) {
    return explainDatabaseError(error, config.databaseUrl)?.message ?? null;
  }
  return explainSystemError(error, config);
}

/** Returns whether the database became unavailable, or rejected something, during the start. */
function isDriverError(error: Error): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (error.name === 'PostgresError' || code.startsWith('CONNECT')) return true;
  return error.cause instanceof Error && isDriverError(error.cause);
}

function explainSystemError(
  error: NodeJS.ErrnoException,
  { host, port, workerHealthPort, dataDir }: Config,
): string | null {
  const { code = '', syscall, path } = error;
  const requested = error as { port?: number; hostname?: string };
  if (syscall === 'listen' || (syscall === 'getaddrinfo' && requested.hostname === host)) {
    const setting =
      requested.port === workerHealthPort && requested.port !== port ? 'AIAS_WORKER_HEALTH_PORT' : 'AIAS_PORT';
    if (code === 'EADDRINUSE')
      return `${setting}: port ${requested.port} on ${host} is already in use. Stop the program that uses it, or set another port.`;
    if (code === 'EACCES')
      return `${setting}: this user may not listen on port ${requested.port}. Set a port of 1024 or higher.`;
    const reason = hostReasons[code];
    return reason
      ? `AIAS_HOST: cannot listen on ${host}: ${reason}. Set an address of this machine, such as 127.0.0.1 or 0.0.0.0.`
      : null;
  }
  const reason = folderReasons[code];
  const folder = resolve(dataDir);
  // The path is in the data folder or one of its parents.
  if (!reason || !path || !(path.startsWith(folder) || folder.startsWith(`${path}/`))) return null;
  return `AIAS_DATA_DIR: ${path} cannot be used: ${reason}. Fix this, or set another directory.`;
}
