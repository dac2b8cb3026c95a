/**
 * How long a test waits for anything. A wait ends as soon as its condition holds, so the limit only decides when a test gives
 * up: it allows for a busy machine.
 */
export const patienceMs = 900_000;
