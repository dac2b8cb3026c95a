/**
 * Streams the array elements of a large JSON object of the form { "a": [ element, ... ], "b": [ ... ], other: anything }. Only
 * the current element is in memory, and reading stops at the first element that the consumer rejects.
 */
import { InvalidData } from '../../errors.ts';

const maxElementBytes = 4 * 2 ** 20;
const maxKeyBytes = 1000;
const maxDepth = 100;

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const isBlank = (byte: number) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

export interface JsonElement {
  /** The name of the array. */
  key: string;
  /** The index of the element in the array. */
  index: number;
  value: unknown;
}

/**
 * Yields the elements of the arrays named `keys`, in file order, and skips everything else.
 * @throws InvalidData when the part that was read is not valid JSON, or an element is too large
 */
export async function* readElements(
  chunks: AsyncIterable<Buffer>,
  keys: ReadonlySet<string>,
  name: string,
): AsyncGenerator<JsonElement, void> {
  const scanner = createScanner(keys, name);
  for await (const chunk of chunks) yield* scanner.scan(chunk);
  scanner.end();
}

function createScanner(keys: ReadonlySet<string>, name: string) {
  const invalid = (reason: string) => new InvalidData(`The file is not valid JSON: ${reason}.`, name);
  /** The open brackets, outermost first. */
  const open: number[] = [];
  let [inString, escaped, ended] = [false, false, false];
  /** The current member of the outermost object. */
  let key: string | null = null;
  let index = 0;
  /** The bytes of the current key or element; null while skipping. */
  let kept: Buffer[] | null = null;
  let keptBytes = 0;

  const isWanted = () => key !== null && keys.has(key);
  /** Returns whether the scanner is in a requested array, between its elements. */
  const isBetweenElements = () => open.length === 2 && open[1] === openBracket && isWanted();

  function parse(): unknown {
    const text = Buffer.concat(kept ?? []).toString('utf8');
    kept = null;
    try {
      return JSON.parse(text);
    } catch (error) {
      throw invalid(`${(error as Error).message} in ${key === null ? 'a key' : `${key}.${index}`}`);
    }
  }

  function keep(piece: Buffer): void {
    if (!kept || piece.length === 0) return;
    keptBytes += piece.length;
    if (keptBytes > (key === null ? maxKeyBytes : maxElementBytes)) {
      throw new InvalidData(`A value in the JSON file is larger than ${maxElementBytes} bytes.`, name);
    }
    kept.push(piece);
  }

  function startKeeping(): void {
    kept = [];
    keptBytes = 0;
  }

  function push(bracket: number): void {
    if (ended) throw invalid('there is content after its end');
    if (open.length === 0 && bracket !== openBrace) {
      throw new InvalidData('Invalid COCO file: it is not a JSON object.', name);
    }
    if (open.length >= maxDepth) throw invalid(`it is nested more than ${maxDepth} levels deep`);
    open.push(bracket);
  }

  function pop(bracket: number): void {
    const opening = bracket === closeBrace ? openBrace : openBracket;
    if (open.pop() !== opening) throw invalid('a closing bracket does not match');
    if (open.length === 1) {
      key = null;
      index = 0;
    }
    ended = open.length === 0;
  }

  function* scan(chunk: Buffer): Generator<JsonElement, void> {
    /** The offset in the chunk at which the kept bytes begin. */
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inString = false;
        continue;
      }
      if (byte === quote) {
        if (open.length === 0) throw invalid('it starts with a string');
        inString = true;
        const isKey = open.length === 1 && key === null;
        if (!kept && (isKey || isBetweenElements())) {
          startKeeping();
          from = at;
        }
      } else if (byte === openBrace || byte === openBracket) {
        if (!kept && isBetweenElements()) {
          startKeeping();
          from = at;
        }
        push(byte);
      } else if (byte === colon && open.length === 1 && key === null) {
        keep(chunk.subarray(from, at));
        const parsed = parse();
        if (typeof parsed !== 'string') throw invalid('a key is not a string');
        key = parsed;
      } else if (byte === comma || byte === closeBrace || byte === closeBracket) {
        // An element ends at the comma after it, or at the end of its array.
        if (isBetweenElements() && byte !== closeBrace) {
          if (kept) {
            keep(chunk.subarray(from, at));
            yield { key: key ?? '', index, value: parse() };
          } else if (byte === comma) throw invalid(`an element is missing in ${key}`);
        }
        if (byte === comma) {
          if (isBetweenElements()) index++;
          if (open.length === 1) key = null;
        } else pop(byte);
      } else if (!isBlank(byte)) {
        if (open.length === 0) throw invalid('it does not start with an object');
        // A number, true, false or null.
        if (!kept && isBetweenElements()) {
          startKeeping();
          from = at;
        }
      }
    }
    keep(chunk.subarray(from));
  }

  return {
    scan,
    end(): void {
      if (!ended) throw invalid('it ends unexpectedly');
    },
  };
}
