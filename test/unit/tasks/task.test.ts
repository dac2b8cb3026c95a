import { describe, expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from '../../../src/tasks/events/task-event.ts';
import { isFinished, type TaskTrigger, taskStates, transition } from '../../../src/tasks/task.ts';

const triggers: TaskTrigger[] = ['claim', 'finish', 'fail', 'requeue', 'suspend', 'resume', 'cancel'];

describe('the states of a task', () => {
  test('transition() allows exactly the transitions of the diagram', () => {
    const table = taskStates.flatMap((from) =>
      triggers.flatMap((trigger) => {
        try {
          return [`${from} ${trigger} ${transition(from, trigger)}`];
        } catch (error) {
          expect(error).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining(from) });
          return [];
        }
      }),
    );
    expect(table).toEqual([
      'QUEUED claim RUNNING',
      'QUEUED suspend PAUSED',
      'QUEUED cancel CANCELLED',
      'RUNNING finish SUCCEEDED',
      'RUNNING fail FAILED',
      'RUNNING requeue QUEUED',
      'RUNNING suspend PAUSED',
      'RUNNING cancel CANCELLED',
      'PAUSED resume QUEUED',
      'PAUSED cancel CANCELLED',
    ]);
    expect(taskStates.filter(isFinished)).toEqual(['SUCCEEDED', 'FAILED', 'CANCELLED']);
  });
});

test('round-trips cursors and rejects malformed ones', () => {
  const position = { taskId: '01a209e3-23ec-70a9-8550-f23d27ba35a9', seq: 12, organizationSeq: 345 };
  expect(decodeCursor(encodeCursor(position))).toEqual(position);
  for (const wrong of [
    '',
    'nonsense',
    encodeCursor({ ...position, seq: -1 }),
    Buffer.from('a:1:2').toString('base64url'),
  ]) {
    expect(() => decodeCursor(wrong)).toThrow(/cursor is invalid/);
  }
});
