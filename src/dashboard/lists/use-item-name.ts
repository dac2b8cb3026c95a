import { useQuery } from 'urql';
import { ItemNameDocument } from '../api/generated.ts';

/** The name of a dataset or a model that was picked, which a search need not find. Empty while it is not known. */
export function useItemName(id: string): string {
  const [{ data }] = useQuery({ query: ItemNameDocument, variables: { id }, pause: id === '' });
  const node = id === '' ? null : data?.node;
  return node?.__typename === 'Dataset' || node?.__typename === 'Model' ? node.name : '';
}
