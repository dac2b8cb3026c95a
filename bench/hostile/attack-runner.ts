/** One attack, in a process of its own. Its arguments are the attack's name and the gateway's address. */
import { setMaxListeners } from 'node:events';
import { setPriority } from 'node:os';
import type { FromAttacker, ToAttacker } from './attack-protocol.ts';
import { attacks } from './attacks.ts';
import { createTally } from './tally.ts';
import { createWire } from './wire.ts';

/** Attackers have machines of their own; here they take only what the platform and its victim leave. */
const lowestPriority = 19;

setPriority(lowestPriority);
const [, , name, address = ''] = process.argv;
const attack = attacks.find((each) => each.name === name);
if (!attack) throw new Error(`There is no attack "${name}".`);
const url = new URL(address);
const tally = createTally();
const send = (message: FromAttacker) => void process.send?.(message);
const round = await attack.prepare({ url, tally, wire: createWire(url, tally) });
tally.take();
let halt = new AbortController();
let ended: Promise<void> = Promise.resolve();
process.on('message', async (message: ToAttacker) => {
  if (message.type === 'begin') {
    halt = new AbortController();
    setMaxListeners(0, halt.signal); // every open connection listens
    ended = round(halt.signal);
  } else {
    halt.abort();
    await ended;
    send({ type: 'halted', counts: tally.take() });
  }
});
process.on('disconnect', () => process.exit(0));
send({ type: 'prepared' });
