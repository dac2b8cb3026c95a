/** Tags of a row, each of which filters the list, and those that the list is filtered by. */
import { useMessages } from '../i18n/language.tsx';
import type { ListState } from './list-state.ts';
import styles from './tags.module.css';

/** Name of the filter in the URL. */
const tagFilter = 'tag';

/** Limits of the API: a link may have been changed by hand. */
const [maxTags, maxTagLength] = [20, 50];

/** Returns the tags that the list is filtered by. */
export const tagsOf = (state: Pick<ListState<string>, 'values'>): string[] =>
  state
    .values(tagFilter)
    .filter((tag) => tag.trim() !== '' && tag.length <= maxTagLength)
    .slice(0, maxTags);

type TagState = Pick<ListState<string>, 'values' | 'setValues'>;

export function Tags({ tags, state }: { tags: readonly string[]; state: TagState }) {
  const say = useMessages('lists');
  if (tags.length === 0) return null;
  const chosen = tagsOf(state);
  return (
    <span className={styles.tags}>
      {tags.map((tag) => (
        <button
          key={tag}
          type="button"
          className={styles.tag}
          aria-label={say.filterByTag({ tag })}
          onClick={() => state.setValues(tagFilter, [...new Set([...chosen, tag])])}
        >
          {tag}
        </button>
      ))}
    </span>
  );
}

export function TagFilters({ state }: { state: TagState }) {
  const say = useMessages('lists');
  const chosen = tagsOf(state);
  return chosen.map((tag) => (
    <button
      key={tag}
      type="button"
      className={styles.tag}
      aria-label={say.removeTag({ tag })}
      onClick={() =>
        state.setValues(
          tagFilter,
          chosen.filter((other) => other !== tag),
        )
      }
    >
      {tag} <span aria-hidden="true">×</span>
    </button>
  ));
}
