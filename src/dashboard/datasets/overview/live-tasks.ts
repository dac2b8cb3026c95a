/** Keeps the tasks on a page up to date. */
import { useEffect, useRef, useState } from 'react';
import { follow } from '../../api/client.ts';
import { OrganizationEventsDocument, type TaskRowFragment } from '../../api/generated.ts';

type Fresh = Partial<Pick<TaskRowFragment, 'state' | 'progress'>>;

/** @param onChange called when a task appears or changes its state */
export function useLiveTasks(
  organizationId: string,
  tasks: readonly TaskRowFragment[],
  onChange: () => void,
): { tasks: TaskRowFragment[]; isRefused: boolean } {
  const [fresh, setFresh] = useState<ReadonlyMap<string, Fresh>>(new Map());
  const [isRefused, setRefused] = useState(false);
  const change = useRef(onChange);
  useEffect(() => {
    change.current = onChange;
  }, [onChange]);
  useEffect(() => {
    setRefused(false);
    let isLeft = false;
    // The stream also ends when the user leaves the page.
    const refuse = () => setRefused((before) => before || !isLeft);
    const learn = (id: string, news: Fresh) =>
      setFresh((before) => new Map(before).set(id, { ...before.get(id), ...news }));
    const stop = follow(
      OrganizationEventsDocument,
      { organizationId },
      {
        onResult({ organizationEvents: event }) {
          if (event.__typename === 'TaskStateChanged') {
            learn(event.taskId, { state: event.to });
            change.current();
          }
          if (event.__typename === 'TrainingProgressed') {
            const { epoch, epochs, batch, batches, etaSeconds, samplesPerSecond } = event;
            learn(event.taskId, { progress: { epoch, epochs, batch, batches, etaSeconds, samplesPerSecond } });
          }
          return event.cursor;
        },
        onEnd: refuse,
        onError: refuse,
      },
    );
    return () => {
      isLeft = true;
      stop();
    };
  }, [organizationId]);
  return { tasks: tasks.map((task) => ({ ...task, ...fresh.get(task.id) })), isRefused };
}
