import type { ClusterQuery } from '../api/generated.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import rosterStyles from './roster.module.css';

export function QueueTable({ pools }: { pools: ClusterQuery['queuePools'] }) {
  const say = useMessages('settings');
  const format = useFormat();
  if (pools.length === 0) return <p className="hint">{say.queueEmpty}</p>;
  return (
    <div className="scroll">
      <table aria-label={say.queue} className={rosterStyles.roster}>
        <thead>
          <tr>
            <th scope="col">{say.pool}</th>
            <th scope="col" className="number">
              {say.waiting}
            </th>
            <th scope="col" className="number">
              {say.longestWait}
            </th>
            <th scope="col" className="number">
              {say.slots}
            </th>
            <th scope="col" className="number">
              {say.workers}
            </th>
          </tr>
        </thead>
        <tbody>
          {pools.map(({ pool, queuedTasks, runningTasks, slots, workerCount, oldestQueuedSeconds }) => (
            <tr key={pool}>
              <th scope="row">{pool ?? say.anyPool}</th>
              <td className="number">{format.number(queuedTasks)}</td>
              <td className="number">{oldestQueuedSeconds === null ? '–' : format.duration(oldestQueuedSeconds)}</td>
              <td className="number">{say.slotsUsed({ used: runningTasks, all: slots })}</td>
              <td className="number">{format.number(workerCount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
