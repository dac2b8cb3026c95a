/** A dialog with the samples in one cell of a confusion matrix. */
import { useQuery } from 'urql';
import { ReportCellDocument } from '../../api/generated.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { QueryProblem } from '../../ui/states.tsx';
import { type ReportSource, reportIn } from '../source.ts';
import { SampleList } from './sample-list.tsx';

export interface Cell {
  actual: string;
  predicted: string;
  /** Number of samples in the cell. */
  count: number;
}

export function CellDialog({ source, cell, onClose }: { source: ReportSource; cell: Cell | null; onClose(): void }) {
  const say = useMessages('reportSamples');
  const title = cell
    ? cell.actual === cell.predicted
      ? say.right({ actual: cell.actual })
      : say.mistaken({ actual: cell.actual, predicted: cell.predicted })
    : '';
  return (
    <Dialog title={title} isOpen={cell !== null} onClose={onClose}>
      {cell && <CellSamples source={source} cell={cell} label={title} />}
    </Dialog>
  );
}

function CellSamples({ source, cell, label }: { source: ReportSource; cell: Cell; label: string }) {
  const say = useMessages('reportSamples');
  const format = useFormat();
  const { id, version, target } = source;
  const { actual, predicted, count } = cell;
  const [{ data, error }, refetch] = useQuery({
    query: ReportCellDocument,
    variables: { id, version, actual, predicted },
    // Reports are immutable.
    requestPolicy: 'cache-first',
  });
  if (error && !data) return <QueryProblem error={error} onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <Loading />;
  const report = reportIn(data.node);
  const examples = report?.__typename === 'ClassificationReport' ? report.examples : [];
  if (examples.length === 0) return <p>{say.notKept}</p>;
  return (
    <div className="stack">
      <p className="hint">
        {format.sentences([
          say.shown({ shown: examples.length, all: count }),
          actual === predicted ? say.lowestConfidenceFirst : say.surestFirst,
        ])}
      </p>
      <SampleList
        label={label}
        columns={[say.probability]}
        target={target}
        samples={examples.map(({ index, probability, sample }) => ({
          index,
          sample,
          values: [format.percent(probability)],
        }))}
      />
    </div>
  );
}
