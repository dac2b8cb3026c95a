/** Looks for the engines that start on this machine. Each is tried in a process of its own: a driver that crashes ends only that. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { openSandbox, sandboxedPart, selfCommand } from './app.ts';
import type { Config } from './config.ts';
import type { EngineName } from './learning/engine/backend.ts';
import { createLog } from './log.ts';
import { type GuardName, guardNames, guardTexts } from './sandbox/guards.ts';

const run = promisify(execFile);
const patienceMilliseconds = 60_000;

export interface Finding {
  engine: EngineName;
  starts: boolean;
  /** What it computes on; null when it does not start. */
  device: string | null;
  /** Why it does not start, and what to do. */
  reason: string | null;
}

export interface Diagnosis {
  engines: Finding[];
  /** What the workers of these settings will take. */
  chosen: string;
  sandbox: SandboxDiagnosis;
}

export interface SandboxDiagnosis {
  confinement: string;
  guards: GuardFinding[];
}

/** A guard of the processes that work on foreign bytes. */
export interface GuardFinding {
  guard: GuardName;
  holds: boolean;
  /** What it does for the platform. */
  protects: string;
  /** How to have it; null when it holds. */
  remedy: string | null;
}

export async function diagnose(config: Config): Promise<Diagnosis> {
  const engines: Finding[] = [];
  const { engineNames } = await import('./learning/engine/backend.ts');
  for (const engine of engineNames) engines.push(await probeApart(engine, config));
  const automatic = config.backend === 'auto' ? await probeApart('auto', config) : null;
  const chosen = automatic ?? engines.find(({ engine }) => engine === config.backend);
  return { engines, chosen: chosen?.device ?? `none: ${chosen?.reason}`, sandbox: await diagnoseSandbox(config) };
}

async function diagnoseSandbox(config: Config): Promise<SandboxDiagnosis> {
  // Its own warning would say the same as the answer.
  const sandbox = openSandbox(config, createLog({ level: 'silent', name: 'doctor' }));
  const { name, guards } = await sandbox.guards(sandboxedPart('trainer', config).readable);
  const findings = guardNames.map((guard) => {
    const { protects, remedy } = guardTexts[guard];
    return { guard, holds: guards[guard], protects, remedy: guards[guard] ? null : remedy };
  });
  return { confinement: name, guards: findings };
}

async function probeApart(engine: EngineName | 'auto', config: Config): Promise<Finding> {
  const { modulePath, execArgv, env } = selfCommand('probe', config);
  try {
    const { stdout } = await run(process.execPath, [...execArgv, modulePath, 'probe', engine], {
      env,
      timeout: patienceMilliseconds,
    });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  } catch (error) {
    const { signal, message } = error as Error & { signal?: string };
    const how = signal
      ? `was ended by ${signal}: its driver or library is broken`
      : `failed: ${message.split('\n')[0]}`;
    return { engine: engine === 'auto' ? 'wasm' : engine, starts: false, device: null, reason: `Trying it ${how}.` };
  }
}

/** Starts the engine in this process and has it compute something whose result is known. */
export async function probe(requested: EngineName | 'auto'): Promise<Finding> {
  const { startBackend } = await import('./learning/engine/backend.ts');
  const { assertSound } = await import('./learning/engine/webgpu.ts');
  const { matMul, tensor2d } = await import('@tensorflow/tfjs-core');
  try {
    const { name, device } = await startBackend(requested);
    const product = matMul(tensor2d([1, 2, 3, 4], [2, 2]), tensor2d([5, 6, 7, 8], [2, 2]));
    const found = [...(await product.data())];
    assertSound();
    if (found.join() !== '19,22,43,50') throw new Error(`it computes wrongly: ${found.join()} instead of 19,22,43,50`);
    return { engine: name, starts: true, device, reason: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const own = message.replace(/^No engine starts on this machine\.\n/, '').replace(`AIAS_BACKEND=${requested}: `, '');
    return { engine: requested === 'auto' ? 'wasm' : requested, starts: false, device: null, reason: own };
  }
}

export function printDiagnosis(diagnosis: Diagnosis, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(diagnosis));
    return;
  }
  const { engines, chosen, sandbox } = diagnosis;
  console.log('Engines');
  for (const { engine, starts, device, reason } of engines) {
    console.log(`${starts ? 'starts ' : 'missing'}  ${engine.padEnd(10)}  ${device ?? reason}`);
  }
  console.log(`Workers with these settings take: ${chosen}`);
  console.log(`\nSandbox: ${sandbox.confinement}. A process that reads uploads, trains or predicts`);
  for (const { guard, holds, protects, remedy } of sandbox.guards) {
    console.log(`${holds ? 'holds  ' : 'missing'}  ${guard.padEnd(14)} ${protects}${remedy ? `. ${remedy}` : ''}`);
  }
}
