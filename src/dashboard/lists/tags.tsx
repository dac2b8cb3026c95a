/** Tags of a row, each of which filters the list, and those that the list is filtered by. */
import { useMessages } from '../i18n/language.tsx';
import type { ListState } from './list-state.ts';
import styles from './tags.module.css';

/** Name of the filter in the URL. */
export const tagFilter = 'tag';

type TagState = Pick<ListState<string>, 'values' | 'setValues'>;

export function Tags({ tags, state }: { tags: readonly string[]; state: TagState }) {
  const say = useMessages('lists');
  if (tags.length === 0) return null;
  const chosen = state.values(tagFilter);
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
  const chosen = state.values(tagFilter);
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
