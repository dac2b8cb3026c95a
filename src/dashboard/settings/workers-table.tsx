import { Link } from 'wouter';
import type { ClusterQuery, WorkerState } from '../api/generated.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { Badge, type Tone } from '../ui/content/badge.tsx';
import rosterStyles from './roster.module.css';
import styles from './workers-table.module.css';

type Worker = ClusterQuery['workers'][number];

const tones: Record<WorkerState, Tone> = {
  IDLE: 'good',
  BUSY: 'busy',
  DRAINING: 'warn',
  LOST: 'bad',
  STOPPED: 'neutral',
};

export function WorkersTable({ label, workers }: { label: string; workers: readonly Worker[] }) {
  const say = useMessages('settings');
  const words = useMessages('common');
  return (
    <div className="scroll">
      <table aria-label={label} className={rosterStyles.roster}>
        <thead>
          <tr>
            <th scope="col">{words.state}</th>
            <th scope="col">{say.host}</th>
            <th scope="col">{say.computesOn}</th>
            <th scope="col">{say.running}</th>
            <th scope="col" className="number">
              {say.slots}
            </th>
            <th scope="col" className="number">
              {say.memory}
            </th>
            <th scope="col">{say.pool}</th>
            <th scope="col">{say.labels}</th>
            <th scope="col">{say.heartbeat}</th>
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => (
            <WorkerRow key={worker.id} worker={worker} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function WorkerRow({ worker }: { worker: Worker }) {
  const say = useMessages('settings');
  const format = useFormat();
  const { host, pid, version, backend, device, state, slots, memoryBytes, pool, labels, currentTasks } = worker;
  return (
    <tr>
      <td>
        <Badge tone={tones[state]}>{say[`worker.${state}`]}</Badge>
      </td>
      <th scope="row" className={styles.device}>
        {host}
        <span className="hint">
          {say.process({ pid: String(pid) })} · {version}
        </span>
      </th>
      <td className={styles.device}>
        {backend}
        <span className="hint">{device}</span>
      </td>
      <td>
        {currentTasks.length === 0
          ? '–'
          : currentTasks.map(({ id, configuration }) => (
              <Link key={id} href={`/runs/${encodeURIComponent(id)}`} className={styles.run}>
                {configuration?.name ?? say.unnamedRun}
              </Link>
            ))}
      </td>
      <td className="number">{format.number(slots)}</td>
      <td className="number">{format.bytes(memoryBytes)}</td>
      <td>{pool}</td>
      <td>
        <span className={styles.labels}>
          {labels.map((one) => (
            <Badge key={one}>{one}</Badge>
          ))}
        </span>
      </td>
      <td>
        <time dateTime={worker.lastHeartbeatAt} title={format.instant(worker.lastHeartbeatAt)}>
          {format.ago(worker.lastHeartbeatAt)}
        </time>
      </td>
    </tr>
  );
}
