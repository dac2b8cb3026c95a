/** A pool process that does what a test requests instead of computing. */
let busy = Promise.resolve();

/** @type {Record<string, (request: any) => unknown>} Each receives the test's message. */
const calls = {
  pid: () => process.pid,
  environment: () => process.env,
  echo: ({ value }) => value,
  wait: ({ ms }) => new Promise((resolve) => setTimeout(resolve, ms)).then(() => process.pid),
  exit: ({ code }) => process.exit(code),
  spin() {
    for (;;);
  },
  allocate() {
    const parts = [];
    for (;;) parts.push(new Uint8Array(2 ** 24).fill(1));
  },
};

/** @param {any} message from the test */
function answerOf(message) {
  if (message.call === 'lie') return message.answer;
  return Promise.resolve(calls[message.call]?.(message)).then(
    (result) => ({ id: message.id, result }),
    (error) => ({ id: message.id, failure: String(error) }),
  );
}

process.on('disconnect', () => process.exit(0));
process.on('message', (/** @type {any} */ message) => {
  if (message.type === 'artifact') return;
  busy = busy.then(async () => {
    try {
      process.send?.(await answerOf(message));
    } catch {
      process.send?.({ id: message.id, exhausted: true });
    }
  });
});
process.send?.({ type: 'ready' });
