/**
 * Validates the messages of a trainer. A process that reads untrusted data may have been taken over by it, so its messages are
 * untrusted too.
 */
import { z } from 'zod';
import {
  environmentSchema,
  evaluationReportSchema,
  fittedAttributesSchema,
  historySchema,
} from '../../models/model.ts';
import { trainingEndSchema, trialSchema } from '../../tasks/task.ts';
import { maxMessageLength, shortenedText, storable } from '../../text.ts';
import type { TrainerEventMessage } from './protocol.ts';

const maxText = 100_000;
const maxItems = 100_000;
const text = shortenedText(maxText);
const reason = shortenedText(maxMessageLength);
const key = z.string().max(512);
const count = z.number().int().nonnegative();
/** Metrics may be NaN or infinite. Such values are dropped when metrics are written. */
const measured = z.custom<number>((value) => typeof value === 'number');
const point = z.tuple([measured, measured, z.number().int().nullable()]);
const points = z.array(point).max(maxItems);

const reportSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    epoch: count,
    epochs: count,
    batch: count,
    batches: count,
    samplesPerSecond: measured,
    etaSeconds: measured,
  }),
  z.object({
    type: z.literal('metrics'),
    step: count,
    epoch: count,
    metrics: z.array(z.object({ name: text, value: measured })).max(maxItems),
  }),
  z.object({ type: z.literal('log'), level: z.enum(['info', 'warn', 'error']), message: reason }),
  z.object({
    type: z.literal('samples'),
    step: count,
    epoch: count,
    grid: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), count, columns: count, rows: count }).nullable(),
    texts: z.array(text).max(maxItems),
  }),
  z.object({
    type: z.literal('projection'),
    step: count,
    epoch: count,
    groups: z.array(text).max(maxItems),
    points,
    centers: points,
  }),
  trainingEndSchema.extend({ type: z.literal('end') }),
]);

const modelSchema = z.object({
  artifactKey: key,
  sha256: z.string().max(64),
  sizeBytes: count,
  report: evaluationReportSchema.nullable(),
  fittedAttributes: fittedAttributesSchema,
  history: historySchema,
  environment: environmentSchema,
});

const resultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('TRAIN'), model: modelSchema, end: trainingEndSchema }),
  z.object({ kind: z.literal('TUNE'), model: modelSchema, trials: z.array(trialSchema), best: z.number().int() }),
  z.object({ kind: z.literal('EVALUATE'), report: evaluationReportSchema }),
  z.object({ kind: z.literal('PREDICT'), artifactKey: key, sha256: z.string().max(64), bytes: count, samples: count }),
]);

const outcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('finished'), result: resultSchema }),
  z.object({ kind: z.literal('failed'), reason }),
  z.object({ kind: z.literal('interrupted'), interruption: z.enum(['cancel', 'pause']) }),
  z.object({ kind: z.literal('crashed'), reason, memory: z.enum(['refused', 'suspected']).nullable() }),
]);

const messageSchema: z.ZodType<TrainerEventMessage> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), backend: text, device: text, hasGpu: z.boolean(), limitsMemory: z.boolean() }),
  z.object({ type: z.literal('unable'), reason }),
  z.object({ type: z.literal('report'), report: reportSchema }),
  z.object({ type: z.literal('alive') }),
  z.object({ type: z.literal('checkpoint'), checkpoint: z.object({ key, step: count }) }),
  z.object({ type: z.literal('done'), outcome: outcomeSchema }),
]);

export type Parsed = { message: TrainerEventMessage } | { problem: string };

/** Parses a message. Returns the message, or a description of the problem. */
export function parseMessage(value: unknown): Parsed {
  const parsed = messageSchema.safeParse(value);
  if (parsed.success) return { message: storable(parsed.data) };
  const [issue] = parsed.error.issues;
  return { problem: `${issue?.path.join('.')}: ${issue?.message}`.slice(0, 500) };
}
