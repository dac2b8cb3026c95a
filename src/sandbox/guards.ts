/**
 * What keeps a process that computes on foreign bytes from harming anything else. Each guard is probed, never assumed: `aias
 * doctor` lists which hold on this machine, and a part that starts without one says so in its log.
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

/** What each guard keeps a computing process from, and how to have it where it is missing. */
export const guardTexts: Record<GuardName, { protects: string; remedy: string }> = {
  environment: { protects: 'sees no secret of the process that started it', remedy: '' },
  memory: { protects: 'cannot take more memory than it was given', remedy: 'Install util-linux (prlimit) on Linux.' },
  openFiles: {
    protects: 'cannot use up files and processor time',
    remedy: 'Install util-linux (prlimit) on Linux.',
  },
  parentDeath: {
    protects: 'ends with the process that started it',
    remedy: 'Install util-linux (setpriv) on Linux.',
  },
  newPrivileges: {
    protects: 'cannot gain privileges by a program with the setuid bit',
    remedy: 'Install util-linux (setpriv) on Linux.',
  },
  user: {
    protects: 'runs as a user who owns nothing',
    remedy:
      'Install bubblewrap where user namespaces are allowed, or start Aias as root, which gives its privileges up.',
  },
  network: {
    protects: 'opens no connection',
    remedy: 'Install bubblewrap, or allow network namespaces (CAP_SYS_ADMIN, or user namespaces).',
  },
  processes: {
    protects: 'sees and signals no other process',
    remedy: 'Install bubblewrap, or allow PID namespaces (CAP_SYS_ADMIN, or user namespaces).',
  },
  files: {
    protects: 'reads no file but the program and its own inputs',
    remedy: 'Install bubblewrap, or allow mount namespaces (CAP_SYS_ADMIN, or user namespaces).',
  },
};

export type Guards = Record<GuardName, boolean>;

/** The guards that do not hold, in the order of `guardNames`. */
export function missingGuards(guards: Guards): GuardName[] {
  return guardNames.filter((name) => !guards[name]);
}
