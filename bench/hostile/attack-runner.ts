/** Runs one attack in its own process. Arguments: the attack's name, and the gateway's URL. */
import { setMaxListeners } from 'node:events';
import { setPriority } from 'node:os';
import type { FromAttacker, ToAttacker } from './attack-protocol.ts';
import { attacks } from './attacks.ts';
import { createTally } from './tally.ts';
import { createWire } from './wire.ts';

/** Real attackers have machines of their own; here they only get the CPU time that the platform and its victim leave. */
const minPriority = 19;

setPriority(minPriority);
const [, , name, address = ''] = process.argv;
const attack = attacks.find((each) => each.name === name);
if (!attack) throw new Error(`The attack "${name}" does not exist.`);
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
    setMaxListeners(0, halt.signal); // every open connection adds a listener
    ended = round(halt.signal);
  } else {
    halt.abort();
    await ended;
    send({ type: 'halted', counts: tally.take() });
  }
});
process.on('disconnect', () => process.exit(0));
send({ type: 'prepared' });
