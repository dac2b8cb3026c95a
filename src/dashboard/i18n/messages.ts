/** English and Chinese messages of one part of the app. The types guarantee that both have the same keys and arguments. */
export type Language = 'en' | 'zh';

type Message = string | ((...values: never[]) => string);

/** Messages with the same keys and arguments, in any language. */
type SameShape<Messages> = {
  [Name in keyof Messages]: Messages[Name] extends (...values: infer Values) => string
    ? (...values: Values) => string
    : string;
};

export function messages<English extends Record<string, Message>>(
  en: English,
  zh: SameShape<English>,
): Record<Language, SameShape<English>> {
  // Every message is a string or a function that returns one, so `English` always has its own shape.
  return { en: en as unknown as SameShape<English>, zh };
}

/** A count with its English noun: "1 row", "2 rows". Accepts a formatted number. */
export const plural = (count: number | string, one: string, other: string): string =>
  `${count} ${isOne(count) ? one : other}`;

export const isOne = (count: number | string): boolean => String(count) === '1';
