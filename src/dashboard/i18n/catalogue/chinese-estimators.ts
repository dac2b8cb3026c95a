/** Families that are fitted, not trained by gradients over epochs. */
import type { FamilyWords } from './words.ts';

const maxDepth = { label: '最大深度', help: '最多连续提问的次数。不填：直到每个叶子只剩一类，或小到不再划分。' };
const divides = {
  minSamplesSplit: { label: '划分所需样本数', help: '样本少于此数的叶子不再划分。' },
  minSamplesLeaf: { label: '叶子最少样本数', help: '任何叶子的样本都不少于此数。' },
};
const kernel = { label: '核函数', help: '怎样衡量两个样本的相似程度：径向基为 exp(-gamma |x - y|²)，线性为 x · y。' };
const cost = { label: '惩罚系数 C', help: '一次错误的代价：越大，对训练样本拟合得越紧。' };
const gamma = {
  label: 'gamma',
  help: '径向基核中，相似度随距离下降的快慢。不填：1 /（列数 × 各列的方差）。',
};
const neighbours = { label: '近邻数', help: '每个样本听取多少个最近样本的意见。' };
const components = { label: '成分数', help: '每个样本缩减成多少个数；不超过列数。' };
const fewLabels = {
  whenToUse: '大多数样本没有标签，而同类样本彼此靠近时。',
  whenNotToUse: '样本非常多时（要两两比较），或各类混在一起时。',
};

export const estimators: Readonly<Record<string, FamilyWords>> = {
  linearRegression: {
    title: '线性回归',
    description: '用各列的加权和预测一个数：最小二乘，或加岭、套索惩罚。',
    whenToUse: '预测任何数值时的第一个模型：瞬间得到精确解，权重可以直接解读。',
    whenNotToUse: '一列的作用取决于另一列，或远非直线关系时。',
    parameters: {
      penalty: {
        label: '惩罚方式',
        help: '使权重保持较小的方式：岭为 |y - Xw|² + alpha |w|²；套索为 |y - Xw|² / 2n + alpha |w|₁。',
      },
      alpha: { label: '惩罚强度 alpha', help: '对权重的惩罚强度；0 即普通最小二乘。' },
    },
  },
  polynomialRegression: {
    title: '多项式回归',
    description: '用各列、它们的幂和乘积的加权和预测一个数，带岭惩罚。',
    whenToUse: '某列的作用呈弯曲，或取决于另一列，而列数不多时。',
    whenNotToUse: '列数很多时：乘积会无限增长，这时请用森林或神经网络。',
    parameters: {
      degree: { label: '次数', help: '各列乘积中幂次之和的上限。' },
      alpha: { label: '惩罚强度 alpha', help: '对权重的岭惩罚强度。' },
    },
  },
  supportVectorRegression: {
    title: '支持向量回归',
    description: '预测一个数，使大多数样本落在预测周围的管道内；用径向基核时管道可以弯曲。',
    whenToUse: '有几百到几万行数值，且目标平滑变化时。',
    whenNotToUse: '行数非常多时：计算量随行数的平方增长。',
    parameters: {
      kernel,
      C: cost,
      gamma,
      epsilon: { label: '管道半宽 epsilon', help: '管道宽度的一半，以目标的标准差为单位。' },
    },
  },
  decisionTreeRegressor: {
    title: '数值决策树',
    description: '逐个对单独的列提问，并预测回答相同的样本的平均值。',
    whenToUse: '每次预测都必须能让人看懂，或数值在某些阈值处跳变时。',
    whenNotToUse: '关系平滑，或最看重准确性时：请用随机森林或梯度提升。',
    parameters: { maxDepth, ...divides },
  },
  logisticRegression: {
    title: '逻辑回归',
    description: '由各列的加权和预测每个类别的概率。',
    whenToUse: '任何分类的第一个模型：快，不易过拟合，概率可信。',
    whenNotToUse: '类别无法用直线分开时；这时请用神经网络（MLP）或随机森林。',
    parameters: { C: { label: '惩罚强度的倒数 C', help: 'L2 惩罚强度的倒数：越小，权重越小。' } },
  },
  supportVectorMachine: {
    title: '支持向量机',
    description: '以最宽的间隔两两分开各类：沿直线，或用径向基核沿曲线。',
    whenToUse: '有几百到几万行数值时：在这种数据上很难被超越。',
    whenNotToUse: '行数非常多时：计算量随行数的平方增长。除非要求，它的得分不是概率。',
    parameters: {
      kernel,
      C: cost,
      gamma,
      probability: {
        label: '给出概率',
        help: '把得分变成概率：每个二分类器在部分样本上再拟合五次。',
      },
    },
  },
  decisionTree: {
    title: '决策树',
    description: '逐个对单独的列提问，直到类别明确。',
    whenToUse: '每个决定都必须能让人看懂，或各列有阈值时。',
    whenNotToUse: '最看重准确性时：多棵树一起（随机森林、梯度提升）胜过一棵。',
    parameters: { maxDepth, ...divides },
  },
  randomForest: {
    title: '随机森林',
    description: '许多决策树投票：每棵树用随机抽取的样本长成，每次提问只看随机抽取的列。',
    whenToUse: '适用于任何表格的强模型，几乎不用设置：不需要缩放，也不易过拟合。',
    whenNotToUse: '模型必须很小，或要预测超出所见范围的值时。',
    parameters: {
      trees: { label: '树的数量', help: '参与投票的树。多了不会变差，只会变慢。' },
      maxFeatures: {
        label: '每次提问可选的列',
        help: '一次提问可以涉及的列，每次重新抽取。不填：分类时为总列数的平方根，数值时为全部。',
      },
      maxDepth,
      ...divides,
    },
  },
  gradientBoosting: {
    title: '梯度提升',
    description: '一棵接一棵的小决策树，每棵纠正之前留下的误差。',
    whenToUse: '最看重表格数据上的准确性，并有时间选择树的数量和学习率时。',
    whenNotToUse: '目标有噪声又没有验证集时：树一多就会把噪声背下来。',
    parameters: {
      rounds: { label: '轮数', help: '纠正的次数，每次一棵树（三个及以上类别时每类一棵）。' },
      learningRate: { label: '学习率', help: '每次纠正实际采纳的比例。' },
      subsample: { label: '样本比例', help: '每棵树使用的样本比例，每次重新抽取。' },
      maxDepth: { label: '最大深度', help: '每棵树中最多连续提问的次数。' },
      ...divides,
    },
  },
  kMeans: {
    title: 'K 均值聚类',
    description: '把样本分成若干组，每组围绕自己的中心。',
    whenToUse: '在数值列中寻找大小相近、形状近圆的组。',
    whenNotToUse: '组很长、大小悬殊或互相重叠时：请用高斯混合。',
    parameters: {
      clusters: { label: '簇数', help: '要找多少个组。' },
      restarts: { label: '重启次数', help: '从其他中心重新开始的次数；保留最好的一次。' },
    },
  },
  gaussianMixture: {
    title: '高斯混合',
    description: '把样本看作来自若干正态分布：用来寻找组；有目标列时，用来学习只有少数样本已知的类别。',
    whenToUse: '组很长、大小不一或互相重叠时；以及大多数样本没有标签的分类。',
    whenNotToUse: '列多而样本少时：无法估计协方差。',
    parameters: {
      components: { label: '分布数', help: '正态分布的数量：要找的组数，或每个类别由多少个分布组成。' },
      covariance: { label: '协方差', help: '同一组内各列是否可以一起变化。' },
    },
  },
  pca: {
    title: '主成分分析（PCA）',
    description: '把各列缩减成少数几列，尽可能多地保留方差。',
    whenToUse: '要在二维或三维中观察很多列，或给模型提供更少的列时。',
    whenNotToUse: '重要信息在方差小的方向上，或关系弯曲时。',
    parameters: { components },
  },
  svd: {
    title: '截断奇异值分解（SVD）',
    description: '把各列缩减成最能还原它们的少数几列，不做中心化。',
    whenToUse: '类似 PCA，用于零有意义的列：计数、评分、独热类别。',
    whenNotToUse: '各列均值很大时：第一个方向就只反映均值。',
    parameters: { components },
  },
  labelPropagation: {
    title: '标签传播',
    description: '学习只有少数样本已知的类别：标签在近邻之间传播，已知的标签保持不变。',
    ...fewLabels,
    parameters: { neighbours },
  },
  labelSpreading: {
    title: '标签扩散',
    description: '学习只有少数样本已知的类别：标签在近邻之间扩散，已知的标签也可能被改变。',
    ...fewLabels,
    parameters: {
      neighbours,
      alpha: { label: '邻居权重 alpha', help: '样本在多大程度上听取邻居，而不是自己的标签。' },
    },
  },
  selfTraining: {
    title: '自训练分类器',
    description: '自己教自己的分类器：有把握的样本，下一轮就用来学习。',
    whenToUse: '只有少数样本的类别已知、其余很多未知时；未知的请将目标列留空。',
    whenNotToUse: '已知样本少到最初的分类器常常错而自信时：错误也会被学进去。',
    parameters: {
      base: { label: '基础分类器', help: '自己教自己的分类器，使用它自己的默认参数（支持向量机用 C = 10）。' },
      threshold: { label: '把握阈值', help: '对类别的概率达到多少，才把样本当作已知。' },
      rounds: { label: '最多轮数', help: '最多拟合的次数；没有新的有把握样本时提前结束。' },
    },
  },
};
