/**
 * The wrapper programs that start a sandboxed process and drop its privileges, one after the other:
 *
 *   bwrap ...      separate namespaces for files, processes and network   (or unshare: network only)
 *   setpriv ...    another user, no capabilities, no new privileges, termination with the parent
 *   prlimit ...    memory, files, CPU time
 *   node ...
 *
 * Which of them work depends on the machine, the container and the user. The strongest working combination is found by probing.
 */
import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Guards } from './guards.ts';
import { type Ceiling, type Limits, prlimitArguments, readCeiling } from './limits.ts';
import type { Owner } from './scratch.ts';

const run = promisify(execFile);
/** The probe timeout is long, so that a busy machine is not mistaken for one that lacks guards. */
const probeMs = 120_000;

/** Describes a process to confine. */
export interface Confined {
  owner: Owner;
  limits: Limits;
  /** Files and folders that the process may read in addition to the system's programs and libraries. */
  readable: readonly string[];
  /** The folder of its inputs, and the folder that it may write to. Null means neither. */
  scratch: { in: string; out: string } | null;
  /** File descriptor on which bwrap reports the process that it started (program-pid.ts). */
  pidDescriptor: number;
}

export interface Confinement {
  readonly name: 'bubblewrap' | 'namespaces' | 'user' | 'limits' | 'none';
  readonly guards: Guards;
  /** True if each process runs as a separate user. */
  readonly ownUser: boolean;
  /** True if the wrapper (bwrap) stays the parent of the sandboxed process (program-pid.ts). */
  readonly staysBetween: boolean;
  /** Returns the command prefix: the wrapper program and its arguments. */
  wrap(confined: Confined): string[];
}

/** The range of user IDs that systemd reserves for dynamic users. Accounts have no IDs in it. */
const [firstUser, userCount] = [61_184, 4336];

/** Picks a user ID for one process, so that it cannot access another sandboxed process or its files. */
export function pickOwner({ ownUser }: Confinement): Owner {
  if (!ownUser) return null;
  const id = firstUser + Math.floor(Math.random() * userCount);
  return { uid: id, gid: id };
}

/** Programs, libraries, and the configuration of the loader and drivers. None of them holds passwords or keys. */
const systemPaths = [
  ...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/opt', '/nix', '/gnu', '/sys'],
  ...['ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'alternatives', 'vulkan', 'OpenCL', 'fonts', 'localtime'].map(
    (name) => `/etc/${name}`,
  ),
];

interface Devices {
  /** Device files and folders of GPUs. */
  paths: string[];
  /** IDs of the groups that may use the devices. */
  groups: number[];
}

/**
 * Probes the available confinements, strongest first, and returns the first that works.
 * @param options `readable`: as in Confined; the probe must be able to read it. `mode`: `off` probes the weakest only.
 *                `path`: search path for programs (PATH)
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

/** The process is unconfined but ends with this process. */
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
    // Only `out` is writable, because no limit counts files in a memory file system.
    ...['--remount-ro', '/dev', '--remount-ro', '/'],
  ];
  // setpriv needs these capabilities to change the user, and drops them afterwards.
  const capabilities = ['CAP_SETUID', 'CAP_SETGID', 'CAP_SETPCAP'].flatMap((name) => ['--cap-add', name]);
  return [
    ...(root ? capabilities : ['--unshare-user']),
    ...namespaces,
    ...['--die-with-parent', '--new-session', '--info-fd', String(pidDescriptor)],
    ...mounts,
    '--',
  ];
}

/** Creates the parent folders of the paths accessible to all users; bwrap itself would create them for its own user only. */
function foldersAbove(paths: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = dirname(path); folder !== '/'; folder = dirname(folder)) folders.add(folder);
  }
  const parentsFirst = [...folders].sort((one, other) => one.length - other.length);
  return parentsFirst.flatMap((folder) => ['--perms', '0755', '--dir', folder]);
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

/** Starts Node under the wrapper and checks that it can access everything that the process must read. */
async function works(candidate: Confinement, readable: readonly string[], path: string): Promise<boolean> {
  const owner = pickOwner(candidate);
  const confined = { owner, limits: probeLimits, readable, scratch: null, pidDescriptor: 1 };
  const [program = '', ...wrapperArguments] = candidate.wrap(confined);
  const script = 'for (const path of process.argv.slice(1)) require("node:fs").accessSync(path, 4)';
  try {
    await run(program, [...wrapperArguments, process.execPath, '-e', script, ...readable], {
      timeout: probeMs,
      env: { PATH: path },
      cwd: '/',
    });
    return true;
  } catch {
    return false; // the reason is not needed: `aias doctor` lists the remedies
  }
}
