/** What a list shows, as the URL has it, so that a link and the back button keep it: `?q=iris&state=READY&sort=-NAME`. */
import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

export interface Order<Field extends string> {
  field: Field;
  direction: 'ASC' | 'DESC';
}

export interface ListState<Field extends string> {
  search: string;
  setSearch(text: string): void;
  order: Order<Field>;
  /** Orders by a field. Without a direction: in its usual one, or reversed when the list is ordered by it. */
  sortBy(field: Field, direction?: 'ASC' | 'DESC'): void;
  /** Values of a filter. */
  values(name: string): string[];
  /** Sets a filter. No value removes it. */
  setValues(name: string, values: readonly string[]): void;
  /** Whether the list is restricted by a search or a filter. */
  isFiltered: boolean;
  /** Removes the search and all filters. */
  clear(): void;
}

const maxSearchLength = 200;
const searchName = 'q';
const sortName = 'sort';

/** @param fields the fields that the API orders by; the first one is the usual one, newest first */
export function useListState<Field extends string>(fields: readonly [Field, ...Field[]]): ListState<Field> {
  const [parameters, setParameters] = useSearchParams();
  const order = orderOf(parameters.get(sortName), fields);

  const set = useCallback(
    (name: string, values: readonly string[]) =>
      setParameters(
        (before) => {
          const next = new URLSearchParams(before);
          next.delete(name);
          for (const value of values) next.append(name, value);
          return next;
        },
        { replace: true },
      ),
    [setParameters],
  );
  return {
    search: parameters.get(searchName) ?? '',
    setSearch: (text) => set(searchName, text.trim() === '' ? [] : [text.slice(0, maxSearchLength)]),
    order,
    sortBy(field, wanted) {
      // Names are read from A, times from the newest one.
      const first = field === 'NAME' ? 'ASC' : 'DESC';
      const direction = wanted ?? (order.field === field ? (order.direction === 'ASC' ? 'DESC' : 'ASC') : first);
      set(sortName, [`${direction === 'DESC' ? '-' : ''}${field}`]);
    },
    values: (name) => parameters.getAll(name),
    setValues: set,
    isFiltered: [...parameters.keys()].some((name) => name !== sortName),
    clear: () =>
      setParameters(
        (before) => {
          const sort = before.get(sortName);
          return new URLSearchParams(sort ? { [sortName]: sort } : {});
        },
        { replace: true },
      ),
  };
}

/** Reads "-NAME". Anything else than a known field is the usual order. */
function orderOf<Field extends string>(
  text: string | null,
  [usual, ...others]: readonly [Field, ...Field[]],
): Order<Field> {
  const isDescending = text?.startsWith('-') ?? false;
  const field = [usual, ...others].find((one) => one === (isDescending ? text?.slice(1) : text));
  return field ? { field, direction: isDescending ? 'DESC' : 'ASC' } : { field: usual, direction: 'DESC' };
}

/** Returns the values that are among the known ones, or undefined when there is none. */
export function known<Value extends string>(values: readonly string[], all: readonly Value[]): Value[] | undefined {
  const found = all.filter((value) => values.includes(value));
  return found.length > 0 ? found : undefined;
}
