/**
 * /metrics, for Prometheus. Labels are pools and HTTP statuses: few values each, and no names or ids of users.
 *
 * Metrics from the database are queried on scrape, at most once per second. If the database is unavailable, they are omitted and
 * `aias_database_up` is 0; the other metrics stay available.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { IngestionLoad } from '../datasets/ingestion-queue.ts';
import { Unauthenticated } from '../errors.ts';
import type { DeliveryObserver } from '../live/observer.ts';
import type { Logger } from '../log.ts';
import type { QueueLoad } from '../tasks/queue/queue-metrics.ts';
import type { Route } from './routes.ts';

const cacheTtlMs = 1000;
/** Less than the default scrape timeout of Prometheus, 10 s. */
const databaseMs = 3000;

export interface Metrics {
  route: Route;
  /** Passed to the hub. */
  deliveries: DeliveryObserver;
  /** Counts a response by its status. */
  onResponse(status: number): void;
}

export interface MetricsOptions {
  /** Bearer token that a scraper must send. Undefined allows access without a token. */
  token: string | undefined;
  readQueue(): Promise<QueueLoad>;
  readIngestions(): Promise<IngestionLoad>;
  /** Number of open sockets and live streams of this gateway. */
  socketCount(): number;
  streamCount(): number;
  log: Logger;
}

export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'aias_http_requests_total',
    help: 'HTTP responses of this gateway, by status.',
    labelNames: ['status'],
    registers,
  });
  const delivery = new Histogram({
    name: 'aias_event_delivery_seconds',
    help: 'Time from writing an event to its delivery to the live streams of this gateway.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  countOpen(registers, options);
  const updateQueueMetrics = queueMetrics(registers, options);

  return {
    deliveries: { onDelivered: (seconds) => delivery.observe(seconds) },
    onResponse: (status) => requests.inc({ status }),
    route: {
      method: 'GET',
      path: '/metrics',
      isPublic: true,
      async handle(request, response) {
        if (options.token !== undefined && !isBearer(request.headers.authorization, options.token)) {
          throw new Unauthenticated('Send "Authorization: Bearer <AIAS_METRICS_TOKEN>".');
        }
        await updateQueueMetrics();
        response.writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' });
        response.end(await registry.metrics());
      },
    },
  };
}

function countOpen(
  registers: Registry[],
  { socketCount, streamCount }: Pick<MetricsOptions, 'socketCount' | 'streamCount'>,
): void {
  new Gauge({
    name: 'aias_sockets_open',
    help: 'Open WebSockets of this gateway.',
    registers,
    collect() {
      this.set(socketCount());
    },
  });
  new Gauge({
    name: 'aias_streams_open',
    help: 'Open live streams of this gateway.',
    registers,
    collect() {
      this.set(streamCount());
    },
  });
}

/** Registers the metrics that are the same on all gateways. Returns a function that updates them and never rejects. */
function queueMetrics(
  registers: Registry[],
  { readQueue, readIngestions, log }: Pick<MetricsOptions, 'readQueue' | 'readIngestions' | 'log'>,
) {
  const poolGauge = (name: string, help: string) => new Gauge({ name, help, labelNames: ['pool'], registers });
  const depth = poolGauge('aias_queue_depth', 'Queued tasks.');
  const oldest = poolGauge(
    'aias_queue_oldest_wait_seconds',
    'Waiting time of the longest queued task; 0 when the queue is empty.',
  );
  const running = poolGauge('aias_tasks_running', 'Running tasks.');
  const samples = poolGauge(
    'aias_samples_per_second',
    'Training throughput of all running tasks, in samples per second.',
  );
  const waiting = new Gauge({
    name: 'aias_ingestions_waiting',
    help: 'Uploads waiting for ingestion.',
    registers,
  });
  const reading = new Gauge({ name: 'aias_ingestions_running', help: 'Uploads being ingested.', registers });
  const up = new Gauge({
    name: 'aias_database_up',
    help: '1 if this gateway reaches the database, else 0.',
    registers,
  });
  const events = new Counter({
    name: 'aias_events_appended_total',
    help: 'Task events written by all workers and gateways.',
    registers,
  });

  function setQueueGauges(loads: [QueueLoad, IngestionLoad] | null): void {
    const [load, ingestions] = loads ?? [];
    for (const metric of [depth, oldest, running, samples, events]) metric.reset();
    up.set(load ? 1 : 0);
    for (const metric of [waiting, reading]) metric.remove();
    if (ingestions) waiting.set(ingestions.waiting);
    if (ingestions) reading.set(ingestions.running);
    for (const { pool, ...of } of load?.pools ?? []) {
      depth.set({ pool }, of.queued);
      oldest.set({ pool }, of.oldestWaitSeconds);
      running.set({ pool }, of.running);
      samples.set({ pool }, of.samplesPerSecond);
    }
    if (load) events.inc(load.eventsTotal);
    else events.remove();
  }

  let lastReadAt = Number.NEGATIVE_INFINITY;
  let lastRead: Promise<void> = Promise.resolve();
  return (): Promise<void> => {
    if (performance.now() - lastReadAt < cacheTtlMs) return lastRead;
    lastReadAt = performance.now();
    lastRead = Promise.race([
      Promise.all([readQueue(), readIngestions()]),
      delay(databaseMs, null, { ref: false }),
    ]).then(setQueueGauges, (error) => {
      log.warn({ err: error }, 'could not read queue metrics');
      setQueueGauges(null);
    });
    return lastRead;
  };
}

/** Compares hashes, which have equal length, in constant time, so that response times reveal nothing about the token. */
function isBearer(header: string | undefined, token: string): boolean {
  const given = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1] ?? '';
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(token));
}
