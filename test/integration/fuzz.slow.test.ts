/** Sends malformed bytes to a gateway process over many connections that break at any moment. */
import { randomInt } from 'node:crypto';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDice, type Dice, drawCase } from '../support/fuzz.ts';
import { patienceMs } from '../support/patience.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { openTcp } from '../support/raw-http.ts';

const cases = 10_000;
const connections = 64;
/** Set FUZZ_SEED to the seed of a failed run to send the same bytes again. */
const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

test(`survives ${cases} corrupted requests, upgrades and frames (FUZZ_SEED=${seed})`, async () => {
  let log = '';
  const gateway = await platform.startGateway({
    onLog: (text) => {
      log += text;
    },
  });
  let left = cases;
  let sent = 0;
  const attack = async (dice: Dice) => {
    while (left > 0 && gateway.process.exitCode === null) {
      const together = Math.min(left, 1 + dice.below(6));
      left -= together;
      await breakIn(
        gateway.url,
        dice,
        Array.from({ length: together }, () => drawCase(dice)),
      );
      sent += together;
    }
  };
  const healthy = askUntil(gateway.url, () => sent >= cases);
  const attacks = Array.from({ length: connections }, (_, index) => attack(createDice(seed + index)));
  const [answered] = await Promise.all([healthy, ...attacks]);

  expect(sent).toBe(cases);
  expect(answered).toBeGreaterThan(10);
  expect([gateway.process.exitCode, gateway.process.signalCode]).toEqual([null, null]);
  expect(await gateway.stop()).toBe(0);
  expect(log).toBe('');
});

/** Sends all parts on one connection, in pieces, and disconnects in a random way. */
async function breakIn(url: string, dice: Dice, parts: Buffer[]): Promise<void> {
  const socket = await openTcp(url);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  if (!dice.chance(0.1)) socket.resume();
  for (const part of parts) {
    if (socket.destroyed) break;
    const cut = dice.chance(0.3) ? dice.below(part.length + 1) : part.length;
    socket.write(part.subarray(0, cut));
    if (dice.chance(0.3)) await nextTurn();
    if (cut < part.length) socket.write(part.subarray(cut));
  }
  // The time until the disconnect is random too: from none to long enough for a response.
  const stay = dice.pick([0, 0, 1, 5, 20]);
  if (stay > 0) await Promise.race([closed, delay(stay)]);
  if (dice.chance(0.4)) socket.resetAndDestroy();
  else if (dice.chance(0.5)) socket.destroy();
  else {
    socket.end();
    await Promise.race([closed, delay(50)]);
    socket.destroy();
  }
  await closed;
}

/** Returns the number of successful requests; fails at the first one without a response. */
async function askUntil(url: string, isOver: () => boolean): Promise<number> {
  let answered = 0;
  for (; !isOver(); answered++) {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ viewer { username } }' }),
      signal: AbortSignal.timeout(patienceMs),
    });
    expect([response.status, await response.json()]).toMatchObject([200, { data: { viewer: null } }]);
  }
  return answered;
}
