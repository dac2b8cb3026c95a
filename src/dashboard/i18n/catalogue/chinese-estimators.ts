/** Chinese texts of the families that are fitted directly rather than trained by gradient descent. */
import type { FamilyWords } from './words.ts';

const maxDepth = { label: '最大深度', help: '树的最大深度。自动：直到叶节点纯净，或小到不再划分。' };
const divides = {
  minSamplesSplit: { label: '划分所需最小样本数', help: '节点的样本数低于此值时不再划分。' },
  minSamplesLeaf: { label: '叶节点最小样本数', help: '每个叶节点至少包含的样本数。' },
};
const kernel = { label: '核函数', help: '两个样本的相似度：径向基为 exp(-gamma |x - y|²)，线性为 x · y。' };
const cost = { label: '惩罚系数 C', help: '误差的代价：越大，对训练集的拟合越紧密。' };
const gamma = {
  label: 'gamma',
  help: '相似度随距离下降的速度（仅径向基）。自动：1 /（列数 × 各列的方差）。',
};
const neighbors = { label: '近邻数', help: '每个样本的最近邻数量。' };
const components = { label: '成分数', help: '成分的数量，不超过列数。' };
const fewLabels = {
  whenToUse: '大多数样本没有标签，且同类样本彼此靠近。',
  whenNotToUse: '样本非常多（需要两两比较），或各类别互相混杂。',
};

export const estimators: Readonly<Record<string, FamilyWords>> = {
  linearRegression: {
    title: '线性回归',
    description: '用各列的加权和预测数值：普通最小二乘，或带 ridge、lasso 正则化。',
    whenToUse: '预测任何数值的首选基线：训练极快、解精确、系数可直接解读。',
    whenNotToUse: '某列的影响取决于其他列，或关系明显非线性。',
    parameters: {
      penalty: {
        label: '正则化方式',
        help: '对权重的正则化。ridge：|y - Xw|² + alpha |w|²；lasso：|y - Xw|² / 2n + alpha |w|₁。',
      },
      alpha: { label: '正则化强度 alpha', help: '正则化强度；0 即普通最小二乘。' },
    },
  },
  polynomialRegression: {
    title: '多项式回归',
    description: '用各列及其幂和乘积的加权和预测数值，带 ridge 正则化。',
    whenToUse: '列数不多，且某列的影响是曲线或取决于其他列。',
    whenNotToUse: '列数很多：乘积项数量增长过快，请改用随机森林或神经网络。',
    parameters: {
      degree: { label: '次数', help: '多项式的次数，即各列乘积中指数之和的上限。' },
      alpha: { label: '正则化强度 alpha', help: 'ridge 正则化的强度。' },
    },
  },
  supportVectorRegression: {
    title: '支持向量回归',
    description: '预测数值，使大多数样本落在预测值周围的 epsilon 带内；使用径向基核时可拟合曲线。',
    whenToUse: '几百到几万行数值数据，且目标值平滑变化。',
    whenNotToUse: '行数非常多：训练时间随行数的平方增长。',
    parameters: {
      kernel,
      C: cost,
      gamma,
      epsilon: { label: 'epsilon（半宽）', help: 'epsilon 带宽度的一半，以目标的标准差为单位。' },
    },
  },
  decisionTreeRegressor: {
    title: '回归决策树',
    description: '每次按一列划分样本，并预测同一叶节点中样本的平均值。',
    whenToUse: '每次预测都必须可追溯，或目标值在某些阈值处跳变。',
    whenNotToUse: '关系平滑，或最看重准确性：请改用随机森林或梯度提升。',
    parameters: { maxDepth, ...divides },
  },
  logisticRegression: {
    title: '逻辑回归',
    description: '由各列的加权和预测每个类别的概率。',
    whenToUse: '任何分类问题的首选基线：速度快、不易过拟合、概率可靠。',
    whenNotToUse: '类别不是线性可分：请改用神经网络（MLP）或随机森林。',
    parameters: { C: { label: 'C（正则化强度的倒数）', help: 'L2 正则化强度的倒数：越小，正则化越强。' } },
  },
  supportVectorMachine: {
    title: '支持向量机',
    description: '以最大间隔两两分开各类别：线性边界，或使用径向基核的曲线边界。',
    whenToUse: '几百到几万行数值数据：在这种规模上很难被超越。',
    whenNotToUse: '行数非常多：训练时间随行数的平方增长。除非开启概率输出，否则得分不是概率。',
    parameters: {
      kernel,
      C: cost,
      gamma,
      probability: {
        label: '输出概率',
        help: '将得分校准为概率：每个二分类器在部分样本上再训练五次。',
      },
    },
  },
  decisionTree: {
    title: '决策树',
    description: '每次按一列划分样本，直到类别明确。',
    whenToUse: '每个决策都必须可追溯，或各列存在阈值。',
    whenNotToUse: '最看重准确性：集成多棵树（随机森林、梯度提升）比单棵树更准确。',
    parameters: { maxDepth, ...divides },
  },
  randomForest: {
    title: '随机森林',
    description: '由许多决策树投票：每棵树使用随机抽取的样本，每次划分只考虑随机抽取的列。',
    whenToUse: '适用于任何表格的强模型，几乎不用调参：无需缩放，不易过拟合。',
    whenNotToUse: '模型必须很小，或需要预测超出训练数据范围的值。',
    parameters: {
      trees: { label: '树的数量', help: '树的数量。更多的树不会变差，只会变慢。' },
      maxFeatures: {
        label: '每次划分考虑的列数',
        help: '每次划分考虑的列，每次重新抽取。自动：分类时为总列数的平方根，回归时为全部列。',
      },
      maxDepth,
      ...divides,
    },
  },
  gradientBoosting: {
    title: '梯度提升',
    description: '依次训练多棵小决策树，每棵树纠正之前的误差。',
    whenToUse: '最看重表格数据上的准确性，并有时间调整树的数量和学习率。',
    whenNotToUse: '目标有噪声且没有验证集：树太多时模型会记住噪声。',
    parameters: {
      rounds: { label: '提升轮数', help: '提升的轮数，每轮一棵树（三个及以上类别时，每个类别一棵）。' },
      learningRate: { label: '学习率', help: '每次修正实际采用的比例。' },
      subsample: { label: '样本采样比例', help: '每棵树使用的样本比例，每次重新抽取。' },
      maxDepth: { label: '最大深度', help: '每棵树的最大深度。' },
      ...divides,
    },
  },
  kNearestNeighbors: {
    title: 'K 近邻',
    description: '由与样本最近的训练样本预测：取其中最多的类别，或其数值的平均值。',
    whenToUse: '列数不多、行数不超过几万，且相似的样本有相似的目标值。',
    whenNotToUse: '列数很多而有用的列很少：距离几乎没有意义。行数非常多：每次预测都要与所有行比较。',
    parameters: {
      neighbors: { label: '近邻数', help: '用于预测的最近训练样本数，不超过训练集的样本数。' },
      weights: { label: '近邻权重', help: '均等：所有近邻权重相同；距离倒数：权重为距离的倒数。' },
      p: { label: '距离指数 p', help: '闵可夫斯基距离的指数。1：曼哈顿距离；2：欧氏距离。' },
    },
  },
  kMeans: {
    title: 'K 均值聚类',
    description: '将样本划分为若干簇，每个簇围绕自己的中心。',
    whenToUse: '在数值列中发现大小相近、形状接近圆形的簇。',
    whenNotToUse: '簇的形状细长、大小悬殊或互相重叠：请改用高斯混合。',
    parameters: {
      clusters: { label: '簇数', help: '簇的数量。' },
      restarts: { label: '重启次数', help: '从其他初始中心重新开始的次数，保留最佳结果。' },
    },
  },
  gaussianMixture: {
    title: '高斯混合',
    description: '用多个正态分布的混合描述样本：可发现簇；有目标列时，可从少量有标签样本学习类别。',
    whenToUse: '簇的形状细长、大小不一或互相重叠；以及大多数样本没有标签的分类问题。',
    whenNotToUse: '列多而样本少：无法估计协方差。',
    parameters: {
      components: { label: '分布数', help: '正态分布的数量：要发现的簇数，或每个类别的分布数。' },
      covariance: { label: '协方差', help: '同一分布内各列是否可以协同变化。完整：可以；对角：不可以。' },
    },
  },
  pca: {
    title: '主成分分析（PCA）',
    description: '将各列降维为少数几个成分，尽可能多地保留方差。',
    whenToUse: '在二维或三维中观察很多列，或减少用于训练的列数。',
    whenNotToUse: '重要信息位于方差较小的方向，或关系是非线性的。',
    parameters: { components },
  },
  svd: {
    title: '截断奇异值分解（SVD）',
    description: '将各列降维为最能重建它们的少数几个成分，不做中心化。',
    whenToUse: '类似 PCA，适用于零值有意义的列：计数、评分、独热编码的类别。',
    whenNotToUse: '各列均值很大：第一个成分只反映均值。',
    parameters: { components },
  },
  labelPropagation: {
    title: '标签传播',
    description: '从少量有标签样本学习类别：标签在近邻之间传播，已知标签保持不变。',
    ...fewLabels,
    parameters: { neighbors },
  },
  labelSpreading: {
    title: '标签扩散',
    description: '从少量有标签样本学习类别：标签在近邻之间传播，已知标签也可能被修正。',
    ...fewLabels,
    parameters: {
      neighbors,
      alpha: { label: '近邻权重 alpha', help: '近邻相对于样本自身标签的权重。' },
    },
  },
  selfTraining: {
    title: '自训练分类器',
    description: '用自己置信度高的预测结果继续训练的分类器。',
    whenToUse: '只有少量样本有标签、大量样本没有标签；未知的目标值请留空。',
    whenNotToUse: '有标签样本太少，初始分类器经常自信地出错：错误也会被学习。',
    parameters: {
      baseClassifier: { label: '基础分类器', help: '用于自训练的分类器，使用其默认超参数（支持向量机：C = 10）。' },
      threshold: { label: '置信度阈值', help: '预测概率达到此值时，才将预测的类别作为标签。' },
      maxRounds: { label: '最大轮数', help: '训练轮数的上限；没有新样本达到阈值时提前结束。' },
    },
  },
};
