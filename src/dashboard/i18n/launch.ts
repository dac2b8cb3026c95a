/** Words about where and how soon a run is to run. */
import { messages } from './messages.ts';

export const launchWords = messages(
  {
    advanced: 'Advanced',
    priority: 'Priority',
    priorityHelp: 'From -100 to 100. Higher goes first; 0 is usual.',
    priorityWrong: 'Give a whole number from -100 to 100.',
    pool: 'Pool',
    poolHelp: 'Only workers of this pool take it.',
    anyPool: 'Any pool',
    labels: 'Labels of the worker',
    labelsHelp: 'Only workers that have all of these take it. Separate them by commas, such as: gpu, large.',
    labelsNow: (labels: string) => `Workers have now: ${labels}.`,
  },
  {
    advanced: '高级选项',
    priority: '优先级',
    priorityHelp: '-100 至 100。数值高的先运行；通常为 0。',
    priorityWrong: '请填写 -100 至 100 之间的整数。',
    pool: '工作池',
    poolHelp: '只有此工作池的工作进程会执行它。',
    anyPool: '任意工作池',
    labels: '工作进程的标签',
    labelsHelp: '只有具备全部标签的工作进程会执行它。用逗号分隔，例如：gpu, large',
    labelsNow: (labels) => `现有工作进程的标签：${labels}。`,
  },
);
