/** Chinese texts of the neural network families. */
import type { FamilyWords } from './words.ts';

const imageSizeUpTo = (otherwise: number) => ({
  label: '图像边长',
  help: `图像缩放后的边长（像素）。自动：所有图像大小相同且不超过 64 时用原大小，否则为 ${otherwise}。`,
});
const horizontalFlip = {
  label: '水平翻转',
  help: '将一半训练图像水平翻转。适合照片；不适合文字等区分左右的图像。',
};
const maxShift = { label: '最大平移', help: '训练图像在各方向上随机平移的最大像素数。' };
const sequenceLength = { label: '序列长度', help: '文本的词元数或时间序列的步数。更长的文本会被截断。' };
const vocabularySize = { label: '词表大小', help: '仅用于文本：词表大小，保留最常见的词元。' };

export const networks: Readonly<Record<string, FamilyWords>> = {
  mlp: {
    title: '表格神经网络（MLP）',
    description: '全连接网络，学习各列之间的相互作用，可用于分类和回归。',
    whenToUse: '线性模型不够准确，且至少有几百行数据。',
    whenNotToUse: '行数很少，或每个权重都必须可解释。',
    parameters: {
      hiddenUnits: { label: '隐藏层神经元数', help: '各隐藏层的神经元数，从第一层到最后一层。' },
      activation: { label: '激活函数', help: '隐藏层的激活函数。' },
      dropout: { label: 'Dropout', help: '每个训练步中随机丢弃的隐藏层神经元比例。' },
      l2: { label: 'L2 正则化', help: 'L2 正则化强度。' },
      batchNormalization: { label: '批归一化', help: '对每个隐藏层应用批归一化。' },
    },
  },
  cnn: {
    title: '图像卷积网络（CNN）',
    description: '先学习小的图案，再学习图案的组合，用于对整张图像分类。',
    whenToUse: '照片、图画或扫描件，每个类别至少有几百张图像。',
    whenNotToUse: '每个类别只有几张图像，或目标在大图中很小。',
    parameters: {
      imageSize: imageSizeUpTo(64),
      filters: { label: '卷积核数', help: '各卷积块的卷积核数，从第一块到最后一块。每块将图像尺寸减半。' },
      kernelSize: { label: '卷积核边长', help: '卷积核的边长（像素）。' },
      denseUnits: { label: '全连接层神经元数', help: '输出层之前全连接层的神经元数。' },
      dropout: { label: 'Dropout', help: '每个训练步中随机丢弃的全连接层神经元比例。' },
      batchNormalization: { label: '批归一化', help: '对每个卷积块应用批归一化（Ioffe & Szegedy 2015）。' },
      horizontalFlip,
      maxShift,
    },
  },
  resnet: {
    title: '图像残差网络（ResNet）',
    description: '深层卷积网络，每个残差块学习要加到输入上的修正量。',
    whenToUse: '普通 CNN 效果不够好的照片，且有几千张图像或足够的训练时间。',
    whenNotToUse: '数字之类小而简单的图像，或需要快速训练：请改用 CNN。',
    parameters: {
      imageSize: imageSizeUpTo(64),
      filters: {
        label: '卷积核数',
        help: '各阶段的卷积核数，从第一阶段到最后一阶段。除第一阶段外，每阶段将图像尺寸减半。',
      },
      blocks: { label: '残差块数', help: '每个阶段的残差块数。' },
      horizontalFlip,
      maxShift,
    },
  },
  mobilenet: {
    title: '轻量图像网络（MobileNet 风格）',
    description: '使用深度可分离卷积的网络：参数少，文件小。',
    whenToUse: '模型要在浏览器或手机上运行，或每秒运行很多次。',
    whenNotToUse: '最看重准确性：同样深度的 ResNet 更准确。',
    parameters: {
      imageSize: imageSizeUpTo(64),
      filters: { label: '卷积核数', help: '第一个卷积和各块的卷积核数。除第一块外，每块将图像尺寸减半。' },
      dropout: { label: 'Dropout', help: '每个训练步中，输出层之前随机丢弃的神经元比例。' },
      horizontalFlip,
      maxShift,
    },
  },
  pretrained: {
    title: '微调预训练网络',
    description: '对在其他图像上训练过的基础模型进行微调，只需少量图像即可学会这些类别。',
    whenToUse: '每个类别的图像很少，且有用大量图像训练过的基础模型（导入的或在此训练的）。',
    whenNotToUse: '图像与基础模型的训练图像差异很大。',
    parameters: {
      trainableLayers: {
        label: '可训练层数',
        help: '从最后一层数起，参与训练的层数（只计有权重的层）；之前的层冻结。同一残差块的各层要么全部训练，要么全部冻结。',
      },
      head: {
        label: '输出层',
        help: '输出层。新建：为此数据集的类别新建一层；保留：沿用原有输出层，数据集的类别必须相同。',
      },
    },
  },
  imageDetector: {
    title: '目标检测网络',
    description: '一次前向计算即可在图像中检测已知类别的物体，并给出边界框。',
    whenToUse: '检测或清点少数几类物体，且有几百张标注了边界框的图像。',
    whenNotToUse: '对整张图像分类：请改用 CNN。小于一个网格单元的物体会被漏检。',
    parameters: {
      imageSize: { label: '图像边长', help: '图像拉伸后的边长（像素）。' },
      filters: {
        label: '卷积核数',
        help: '各块的卷积核数，从第一块到最后一块。每块将图像尺寸减半，最后的尺寸即网格大小。',
      },
    },
  },
  rnn: {
    title: '文本与时间序列循环网络（LSTM、GRU）',
    description: '逐步读取序列并记住重要信息：用于文本分类或时间序列预测。',
    whenToUse: '消息之类的短文本，以及后续值取决于先前值的时间序列。',
    whenNotToUse: '长文本（开头会被遗忘）；只有几十个值的时间序列（线性模型效果相当）。',
    parameters: {
      cell: { label: '循环单元', help: '循环单元类型：LSTM 的门更多，GRU 的参数更少。' },
      units: { label: '隐藏单元数', help: '每个方向的隐藏单元数。' },
      layers: { label: '层数', help: '堆叠的循环层数。' },
      bidirectional: { label: '双向', help: '同时反向读取序列。' },
      sequenceLength,
      vocabularySize,
      embeddingSize: { label: '词向量维数', help: '仅用于文本：词向量的维数。' },
      horizon: { label: '预测步数', help: '仅用于时间序列：一次预测的步数。' },
      dropout: { label: 'Dropout', help: '每个训练步中随机丢弃的隐藏单元比例。' },
    },
  },
  transformer: {
    title: '文本 Transformer',
    description: '一次关注整段文本：用于文本分类，或学习生成相似的文本。',
    whenToUse: '几百词的文本；没有目标列时，按给定文本的风格生成文本。',
    whenNotToUse: '只有几百条文本：Transformer 需要的数据比循环网络多。',
    parameters: {
      sequenceLength,
      vocabularySize,
      hiddenSize: { label: '词向量维数', help: '词向量的维数；须为注意力头数的倍数。' },
      heads: { label: '注意力头数', help: '注意力头的数量。' },
      blocks: { label: '块数', help: '堆叠的 Transformer 块数。' },
      feedForwardSize: { label: '前馈层神经元数', help: '每块中前馈层的神经元数。' },
      dropout: { label: 'Dropout', help: '每个训练步中，块的各部分之后随机丢弃的比例。' },
    },
  },
  vae: {
    title: '图像变分自编码器（VAE）',
    description: '学习一组图像的样子：可从少数几个潜变量重建图像，也可生成新图像。',
    whenToUse: '生成与数据集相似的图像，用少数几个数描述图像，或发现异常图像。',
    whenNotToUse: '大而清晰的照片：生成的图像较小且偏模糊。',
    parameters: {
      imageSize: imageSizeUpTo(32),
      hiddenUnits: { label: '隐藏层神经元数', help: '编码器各隐藏层的神经元数；解码器的顺序相反。' },
      latentSize: { label: '潜变量数', help: '潜变量的维数。' },
    },
  },
  gan: {
    title: '图像生成对抗网络（GAN）',
    description: '两个互相对抗训练的网络：生成器生成各类别的图像，判别器分辨真假。保留生成器。',
    whenToUse: '有几千张同类图像，要生成比 VAE 更清晰的新图像。',
    whenNotToUse: '描述图像或估计其可能性：请改用 VAE。图像太少时模型会记住它们。',
    parameters: {
      imageSize: {
        label: '图像边长',
        help: '图像缩放后的边长（像素），须为 4 的倍数。自动：所有图像大小相同且不超过 64 时用最接近的倍数，否则为 32。',
      },
      filters: { label: '卷积核数', help: '判别器第一个卷积的卷积核数；下一个卷积加倍。' },
      latentSize: { label: '潜在向量维数', help: '用于生成图像的潜在向量的维数。' },
    },
  },
};
