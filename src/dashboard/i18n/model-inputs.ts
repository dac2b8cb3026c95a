/** Texts about the inputs of a model and where they can come from. */
import { messages, plural } from './messages.ts';

export const modelInputs = messages(
  {
    readingLastRows: 'Loading the last rows of the dataset…',
    lastRows: 'Use the last rows of the dataset',
    lastRowsFailed: 'Cannot load the last rows of the dataset. Paste rows or choose a file.',
    imported: 'This model was imported.',
    takesImages: (size: string, color: string) =>
      `Input: images. Each image is scaled to ${size} pixels (${color}) and cropped to fit. ` +
      'Pixel values range from 0 to 1 unless the import sets another range.',
    inGray: 'grayscale',
    inColor: 'color',
    takesRows: (columns: number) =>
      `Input: rows of ${plural(columns, 'number', 'numbers')}, used as they are without scaling.`,
    classes: (classes: string) => `Classes: ${classes}.`,
    andMore: (count: number) => `and ${count} more`,
    byApi: 'This model accepts neither images nor rows. Use it through the API.',
  },
  {
    readingLastRows: '正在加载数据集的最后几行…',
    lastRows: '使用数据集的最后几行',
    lastRowsFailed: '无法加载数据集的最后几行。请粘贴数据行或选择文件。',
    imported: '此模型是导入的。',
    takesImages: (size: string, color: string) =>
      `输入：图像。每张图像缩放到 ${size} 像素（${color}），超出部分裁掉；像素值范围为 0 到 1，导入时另有设置的除外。`,
    inGray: '灰度',
    inColor: '彩色',
    takesRows: (columns: number) => `输入：每行 ${columns} 个数，按原样使用，不做缩放。`,
    classes: (classes: string) => `类别：${classes}。`,
    andMore: (count: number) => `等，另有 ${count} 个`,
    byApi: '此模型既不接受图像也不接受数据行，请通过 API 使用。',
  },
);
