/** Families that are networks. */
import type { FamilyWords } from './words.ts';

const imageSizeUpTo = (otherwise: number) => ({
  label: '图像边长',
  help: `图像缩放到的边长（像素）。不填：所有图像大小相同且不超过 64 时用原大小，否则 ${otherwise}。`,
});
const horizontalFlip = {
  label: '水平翻转',
  help: '把一半训练图像左右翻转。适合照片；不适合文字等区分左右的图像。',
};
const maxShift = { label: '最大平移', help: '训练图像在各方向上最多随机平移多少像素。' };
const sequenceLength = { label: '序列长度', help: '查看的文本词元数或序列步数。更长的文本会被截断。' };
const vocabulary = { label: '词表大小', help: '用于文本：认识多少个不同的词元，取最常见的。' };

export const networks: Readonly<Record<string, FamilyWords>> = {
  mlp: {
    title: '表格神经网络（MLP）',
    description: '一层层神经元，学习各列怎样共同起作用；可用于类别，也可用于数值。',
    whenToUse: '线性模型不够好，且至少有几百行时。',
    whenNotToUse: '行数很少，或每个权重都必须能解释时。',
    parameters: {
      hiddenUnits: { label: '隐藏层神经元', help: '各隐藏层的神经元数，从第一层到最后一层。' },
      activation: { label: '激活函数', help: '每个隐藏神经元对其加权和所用的函数。' },
      dropout: { label: '随机失活', help: '每个训练步中被静默的隐藏神经元比例。' },
      l2: { label: 'L2 惩罚', help: '对权重的 L2 惩罚强度。' },
      batchNormalization: { label: '批归一化', help: '在每个批次上对各隐藏层做归一化。' },
    },
  },
  cnn: {
    title: '图像卷积网络（CNN）',
    description: '先学小的图案，再学由图案组成的图案；判断图像属于哪一类。',
    whenToUse: '照片、图画、扫描件：每类有几百张或更多图像时。',
    whenNotToUse: '每类只有几张图像，或要找的东西在大图中很小时。',
    parameters: {
      imageSize: imageSizeUpTo(64),
      filters: { label: '卷积核数', help: '各卷积块的卷积核数，从第一块到最后一块。每块把图像缩小一半。' },
      kernelSize: { label: '卷积核边长', help: '卷积核的边长（像素）。' },
      denseUnits: { label: '全连接神经元', help: '最后一个卷积块与类别之间的神经元数。' },
      dropout: { label: '随机失活', help: '每个训练步中这些神经元被静默的比例。' },
      batchNormalization: { label: '批归一化', help: '在每个批次上对各块做归一化（Ioffe & Szegedy 2015）。' },
      horizontalFlip,
      maxShift,
    },
  },
  resnet: {
    title: '图像残差网络（ResNet）',
    description: '很深的卷积网络，每个块学习该给输入加上什么。',
    whenToUse: '普通 CNN 分得不够好的照片，且有几千张，或有足够的训练时间时。',
    whenNotToUse: '数字之类小而简单的图像，或必须很快训练完时：请用 CNN。',
    parameters: {
      imageSize: imageSizeUpTo(64),
      filters: { label: '卷积核数', help: '各阶段的卷积核数，从第一阶段到最后。除第一阶段外，每阶段把图像缩小一半。' },
      blocks: { label: '块数', help: '每个阶段的残差块数。' },
      horizontalFlip,
      maxShift,
    },
  },
  mobilenet: {
    title: '轻量图像网络（类 MobileNet）',
    description: '先单独看每个通道，再把它们混合的卷积网络：权重少，文件小。',
    whenToUse: '模型要在浏览器或手机里运行，或每秒运行很多次时。',
    whenNotToUse: '只看重准确性时：同样深度的 ResNet 更准。',
    parameters: {
      imageSize: imageSizeUpTo(64),
      filters: { label: '卷积核数', help: '第一个卷积之后和每个块之后的卷积核数。除第一块外，每块把图像缩小一半。' },
      dropout: { label: '随机失活', help: '每个训练步中，类别之前的数被静默的比例。' },
      horizontalFlip,
      maxShift,
    },
  },
  pretrained: {
    title: '微调预训练网络',
    description: '从已在其他图像上学过的模型继续，只用一小部分图像就学会这些类别。',
    whenToUse: '每类图像很少，而手边有用大量图像训练过的模型（导入的或在此训练的）时。',
    whenNotToUse: '图像与该模型训练时所用的图像完全不同时。',
    parameters: {
      trainableLayers: {
        label: '可训练层数',
        help: '从最后一层数起，有多少个带权重的层参与学习；之前的层冻结。残差块的各层要么都学习，要么都不学习。',
      },
      head: {
        label: '输出层',
        help: '给出答案的层。新建：为此数据集的类别新建一层；保留：沿用原来的层，数据集的类别必须相同。',
      },
    },
  },
  imageDetector: {
    title: '图像目标检测',
    description: '一次扫描就在图像中找出已知种类的物体，并各画一个框。',
    whenToUse: '寻找或清点少数几种物体，且有几百张标好框的图像时。',
    whenNotToUse: '判断整张图像是什么时：请用 CNN。小于一个网格单元的物体会被漏掉。',
    parameters: {
      imageSize: { label: '图像边长', help: '图像拉伸到的边长（像素）。' },
      filters: { label: '卷积核数', help: '各块的卷积核数，从第一块到最后。每块把图像缩小一半，剩下的就是网格。' },
    },
  },
  rnn: {
    title: '文本与序列循环网络（LSTM、GRU）',
    description: '逐步读一个序列，记住要紧的内容：给文本分类，或预测序列。',
    whenToUse: '消息之类的短文本，以及后面的值取决于前面的值的序列。',
    whenNotToUse: '长文本（开头会被忘记）；只有几十个值的序列（直线也一样好）。',
    parameters: {
      cell: { label: '循环单元', help: '用来记住内容的单元：LSTM 的门更多，GRU 的权重更少。' },
      units: { label: '单元数', help: '每个方向上记住多少个数。' },
      layers: { label: '层数', help: '一层叠一层的循环层。' },
      bidirectional: { label: '双向', help: '也倒着读序列。' },
      sequenceLength,
      vocabulary,
      embeddingSize: { label: '词向量维数', help: '用于文本：用多少个数表示一个词元。' },
      horizon: { label: '预测步数', help: '用于序列：一次预测多少步。' },
      dropout: { label: '随机失活', help: '每个训练步中，所记内容被静默的比例。' },
    },
  },
  transformer: {
    title: '文本 Transformer',
    description: '一次看完整段文本，以及其中哪些内容相关：给文本分类，或学会像它们那样写。',
    whenToUse: '几百词的文本；没有目标列时，模仿一段文本的风格写作。',
    whenNotToUse: '只有几百条文本时：它需要的比循环网络多。',
    parameters: {
      sequenceLength,
      vocabulary,
      width: { label: '宽度', help: '用多少个数表示一个词元；须为注意力头数的倍数。' },
      heads: { label: '注意力头数', help: '查看其他词元的方式有多少种。' },
      blocks: { label: '块数', help: '一块叠一块的块数。' },
      feedForward: { label: '前馈层神经元', help: '每块中隐藏层的神经元数。' },
      dropout: { label: '随机失活', help: '每个训练步中，块的每一部分之后被静默的数的比例。' },
    },
  },
  vae: {
    title: '图像变分自编码器（VAE）',
    description: '学习一类图像是什么样子：从少数几个数还原图像，也能生成新图像。',
    whenToUse: '生成与数据集相似的图像，用少数几个数描述图像，或找出与众不同的图像。',
    whenNotToUse: '大而清晰的照片：它的图像又小又柔和。',
    parameters: {
      imageSize: imageSizeUpTo(32),
      hiddenUnits: { label: '隐藏层神经元', help: '编码时各隐藏层的神经元数；解码时顺序相反。' },
      latentSize: { label: '潜变量数', help: '用多少个数描述一张图像。' },
    },
  },
  gan: {
    title: '图像生成对抗网络（GAN）',
    description: '两个互相训练的网络：一个生成各个类别的图像，另一个分辨真假。保留前者。',
    whenToUse: '某类图像有几千张，要生成比 VAE 更清晰的新图像时。',
    whenNotToUse: '描述图像或判断其可能性时：请用 VAE。图像太少时它会背下来。',
    parameters: {
      imageSize: {
        label: '图像边长',
        help: '图像缩放到的边长（像素），4 的倍数。不填：所有图像大小相同且不超过 64 时用最接近的倍数，否则 32。',
      },
      filters: { label: '卷积核数', help: '判别器第一个卷积的卷积核数；下一个卷积加倍。' },
      noiseSize: { label: '噪声维数', help: '由多少个数生成一张图像。' },
    },
  },
};
