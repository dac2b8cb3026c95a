/** ICU messages: compiled for the runtime of Lingui, so that the browser gets no parser, and their placeholders. */
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';

type Token = ReturnType<typeof compileMessageOrThrow>[number];

/** A message without placeholders is its text. */
export type CompiledMessage = string | Token[];

/** The TypeScript type of the value of a placeholder. */
type ValueType = 'string' | 'number' | 'string | Date' | 'Wrap';

const valueTypes: Readonly<Record<string, ValueType>> = {
  plural: 'number',
  selectordinal: 'number',
  number: 'number',
  select: 'string',
  date: 'string | Date',
  time: 'string | Date',
};

/** The default has at most three decimal places, "exact" has all. */
const numberFormats: readonly unknown[] = [undefined, 'percent', 'exact'];

export interface MessageShape {
  /** Types of the placeholders and tags, by name. */
  values: Map<string, ValueType>;
  /** The cases of every plural, without exact ones such as "=0". */
  plurals: { ordinal: boolean; cases: string[] }[];
  /** Whether it has tags, as in "<link>Sign in</link>". */
  isRich: boolean;
}

/** @throws Error when the syntax is wrong */
export function compile(message: string): CompiledMessage {
  const tokens = compileMessageOrThrow(message);
  return tokens.every((token) => typeof token === 'string') ? tokens.join('') : tokens;
}

/** @throws Error when the syntax is wrong, or when a placeholder is used with two types */
export function shapeOf(message: string): MessageShape {
  const shape: MessageShape = { values: new Map(), plurals: [], isRich: false };
  const add = (name: string, type: ValueType) => {
    const known = shape.values.get(name) ?? type;
    if (known !== type) throw new Error(`{${name}} is both a ${known} and a ${type}.`);
    shape.values.set(name, type);
  };
  const visit = (tokens: readonly Token[]) => {
    for (const token of tokens) {
      if (!Array.isArray(token)) {
        // The parser takes an unpaired brace as text.
        if (/[{}]/.test(token)) throw new Error(`"${token}" has a brace without its counterpart.`);
        continue;
      }
      const [name, kind, cases] = token;
      const type = kind === undefined ? 'string' : valueTypes[kind];
      if (!type) throw new Error(`{${name}, ${kind}} has an unknown format.`);
      if (kind === 'number' && !numberFormats.includes(cases)) throw new Error(`${cases} is no format of numbers.`);
      add(name, type);
      if (typeof cases !== 'object' || type === 'string | Date') continue;
      const { offset: _, ...branches } = cases as Record<string, readonly Token[]>;
      if (type === 'number') {
        const names = Object.keys(branches).filter((branch) => !/^\d/.test(branch));
        shape.plurals.push({ ordinal: kind === 'selectordinal', cases: names });
      }
      for (const branch of Object.values(branches)) visit(branch);
    }
  };
  visit(compileMessageOrThrow(message));
  for (const name of tagsOf(message)) {
    add(name, 'Wrap');
    shape.isRich = true;
  }
  return shape;
}

/** @throws Error when a tag is not closed, or has another tag in it */
function tagsOf(message: string): string[] {
  const names: string[] = [];
  let open: string | null = null;
  for (const [tag, slash, name = ''] of message.matchAll(/<(\/?)(\w+)>/g)) {
    if (slash ? open !== name : open !== null) throw new Error(`${tag} is not expected here.`);
    open = slash ? null : name;
    if (!slash) names.push(name);
  }
  if (open !== null) throw new Error(`<${open}> is not closed.`);
  return names;
}
