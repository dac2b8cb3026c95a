/** The header of a column that the list can be ordered by. */
import { useMessages } from '../i18n/language.tsx';
import type { ListState } from './list-state.ts';
import styles from './sort-head.module.css';

export function SortHead<Field extends string>({
  state,
  field,
  title,
  className,
}: {
  /** Without it, the list has a fixed order. */
  state: Pick<ListState<Field>, 'order' | 'sortBy'> | undefined;
  field: Field;
  title: string;
  className?: string | undefined;
}) {
  const say = useMessages('lists');
  if (!state) {
    return (
      <th scope="col" className={className}>
        {title}
      </th>
    );
  }
  const { order, sortBy } = state;
  const direction = order.field !== field ? 'none' : order.direction === 'ASC' ? 'ascending' : 'descending';
  return (
    <th scope="col" className={className} aria-sort={direction}>
      <button type="button" className={styles.sort} title={say.sortBy({ column: title })} onClick={() => sortBy(field)}>
        {title} <span aria-hidden="true">{{ ascending: '▲', descending: '▼', none: '↕' }[direction]}</span>
      </button>
    </th>
  );
}
