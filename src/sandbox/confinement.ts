/**
 * The programs that stand before a sandboxed one and give its privileges away, one after the other:
 *
 *   bwrap ...      namespaces of its own: files, processes, network   (or unshare: network alone)
 *   setpriv ...    another user, no capabilities, no new privileges, an end with the parent
 *   prlimit ...    memory, files, processor time
 *   node ...
 *
 * Which of them work depends on the machine, the container and the user. The strongest that works is found by trying.
 */
import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Guards } from './guards.ts';
import { type Ceiling, type Limits, prlimitArguments, readCeiling } from './limits.ts';
import type { Owner } from './scratch.ts';

const run = promisify(execFile);
/** A machine that has too much to do must not seem to be one that lacks guards. */
const probeMilliseconds = 120_000;

/** One process to be confined. */
export interface Confined {
  owner: Owner;
  limits: Limits;
  /** Files and folders that it may read besides the system's programs and libraries. */
  readable: readonly string[];
  /** The folder that it may write to, and the one that its inputs lie in; null: none. */
  scratch: { in: string; out: string } | null;
  /** Descriptor on which bwrap tells what it started (program-pid.ts). */
  pidDescriptor: number;
}

export interface Confinement {
  readonly name: 'bubblewrap' | 'namespaces' | 'user' | 'limits' | 'none';
  readonly guards: Guards;
  /** Processes run as users of their own. */
  readonly ownUser: boolean;
  /** bwrap stays between this process and the sandboxed one (program-pid.ts). */
  readonly staysBetween: boolean;
  /** What stands before the command, the program first. */
  wrap(confined: Confined): string[];
}

/** systemd's range for users that exist as long as their process; no account has a number of it. */
const [firstUser, userCount] = [61_184, 4336];

/** A user for one process: with one of its own it cannot touch another sandboxed process or its files. */
export function pickOwner({ ownUser }: Confinement): Owner {
  if (!ownUser) return null;
  const id = firstUser + Math.floor(Math.random() * userCount);
  return { uid: id, gid: id };
}

/** Programs, libraries, and what tells a loader and a driver where they are. No passwords, no keys. */
const systemPaths = [
  ...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/opt', '/nix', '/gnu', '/sys'],
  ...['ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'alternatives', 'vulkan', 'OpenCL', 'fonts', 'localtime'].map(
    (name) => `/etc/${name}`,
  ),
];

interface Devices {
  /** Of graphics cards. */
  paths: string[];
  /** Groups that may use them. */
  groups: number[];
}

/**
 * Tries what there is, the strongest first.
 * @param readable as in Confined: the probe must be able to read it
 * @param mode     `off` tries the weakest alone
 * @param path     where programs are looked for (PATH)
 */
export async function findConfinement({
  readable,
  mode,
  path,
}: {
  readable: readonly string[];
  mode: 'auto' | 'off';
  path: string;
}): Promise<Confinement> {
  if (process.platform !== 'linux') return unconfined;
  const ceiling = await readCeiling();
  const devices = await findDevices();
  for (const candidate of mode === 'off' ? [parentBound] : candidates(ceiling, devices)) {
    if (await works(candidate, readable, path)) return candidate;
  }
  return unconfined;
}

const unconfined: Confinement = {
  name: 'none',
  guards: guardsOf({}),
  ownUser: false,
  staysBetween: false,
  wrap: () => [],
};

/** Nothing but an end with this process. */
const parentBound: Confinement = {
  ...unconfined,
  guards: guardsOf({ parentDeath: true }),
  wrap: () => ['setpriv', '--pdeathsig=KILL', '--'],
};

function candidates(ceiling: Ceiling, devices: Devices): Confinement[] {
  const root = process.getuid?.() === 0;
  const limit = ({ limits }: Confined) => ['prlimit', ...prlimitArguments(limits, ceiling), '--'];
  const drop = ({ owner }: Confined) => ['setpriv', ...setprivArguments(owner, devices), '--'];
  const limited = { memory: true, openFiles: true, parentDeath: true, newPrivileges: true };
  const bubblewrap: Confinement = {
    name: 'bubblewrap',
    guards: guardsOf({ ...limited, user: true, network: true, processes: true, files: true }),
    ownUser: root,
    staysBetween: true,
    wrap: (confined) => [
      'bwrap',
      ...bubblewrapArguments(confined, root, devices),
      ...drop(confined),
      ...limit(confined),
    ],
  };
  const unshared = root
    ? ['unshare', '--net', '--ipc', '--']
    : ['unshare', '--user', '--map-current-user', '--net', '--ipc', '--'];
  const namespaces: Confinement = {
    name: 'namespaces',
    guards: guardsOf({ ...limited, user: root, network: true }),
    ownUser: root,
    staysBetween: false,
    wrap: (confined) => [...unshared, ...drop(confined), ...limit(confined)],
  };
  const otherUser: Confinement = {
    name: 'user',
    guards: guardsOf({ ...limited, user: true }),
    ownUser: true,
    staysBetween: false,
    wrap: (confined) => [...drop(confined), ...limit(confined)],
  };
  const sameUser: Confinement = {
    name: 'limits',
    guards: guardsOf(limited),
    ownUser: false,
    staysBetween: false,
    wrap: (confined) => [...drop(confined), ...limit(confined)],
  };
  return root
    ? [bubblewrap, namespaces, otherUser, sameUser, parentBound]
    : [bubblewrap, namespaces, sameUser, parentBound];
}

function guardsOf(held: Partial<Guards>): Guards {
  const none = { memory: false, openFiles: false, parentDeath: false, newPrivileges: false, user: false };
  return { environment: true, ...none, network: false, processes: false, files: false, ...held };
}

function bubblewrapArguments(
  { readable, scratch, pidDescriptor }: Confined,
  root: boolean,
  devices: Devices,
): string[] {
  const namespaces = ['--unshare-pid', '--unshare-net', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'];
  const bound = [...systemPaths, ...readable].flatMap((path) => ['--ro-bind-try', path, path]);
  const mounts = [
    ...foldersAbove([...systemPaths, ...readable, ...(scratch ? [scratch.in] : [])]),
    ...bound,
    ...['--proc', '/proc', '--dev', '/dev'],
    ...devices.paths.flatMap((path) => ['--dev-bind-try', path, path]),
    ...(scratch ? ['--ro-bind', scratch.in, scratch.in, '--bind', scratch.out, scratch.out] : []),
    // Nothing but `out` can be written to: what lies in a memory file system counts for no limit.
    ...['--remount-ro', '/dev', '--remount-ro', '/'],
  ];
  // What setpriv needs to become another user; it gives all of it up again.
  const capabilities = ['CAP_SETUID', 'CAP_SETGID', 'CAP_SETPCAP'].flatMap((name) => ['--cap-add', name]);
  return [
    ...(root ? capabilities : ['--unshare-user']),
    ...namespaces,
    ...['--die-with-parent', '--new-session', '--info-fd', String(pidDescriptor)],
    ...mounts,
    '--',
  ];
}

/** Makes the folders that lead to the paths passable for any user: bwrap makes them for its own. */
function foldersAbove(paths: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = dirname(path); folder !== '/'; folder = dirname(folder)) folders.add(folder);
  }
  const fromTheTop = [...folders].sort((one, other) => one.length - other.length);
  return fromTheTop.flatMap((folder) => ['--perms', '0755', '--dir', folder]);
}

function setprivArguments(owner: Owner, { groups }: Devices): string[] {
  const user = owner
    ? [
        `--reuid=${owner.uid}`,
        `--regid=${owner.gid}`,
        groups.length > 0 ? `--groups=${groups.join(',')}` : '--clear-groups',
        '--inh-caps=-all',
        '--bounding-set=-all',
      ]
    : [];
  return ['--no-new-privs', ...user, '--pdeathsig=KILL'];
}

async function findDevices(): Promise<Devices> {
  const names = await readdir('/dev').catch(() => []);
  const paths = names.filter((name) => /^(nvidia|dri$|kfd$|dxg$)/.test(name)).map((name) => join('/dev', name));
  const nodes = await Promise.all(
    ['/dev/kfd', ...(await readdir('/dev/dri').catch(() => [])).map((name) => join('/dev/dri', name))].map((path) =>
      stat(path).catch(() => null),
    ),
  );
  const groups = nodes.flatMap((node) => (node?.isCharacterDevice() && node.gid !== 0 ? [node.gid] : []));
  return { paths, groups: [...new Set(groups)] };
}

const probeLimits: Limits = { memoryBytes: 2 ** 32, cpuSeconds: 60, maxFileBytes: 2 ** 30, maxOpenFiles: 256 };

/** Has Node start behind the wrapper and look at everything that it is to read. */
async function works(candidate: Confinement, readable: readonly string[], path: string): Promise<boolean> {
  const owner = pickOwner(candidate);
  const confined = { owner, limits: probeLimits, readable, scratch: null, pidDescriptor: 1 };
  const [program = '', ...before] = candidate.wrap(confined);
  const script = 'for (const path of process.argv.slice(1)) require("node:fs").accessSync(path, 4)';
  try {
    await run(program, [...before, process.execPath, '-e', script, ...readable], {
      timeout: probeMilliseconds,
      env: { PATH: path },
      cwd: '/',
    });
    return true;
  } catch {
    return false; // why it does not work matters to nobody but the doctor, who says how to make it work
  }
}
