/** Chooses a language: the saved one, else the first of the browser's that the dashboard has. */

/**
 * @param wanted BCP 47 tags, most wanted first
 * @param available BCP 47 tags. The first one is the fallback.
 */
export function chooseLanguage(wanted: readonly string[], available: readonly [string, ...string[]]): string {
  for (const tag of wanted) {
    const found = available.find((one) => one === tag) ?? nearest(tag, available);
    if (found) return found;
  }
  return available[0];
}

/** The language of the same script, as "zh-Hans" for "zh-CN", else one of the same name, as "zh-Hans" for "zh-TW". */
function nearest(tag: string, available: readonly string[]): string | undefined {
  const own = likely(tag);
  if (!own) return undefined;
  const related = available.filter((one) => likely(one)?.language === own.language);
  return related.find((one) => likely(one)?.script === own.script) ?? related[0];
}

function likely(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag).maximize();
  } catch {
    return null; // what is stored in the browser need not be a tag
  }
}
