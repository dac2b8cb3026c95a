/** Texts about training previews: generated samples and projections. */
import { messages, plural } from './messages.ts';

export const visuals = messages(
  {
    samples: 'Generated samples',
    samplesHelp: 'Generated from the same random latent vectors at every epoch: differences show training progress.',
    textsHelp: 'Generated with the same random seed at every epoch: differences show training progress.',
    samplesAlt: (count: string, epoch: string, rows: string, columns: string) =>
      `${plural(count, 'image', 'images')} generated after epoch ${epoch}, in a grid of ${plural(rows, 'row', 'rows')} ` +
      `and ${plural(columns, 'column', 'columns')}`,
    writtenAfter: (epoch: string) => `Text generated after epoch ${epoch}`,
    notLoaded: 'The image could not be loaded.',
    downloadImage: 'Download image',
    epoch: 'Epoch',
    iteration: 'Iteration',
    place: (name: string, epoch: string, number: string, count: string) => `${name} ${epoch} (${number} of ${count})`,
    projection: 'Projection',
    groupsHelp: 'Samples projected onto the two directions of largest variance. Crosses mark group centers.',
    reductionHelp: 'Samples plotted by their first two components.',
    projectionAlt: (points: string, epoch: string) =>
      `Scatter plot of ${plural(points, 'sample', 'samples')} after iteration ${epoch}`,
    projectionGroupsAlt: (points: string, groups: string, epoch: string) =>
      `Scatter plot of ${plural(points, 'sample', 'samples')} in ${plural(groups, 'group', 'groups')} after iteration ${epoch}`,
    component: (number: string) => `Component ${number}`,
    groups: 'Groups: select one to isolate it',
    group: (name: string) => `Group ${name}`,
    moreGroups: (count: string) => plural(count, 'more group', 'more groups'),
    asTable: 'Show groups as table',
    groupName: 'Group',
    groupSamples: 'Samples shown',
    groupCenter: 'Center',
  },
  {
    samples: '生成的样本',
    samplesHelp: '每轮都由相同的随机潜向量生成，差异反映训练进展。',
    textsHelp: '每轮都用相同的随机种子生成，差异反映训练进展。',
    samplesAlt: (count, epoch, rows, columns) => `第 ${epoch} 轮后生成的 ${count} 张图像，${rows} 行 ${columns} 列`,
    writtenAfter: (epoch) => `第 ${epoch} 轮后生成的文本`,
    notLoaded: '无法加载此图像。',
    downloadImage: '下载图像',
    epoch: '轮次',
    iteration: '迭代',
    place: (name, epoch, number, count) => `${name} ${epoch}，第 ${number} 个，共 ${count} 个`,
    projection: '投影',
    groupsHelp: '样本在方差最大的两个方向上的投影。叉号表示分组中心。',
    reductionHelp: '样本在前两个成分上的位置。',
    projectionAlt: (points, epoch) => `第 ${epoch} 次迭代后 ${points} 个样本的散点图`,
    projectionGroupsAlt: (points, groups, epoch) => `第 ${epoch} 次迭代后 ${groups} 个分组、${points} 个样本的散点图`,
    component: (number) => `成分 ${number}`,
    groups: '分组：选择一个即可单独查看',
    group: (name) => `分组 ${name}`,
    moreGroups: (count) => `另有 ${count} 个分组`,
    asTable: '以表格显示分组',
    groupName: '分组',
    groupSamples: '显示的样本数',
    groupCenter: '中心',
  },
);
