/**
 * Preloaded into trainers: makes some tasks poisonous. The name of the target column selects how:
 *
 *   memory   allocates buffers without end, like a model that is larger than estimated
 *   heap     the same in V8's own heap
 *   abort    aborts, as if native code had crashed
 *   loop     computes forever
 */
const kept: unknown[] = [];
let poison: string | null = null;

const poisons: Record<string, () => void> = {
  memory() {
    for (;;) kept.push(new Float32Array(2 ** 20).fill(1));
  },
  heap() {
    for (;;) kept.push({ some: Math.random(), thing: [kept.length] });
  },
  abort: () => process.abort(),
  loop() {
    for (;;) kept.length = 0;
  },
};

interface Asked {
  type: string;
  call?: string;
  key?: string;
}

const tellWorker = process.send?.bind(process);
if (process.argv[2] === 'trainer' && tellWorker) {
  process.on('message', (message: { type: string; job?: { spec: { recipe?: { target: string } } } }) => {
    if (message.type === 'run') poison = message.job?.spec.recipe?.target ?? null;
  });
  process.send = ((message: Asked, ...rest: []) => {
    // The first thing that a trainer does with a task is to request its dataset.
    if (message.call === 'get' && message.key?.startsWith('datasets/')) poisons[poison ?? '']?.();
    return tellWorker(message, ...rest);
  }) as typeof process.send;
}
