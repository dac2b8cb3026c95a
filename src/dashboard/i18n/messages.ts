/** Both languages of one part of the app, side by side: the compiler sees that none lacks a sentence or a value in it. */
export type Language = 'en' | 'zh';

type Sentence = string | ((...values: never[]) => string);

/** The same sentences, whatever they say. */
type Alike<Messages> = {
  [Name in keyof Messages]: Messages[Name] extends (...values: infer Values) => string
    ? (...values: Values) => string
    : string;
};

export function messages<English extends Record<string, Sentence>>(
  en: English,
  zh: Alike<English>,
): Record<Language, Alike<English>> {
  // A sentence is a text, or a function that gives one: what English is, its likeness is too.
  return { en: en as unknown as Alike<English>, zh };
}
