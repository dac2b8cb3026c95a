/**
 * The composition root of `aias doctor`, which finds the engines that work on this machine. Each is probed in its own process: a
 * driver that crashes ends only the probe.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Config } from '../config/config.ts';
import { type EngineName, engineNames } from '../learning/engine/backend.ts';
import { createLog } from '../log.ts';
import { type GuardName, guardNames, guardTexts } from '../sandbox/guards.ts';
import type { EngineProbe } from './probe.ts';
import { childCommand, sandboxedPart } from './wiring/child-programs.ts';
import { openSandbox } from './wiring/sandbox.ts';

const run = promisify(execFile);
const probeTimeoutMs = 60_000;

export interface Diagnosis {
  engines: EngineProbe[];
  /** Engine that workers with these settings use. */
  selectedEngine: string;
  sandbox: SandboxDiagnosis;
}

export interface SandboxDiagnosis {
  confinement: string;
  guards: GuardFinding[];
}

/** State of one guard of the processes that work on untrusted data. */
export interface GuardFinding {
  guard: GuardName;
  holds: boolean;
  /** What the guard ensures. */
  protects: string;
  /** How to enable the guard. Null when it holds. */
  remedy: string | null;
}

export async function diagnose(config: Config): Promise<Diagnosis> {
  const engines: EngineProbe[] = [];
  for (const engine of engineNames) engines.push(await probeInChildProcess(engine, config));
  const automatic = config.backend === 'auto' ? await probeInChildProcess('auto', config) : null;
  const chosen = automatic ?? engines.find(({ engine }) => engine === config.backend);
  return {
    engines,
    selectedEngine: chosen?.device ?? `none (${chosen?.reason})`,
    sandbox: await diagnoseSandbox(config),
  };
}

async function diagnoseSandbox(config: Config): Promise<SandboxDiagnosis> {
  // Silent: the sandbox's warning would repeat the diagnosis.
  const sandbox = openSandbox(config, createLog({ level: 'silent', name: 'doctor' }));
  const { name, guards } = await sandbox.guards(sandboxedPart('trainer', config).readable);
  const findings = guardNames.map((guard) => {
    const { protects, remedy } = guardTexts[guard];
    return { guard, holds: guards[guard], protects, remedy: guards[guard] ? null : remedy };
  });
  return { confinement: name, guards: findings };
}

async function probeInChildProcess(engine: EngineName | 'auto', config: Config): Promise<EngineProbe> {
  const { modulePath, execArgv, env } = childCommand('probe', config);
  try {
    const { stdout } = await run(process.execPath, [...execArgv, modulePath, 'probe', engine], {
      env,
      timeout: probeTimeoutMs,
    });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  } catch (error) {
    const { signal, message } = error as Error & { signal?: string };
    const failure = signal
      ? `was killed by ${signal}: the driver or library is broken`
      : `failed: ${message.split('\n')[0]}`;
    return {
      engine: engine === 'auto' ? 'wasm' : engine,
      isAvailable: false,
      device: null,
      reason: `The probe ${failure}.`,
    };
  }
}

export function printDiagnosis(diagnosis: Diagnosis, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(diagnosis));
    return;
  }
  const { engines, selectedEngine, sandbox } = diagnosis;
  console.log('Engines');
  for (const { engine, isAvailable, device, reason } of engines) {
    console.log(`${isAvailable ? 'ok     ' : 'failed '}  ${engine.padEnd(10)}  ${device ?? reason}`);
  }
  console.log(`Workers with these settings use: ${selectedEngine}`);
  console.log(`\nSandbox: ${sandbox.confinement}. A process that reads uploads, trains or predicts`);
  for (const { guard, holds, protects, remedy } of sandbox.guards) {
    console.log(`${holds ? 'ok     ' : 'missing'}  ${guard.padEnd(14)} ${protects}${remedy ? `. ${remedy}` : ''}`);
  }
}
