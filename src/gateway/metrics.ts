/**
 * /metrics, for Prometheus. No label tells a name or an id, and each has few values: a pool or an HTTP status.
 *
 * What only the database knows is looked up when somebody asks, at most once a second. A database that is away takes those
 * metrics out of the answer (and aias_database_up to 0) and leaves the others: it is then that they are wanted.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { IngestionLoad } from '../datasets/ingestion-queue.ts';
import { Unauthenticated } from '../errors.ts';
import type { DeliveryObserver } from '../live/observer.ts';
import type { Logger } from '../log.ts';
import type { QueueLoad } from '../tasks/queue-load.ts';
import type { Route } from './routes.ts';

const freshMilliseconds = 1000;
/** Less than a scrape may take: Prometheus waits for ten seconds. */
const databaseMilliseconds = 3000;

export interface Metrics {
  route: Route;
  /** For the hub. */
  deliveries: DeliveryObserver;
  /** Counts a response by its status. */
  onResponse(status: number): void;
}

export interface MetricsOptions {
  /** The bearer token that a reader must send; absent: everybody may read. */
  token: string | undefined;
  readQueue(): Promise<QueueLoad>;
  readIngestions(): Promise<IngestionLoad>;
  /** Sockets and live streams of this gateway that are open now. */
  sockets(): number;
  streams(): number;
  log: Logger;
}

export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'aias_http_requests_total',
    help: 'HTTP requests that this gateway answered, by status.',
    labelNames: ['status'],
    registers,
  });
  const delivery = new Histogram({
    name: 'aias_event_delivery_seconds',
    help: 'From the writing of an event to its arrival at the live streams of this gateway.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  countOpen(registers, options);
  const showQueue = queueMetrics(registers, options);

  return {
    deliveries: { onDelivered: (seconds) => delivery.observe(seconds) },
    onResponse: (status) => requests.inc({ status }),
    route: {
      method: 'GET',
      path: '/metrics',
      anonymous: true,
      async handle(request, response) {
        if (options.token !== undefined && !isBearer(request.headers.authorization, options.token)) {
          throw new Unauthenticated('Send "Authorization: Bearer <AIAS_METRICS_TOKEN>".');
        }
        await showQueue();
        response.writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' });
        response.end(await registry.metrics());
      },
    },
  };
}

function countOpen(registers: Registry[], { sockets, streams }: Pick<MetricsOptions, 'sockets' | 'streams'>): void {
  new Gauge({
    name: 'aias_sockets_open',
    help: 'WebSockets that are open on this gateway.',
    registers,
    collect() {
      this.set(sockets());
    },
  });
  new Gauge({
    name: 'aias_streams_open',
    help: 'Live streams that are open on this gateway.',
    registers,
    collect() {
      this.set(streams());
    },
  });
}

/** The metrics that all gateways tell alike. Returns how to bring them up to date; that never rejects. */
function queueMetrics(
  registers: Registry[],
  { readQueue, readIngestions, log }: Pick<MetricsOptions, 'readQueue' | 'readIngestions' | 'log'>,
) {
  const ofPool = (name: string, help: string) => new Gauge({ name, help, labelNames: ['pool'], registers });
  const depth = ofPool('aias_queue_depth', 'Tasks that wait for a worker.');
  const oldest = ofPool(
    'aias_queue_oldest_wait_seconds',
    'Age of the task that has waited longest; 0 when none waits.',
  );
  const running = ofPool('aias_tasks_running', 'Tasks that a worker runs.');
  const samples = ofPool('aias_samples_per_second', 'Samples a second that the running tasks train with, together.');
  const waiting = new Gauge({
    name: 'aias_ingestions_waiting',
    help: 'Uploads that wait for a worker to read them.',
    registers,
  });
  const reading = new Gauge({ name: 'aias_ingestions_running', help: 'Uploads that a worker reads.', registers });
  const up = new Gauge({ name: 'aias_database_up', help: '1 when the database answers this gateway.', registers });
  const events = new Counter({
    name: 'aias_events_appended_total',
    help: 'Events of tasks that were ever written, by all workers and gateways.',
    registers,
  });

  function show(loads: [QueueLoad, IngestionLoad] | null): void {
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
    if (load) events.inc(load.eventsAppended);
    else events.remove();
  }

  let looked = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> = Promise.resolve();
  return (): Promise<void> => {
    if (performance.now() - looked < freshMilliseconds) return looking;
    looked = performance.now();
    looking = Promise.race([
      Promise.all([readQueue(), readIngestions()]),
      delay(databaseMilliseconds, null, { ref: false }),
    ]).then(show, (error) => {
      log.warn({ err: error }, 'the queue could not be read for /metrics');
      show(null);
    });
    return looking;
  };
}

/** Compares hashes, which are of one length, in constant time: an answer's delay tells nothing about the token. */
function isBearer(header: string | undefined, token: string): boolean {
  const given = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1] ?? '';
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(token));
}
