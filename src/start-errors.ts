/** What a command tells about an error that ends it. */
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { type Config, secretsOf } from './config.ts';
import { explainDatabaseError } from './database/connection-errors.ts';
import { AlreadyReported, InvalidConfiguration } from './errors.ts';
import { redact } from './redact.ts';

const configurationExitCode = 2;
const defectExitCode = 1;

/** What the system answers when a folder cannot be used; anything else that it says about a file is a defect of ours. */
const folderReasons: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of this user is used up',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'it is a file, or a link to something that is not there',
  ENOENT: 'no folder can be made there',
  ELOOP: 'its symbolic links form a loop',
  ENAMETOOLONG: 'the path is too long',
};

const hostReasons: Record<string, string> = {
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'this name is unknown',
  EAI_AGAIN: 'this name cannot be looked up',
  EINVAL: 'it is no address to listen on',
};

export interface Farewell {
  /**
   * For stderr, without secrets: one line for what a setting or the environment can mend, a stack for a defect. Empty when another
   * process has said it.
   */
  text: string;
  exitCode: number;
}

/** @param config of the command; absent when it could not be read */
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

/** The database went away, or refuses something, in the middle of a start. */
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
  const asked = error as { port?: number; hostname?: string };
  if (syscall === 'listen' || (syscall === 'getaddrinfo' && asked.hostname === host)) {
    const setting = asked.port === workerHealthPort && asked.port !== port ? 'AIAS_WORKER_HEALTH_PORT' : 'AIAS_PORT';
    if (code === 'EADDRINUSE')
      return `${setting}: port ${asked.port} of ${host} is in use. Stop what listens there, or set another port.`;
    if (code === 'EACCES') return `${setting}: this user may not listen on port ${asked.port}. Set one from 1024 up.`;
    const reason = hostReasons[code];
    return reason
      ? `AIAS_HOST: cannot listen on ${host}: ${reason}. Set an address of this machine, such as 127.0.0.1 or 0.0.0.0.`
      : null;
  }
  const reason = folderReasons[code];
  const folder = resolve(dataDir);
  // Something in it, or above it.
  if (!reason || !path || !(path.startsWith(folder) || folder.startsWith(`${path}/`))) return null;
  return `AIAS_DATA_DIR: ${path} cannot be used: ${reason}. Mend this, or set another folder.`;
}
