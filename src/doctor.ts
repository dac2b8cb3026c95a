/** Finds the engines that work on this machine. Each is probed in its own process: a driver that crashes ends only the probe. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { childCommand, openSandbox, sandboxedPart } from './app.ts';
import type { Config } from './config.ts';
import type { EngineName } from './learning/engine/backend.ts';
import { createLog } from './log.ts';
import { type GuardName, guardNames, guardTexts } from './sandbox/guards.ts';

const run = promisify(execFile);
const probeTimeoutMs = 60_000;

export interface EngineProbe {
  engine: EngineName;
  isAvailable: boolean;
  /** Device that the engine computes on. Null when it is unavailable. */
  device: string | null;
  /** Why the engine is unavailable and how to fix it. Null when it is available. */
  reason: string | null;
}

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
  const { engineNames } = await import('./learning/engine/backend.ts');
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

/** Starts the engine in this process and checks the result of a known computation. */
export async function probe(requested: EngineName | 'auto'): Promise<EngineProbe> {
  const { startBackend } = await import('./learning/engine/backend.ts');
  const { assertNoDeviceErrors } = await import('./learning/engine/webgpu.ts');
  const { matMul, tensor2d } = await import('@tensorflow/tfjs-core');
  try {
    const { name, device } = await startBackend(requested);
    const product = matMul(tensor2d([1, 2, 3, 4], [2, 2]), tensor2d([5, 6, 7, 8], [2, 2]));
    const found = [...(await product.data())];
    assertNoDeviceErrors();
    if (found.join() !== '19,22,43,50') throw new Error(`wrong result: ${found.join()} instead of 19,22,43,50`);
    return { engine: name, isAvailable: true, device, reason: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const ownMessage = message
      .replace(/^No engine starts on this machine\.\n/, '')
      .replace(`AIAS_BACKEND=${requested}: `, '');
    return { engine: requested === 'auto' ? 'wasm' : requested, isAvailable: false, device: null, reason: ownMessage };
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
