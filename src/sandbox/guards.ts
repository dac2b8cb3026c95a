/**
 * The guards that keep a process that computes on untrusted data from harming anything else. Each guard is probed, never assumed:
 * `aias doctor` lists which are effective on this machine, and a process that starts without one logs a warning.
 */

export const guardNames = [
  'environment',
  'memory',
  'openFiles',
  'parentDeath',
  'newPrivileges',
  'user',
  'network',
  'processes',
  'files',
] as const;
export type GuardName = (typeof guardNames)[number];

/** For each guard, what it ensures about a computing process, and how to enable it where it is missing. */
export const guardTexts: Record<GuardName, { protects: string; remedy: string }> = {
  environment: { protects: 'cannot see secrets of its parent process', remedy: '' },
  memory: { protects: 'cannot exceed its memory limit', remedy: 'Install util-linux (prlimit) on Linux.' },
  openFiles: {
    protects: 'cannot exhaust open files or CPU time',
    remedy: 'Install util-linux (prlimit) on Linux.',
  },
  parentDeath: {
    protects: 'is terminated with its parent process',
    remedy: 'Install util-linux (setpriv) on Linux.',
  },
  newPrivileges: {
    protects: 'cannot gain privileges through setuid programs',
    remedy: 'Install util-linux (setpriv) on Linux.',
  },
  user: {
    protects: 'runs as an unprivileged user that owns no files',
    remedy:
      'Install bubblewrap where user namespaces are allowed, or start Aias as root: computing processes drop its privileges.',
  },
  network: {
    protects: 'cannot open network connections',
    remedy: 'Install bubblewrap, or allow network namespaces (CAP_SYS_ADMIN, or user namespaces).',
  },
  processes: {
    protects: 'cannot see or signal other processes',
    remedy: 'Install bubblewrap, or allow PID namespaces (CAP_SYS_ADMIN, or user namespaces).',
  },
  files: {
    protects: 'can read only the program and its own inputs',
    remedy: 'Install bubblewrap, or allow mount namespaces (CAP_SYS_ADMIN, or user namespaces).',
  },
};

export type Guards = Record<GuardName, boolean>;

/** Returns the guards that are not effective, in the order of `guardNames`. */
export function missingGuards(guards: Guards): GuardName[] {
  return guardNames.filter((name) => !guards[name]);
}
