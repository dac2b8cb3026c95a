/** Texts of the comparison of runs. */
import { isOne, messages } from '../messages.ts';

export const comparison = messages(
  {
    compareTitle: 'Compare runs',
    compareNothing: 'No runs selected',
    compareNothingHelp: 'Select 2 to 6 runs in the list, then choose Compare.',
    toRuns: 'Go to runs',
    someMissing: (count: number) =>
      isOne(count)
        ? '1 of these runs cannot be shown: it was deleted, or you do not have access to it.'
        : `${count} of these runs cannot be shown: they were deleted, or you do not have access to them.`,
    noMetrics: 'None of these runs reported metrics.',
    settings: 'Settings',
    setting: 'Setting',
    differs: '(different)',
    onlyDiffering: 'Show differences only',
    allAlike: 'These runs have identical settings.',
    finalScores: 'Evaluation',
    scoresNotYet: 'Metrics appear when a run succeeds.',
    scoresHelp: 'Measured on the test set.',
  },
  {
    compareTitle: '对比运行',
    compareNothing: '未选择运行',
    compareNothingHelp: '在列表中选择 2 到 6 个运行，然后点击“对比”。',
    toRuns: '前往运行列表',
    someMissing: (count: number) => `其中 ${count} 个运行无法显示：它们已被删除，或您无权访问。`,
    noMetrics: '这些运行都没有报告指标。',
    settings: '设置',
    setting: '设置项',
    differs: '（不同）',
    onlyDiffering: '仅显示差异',
    allAlike: '这些运行的设置完全相同。',
    finalScores: '评估',
    scoresNotYet: '运行成功后显示指标。',
    scoresHelp: '在测试集上测得。',
  },
);
