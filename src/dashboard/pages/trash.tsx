/** Deleted items that can be restored. */
import { useState } from 'react';
import { TrashDocument, type TrashItemType, type TrashQuery } from '../api/generated.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { known, type ListState, useListState } from '../lists/list-state.ts';
import { FilterSelect, ListView } from '../lists/list-view.tsx';
import { SortHead } from '../lists/sort-head.tsx';
import { pageSize, useList } from '../lists/use-list.ts';
import { useSession } from '../session.tsx';
import { PageHead } from '../shell/shell.tsx';
import { ShowAsGraphql } from '../shell/show-as-graphql.tsx';
import { ActionsHead } from '../trash/delete-button.tsx';
import { useTrash } from '../trash/use-trash.ts';
import { Empty } from '../ui/content/empty.tsx';
import listingStyles from '../ui/content/listing.module.css';
import { Button } from '../ui/controls/button.tsx';
import { showToast } from '../ui/overlays/toasts.tsx';
import styles from './trash.module.css';

const dayMilliseconds = 86_400_000;
const fields = ['DELETED_AT', 'NAME'] as const;
const types: readonly TrashItemType[] = ['DATASET', 'MODEL', 'TASK'];

const daysUntil = (instant: string): number =>
  Math.max(0, Math.ceil((Date.parse(instant) - Date.now()) / dayMilliseconds));

type Entry = TrashQuery['trash']['edges'][number]['node'];

export default function Page() {
  const say = useMessages('trash');
  const { organization, mayWrite } = useSession();
  const state = useListState(fields);
  const variables = {
    organizationId: organization.id,
    search: state.search,
    filter: { types: known(state.values('type'), types) },
    orderBy: state.order,
    first: pageSize,
  };
  const list = useList(TrashDocument, variables, ({ trash }) => trash);
  return (
    <>
      <PageHead title={say.trash} actions={<ShowAsGraphql operations={[{ document: TrashDocument, variables }]} />}>
        <p className="hint">{say.help}</p>
      </PageHead>
      <ListView
        list={list}
        state={state}
        fields={fields}
        filters={
          <FilterSelect
            state={state}
            name="type"
            label={say.what}
            choices={types.map((value) => ({ value, label: say[value] }))}
          />
        }
        empty={<Empty title={say.empty}>{say.emptyHelp}</Empty>}
      >
        {(entries) => <TrashTable entries={entries} state={state} mayWrite={mayWrite} />}
      </ListView>
    </>
  );
}

function TrashTable({
  entries,
  state,
  mayWrite,
}: {
  entries: readonly Entry[];
  state: ListState<(typeof fields)[number]>;
  mayWrite: boolean;
}) {
  const say = useMessages('trash');
  const words = useMessages('common');
  const format = useFormat();
  return (
    <div className="scroll">
      <table className={`${listingStyles.listing} ${styles.trash}`}>
        <thead>
          <tr>
            <SortHead state={state} field="NAME" title={words.name} />
            <th scope="col">{say.what}</th>
            <SortHead state={state} field="DELETED_AT" title={say.deletedWhen} className={listingStyles.secondary} />
            <th scope="col">{say.timeLeft}</th>
            <ActionsHead />
          </tr>
        </thead>
        <tbody>
          {entries.map(({ itemId, itemType, name, deletedAt, purgeAt }) => (
            <tr key={itemId}>
              <th scope="row">{name}</th>
              <td>{say[itemType]}</td>
              <td className={listingStyles.secondary}>
                <time dateTime={deletedAt} title={format.instant(deletedAt)}>
                  {format.ago(deletedAt)}
                </time>
              </td>
              <td>
                <time dateTime={purgeAt} title={format.instant(purgeAt)}>
                  {say.daysLeft({ days: daysUntil(purgeAt) })}
                </time>
              </td>
              <td>{mayWrite && <RestoreButton itemType={itemType} name={name} id={itemId} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RestoreButton(thing: { itemType: Entry['itemType']; id: string; name: string }) {
  const say = useMessages('trash');
  const { restore } = useTrash();
  const [isPending, setPending] = useState(false);
  return (
    <Button
      aria-label={say.restoreNamed({ name: thing.name })}
      isPending={isPending}
      onPress={async () => {
        setPending(true);
        const refused = await restore(thing);
        setPending(false);
        showToast(refused ? { text: refused.message, tone: 'bad' } : { text: say.undone({ name: thing.name }) });
      }}
    >
      {say.restore}
    </Button>
  );
}
