/**
 * How long a test waits for anything. Waits end as soon as what they wait for is there, so the limit only decides when a test
 * gives up: it leaves room for a machine that is busy with something else.
 */
export const patienceMilliseconds = 900_000;
