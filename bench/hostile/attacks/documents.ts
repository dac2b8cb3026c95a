/** Distinct documents that consist almost entirely of a comment: caches that are keyed by the text grow with each. */
import { type Attack, atRate } from '../attack.ts';

const megabytes = 4;
const perSecond = 10;
/** Short enough to be cached if long documents are not. */
const shortCharacters = 16_000;

export const documents: Attack = {
  name: 'documents',
  does: `distinct documents with a comment of ${megabytes} MB, ${perSecond}/s, and of ${shortCharacters} characters, 20/s`,
  async prepare({ wire }) {
    const long = Buffer.alloc(megabytes * 2 ** 20, 'x');
    const short = long.subarray(0, shortCharacters);
    let sent = 0;
    const body = (comment: Buffer) => [
      Buffer.from(`{"query":"{__typename}#${process.pid}.${sent++}`),
      comment,
      Buffer.from('"}'),
    ];
    return async (signal) => {
      await Promise.all([
        atRate({ perSecond, maxOpen: 20, signal }, () => wire.attack({ body: body(long), signal })),
        atRate({ perSecond: 20, maxOpen: 20, signal }, () => wire.attack({ body: body(short), signal })),
      ]);
    };
  },
};
