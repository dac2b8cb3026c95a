/** A list with its search, filters and pages. The table itself is given. */
import type { ReactNode } from 'react';
import { useMessages } from '../i18n/language.tsx';
import { Card } from '../ui/content/card.tsx';
import listingStyles from '../ui/content/listing.module.css';
import { Notice } from '../ui/content/notice.tsx';
import { Button } from '../ui/controls/button.tsx';
import { Select } from '../ui/controls/select.tsx';
import { Loading } from '../ui/loading.tsx';
import { QueryProblem } from '../ui/states.tsx';
import { known, type ListState } from './list-state.ts';
import styles from './list-view.module.css';
import { SearchField } from './search-field.tsx';
import { TagFilters } from './tags.tsx';
import type { List } from './use-list.ts';

interface Props<Row, Field extends string> {
  list: List<Row>;
  state: ListState<Field>;
  /** The orders to choose from where the headers of the table are hidden. */
  fields: readonly Field[];
  filters?: ReactNode;
  /** Shown instead of everything when the list is empty without any filter. */
  empty: ReactNode;
  /** Shown between the tools and the table. */
  actions?: ReactNode;
  children(rows: readonly Row[]): ReactNode;
}

export function ListView<Row, Field extends string>(props: Props<Row, Field>) {
  const { list, state, fields, filters, empty, actions, children } = props;
  const say = useMessages('lists');
  const words = useMessages('common');
  const { rows, total, error } = list;
  const problem = error && <QueryProblem error={error} onRetry={list.renew} />;
  if (!rows) return problem ?? <Loading />;
  if (rows.length === 0 && !state.isFiltered && !list.isOutdated) return problem ?? empty;
  return (
    <>
      {problem}
      <Card>
        <search className={styles.tools}>
          <SearchField value={state.search} onChange={state.setSearch} />
          {filters}
          <SortSelect state={state} fields={fields} />
          <div className={styles.state}>
            <span className="hint" role="status">
              {say.shown({ shown: rows.length, total })}
            </span>
            <TagFilters state={state} />
            {state.isFiltered && (
              <Button kind="quiet" onPress={state.clear}>
                {say.clearFilters}
              </Button>
            )}
          </div>
        </search>
        {actions}
        <div className={list.isOutdated ? styles.outdated : undefined} aria-busy={list.isOutdated}>
          {rows.length > 0 ? children(rows) : <Notice>{say.nothingFound}</Notice>}
        </div>
        {list.moreError && <QueryProblem error={list.moreError} onRetry={list.showMore} />}
        {list.hasMore && (
          <div className={listingStyles.more}>
            <Button onPress={list.showMore} isPending={list.isLoadingMore}>
              {words.more}
            </Button>
          </div>
        )}
      </Card>
    </>
  );
}

/** A filter by one of a few values. */
export function FilterSelect<Field extends string>({
  state,
  name,
  label,
  choices,
}: {
  state: ListState<Field>;
  /** Name in the URL. */
  name: string;
  label: string;
  choices: readonly { value: string; label: string }[];
}) {
  const words = useMessages('common');
  const chosen = known(
    state.values(name),
    choices.map(({ value }) => value),
  );
  return (
    <Select
      label={label}
      choices={[{ value: '', label: words.all }, ...choices]}
      value={chosen?.[0] ?? ''}
      onChange={(value) => state.setValues(name, value === '' ? [] : [value])}
    />
  );
}

function SortSelect<Field extends string>({
  state: { order, sortBy },
  fields,
}: {
  state: ListState<Field>;
  fields: readonly Field[];
}) {
  const say = useMessages('lists');
  const labels: Record<string, [descending: string, ascending: string]> = {
    NAME: [say.nameDescending, say.nameAscending],
    FINISHED_AT: [say.finishedFirst, say.finishedLast],
  };
  const labelOf = (field: Field, direction: 'ASC' | 'DESC') =>
    (labels[field] ?? [say.newestFirst, say.oldestFirst])[direction === 'DESC' ? 0 : 1] ?? field;
  return (
    <div className={styles.sort}>
      <Select
        label={say.sort}
        choices={fields.flatMap((field) =>
          (['DESC', 'ASC'] as const).map((direction) => ({
            value: `${field} ${direction}`,
            label: labelOf(field, direction),
          })),
        )}
        value={`${order.field} ${order.direction}`}
        onChange={(value) => {
          const [name, direction] = value.split(' ');
          const field = fields.find((one) => one === name);
          if (field) sortBy(field, direction === 'ASC' ? 'ASC' : 'DESC');
        }}
      />
    </div>
  );
}
