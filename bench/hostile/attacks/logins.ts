/** Guesses passwords, each of which costs a slow hash, from many addresses and for many user names. */
import { type Attack, atRate } from '../attack.ts';

const addresses = Array.from({ length: 8 }, (_, index) => `127.0.0.${index + 2}`);
const perSecond = 100;
const query = `mutation ($input: LoginInput!) { login(input: $input) { __typename } }`;

export const logins: Attack = {
  name: 'logins',
  does: `sign-ins with wrong passwords, each for another name, ${perSecond}/s from ${addresses.length} addresses`,
  async prepare({ wire }) {
    let tried = 0;
    return (signal) =>
      atRate({ perSecond, maxOpen: 200, signal }, async (number) => {
        const input = { username: `user${process.pid}-${tried++}`, password: 'correct horse battery' };
        const from = addresses[number % addresses.length] ?? '';
        await wire.attack({ body: JSON.stringify({ query, variables: { input } }), from, signal });
      });
  },
};
