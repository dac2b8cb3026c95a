/** Texts about the priority of a run and the workers that can run it. */
import { messages } from './messages.ts';

export const launchWords = messages(
  {
    advanced: 'Advanced',
    priority: 'Priority',
    priorityHelp: 'From -100 to 100. Runs with a higher priority start first. Default: 0.',
    priorityWrong: 'Enter a whole number from -100 to 100.',
    pool: 'Worker pool',
    poolHelp: 'Only workers in this pool can run it.',
    anyPool: 'Any pool',
    labels: 'Required worker labels',
    labelsHelp:
      'Only workers with all of these labels can run it. Separate labels with commas, for example: gpu, large.',
    labelsNow: (labels: string) => `Labels of current workers: ${labels}.`,
  },
  {
    advanced: '高级选项',
    priority: '优先级',
    priorityHelp: '-100 至 100。优先级高的运行先开始。默认：0。',
    priorityWrong: '请输入 -100 至 100 之间的整数。',
    pool: '工作池',
    poolHelp: '只有此工作池中的工作进程可以执行。',
    anyPool: '任意工作池',
    labels: '所需的工作进程标签',
    labelsHelp: '只有具备全部标签的工作进程可以执行。用逗号分隔，例如：gpu, large。',
    labelsNow: (labels) => `现有工作进程的标签：${labels}。`,
  },
);
