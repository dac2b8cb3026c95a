/** Words of what a model takes, and where that may come from. */
import { messages } from './messages.ts';

export const modelInputs = messages(
  {
    readingLastRows: 'Reading the last rows of its data …',
    lastRows: 'Take the last rows of its data',
    lastRowsFailed: 'The last rows of its data cannot be read; paste rows, or take a file.',
    imported: 'This model was imported.',
    takesImages: (size: string, colour: string) =>
      `It takes images. Each is scaled to ${size} pixels ${colour}, what hangs over is cut off, and brightness goes from 0 to 1 ` +
      'or as the import says.',
    inGrey: 'in grey',
    inColour: 'in colour',
    takesRows: (columns: number) => `It takes rows of ${columns} numbers, just as they are: nothing is scaled.`,
    tellsApart: (classes: string) => `It tells apart: ${classes}.`,
    andMore: (count: number) => `and ${count} more`,
    byApi: 'It takes neither images nor rows: try it by the API.',
  },
  {
    readingLastRows: '正在读取其数据的最后几行 …',
    lastRows: '取其数据的最后几行',
    lastRowsFailed: '无法读取其数据的最后几行；请粘贴行，或选择文件。',
    imported: '此模型是导入的。',
    takesImages: (size: string, colour: string) =>
      `它接受图像。每张图像会缩放到 ${size} 像素（${colour}），超出部分裁掉，亮度从 0 到 1，或按导入时的设置。`,
    inGrey: '灰度',
    inColour: '彩色',
    takesRows: (columns: number) => `它接受由 ${columns} 个数组成的行，按原样使用，不做缩放。`,
    tellsApart: (classes: string) => `它区分：${classes}。`,
    andMore: (count: number) => `以及另外 ${count} 个`,
    byApi: '它既不接受图像也不接受行：请通过 API 试用。',
  },
);
