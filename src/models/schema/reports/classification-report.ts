/** GraphQL types of the evaluation of a classifier. */
import { builder } from '../../../graphql/builder.ts';
import type { ClassificationReport } from '../../model.ts';
import { samplesDescription } from './samples-description.ts';

const ClassReportRef = builder.objectRef<ClassificationReport['perClass'][number]>('ClassReport').implement({
  description: 'Evaluation of a classifier on one class.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the class.' }),
    precision: t.exposeFloat('precision', {
      description: 'Fraction of the samples predicted as this class that belong to it.',
    }),
    recall: t.exposeFloat('recall', {
      description: 'Fraction of the samples of this class that are predicted as this class.',
    }),
    f1: t.exposeFloat('f1', { description: 'F1 score: harmonic mean of precision and recall.' }),
    support: t.exposeInt('support', { description: 'Number of samples of this class.' }),
  }),
});

export const ClassificationReportRef = builder.objectRef<ClassificationReport>('ClassificationReport').implement({
  description: 'Evaluation of a classifier. Metrics are defined as in scikit-learn.',
  fields: (t) => ({
    sampleCount: t.exposeInt('sampleCount', { description: samplesDescription }),
    loss: t.exposeFloat('loss', { description: 'Log loss (mean cross-entropy). Lower is better.' }),
    accuracy: t.exposeFloat('accuracy', { description: 'Fraction of correct predictions.' }),
    macroPrecision: t.exposeFloat('macroPrecision', { description: 'Mean of the precision of all classes.' }),
    macroRecall: t.exposeFloat('macroRecall', { description: 'Mean of the recall of all classes.' }),
    macroF1: t.exposeFloat('macroF1', { description: 'Mean of the F1 score of all classes.' }),
    perClass: t.field({
      type: [ClassReportRef],
      description: 'Metrics of each class.',
      resolve: ({ perClass }) => perClass,
    }),
    confusionMatrix: t.field({
      type: t.listRef(t.listRef('Int')),
      description:
        'Confusion matrix. Rows are true classes, columns are predicted classes, in the order of `perClass`.',
      resolve: ({ confusionMatrix }) => confusionMatrix,
    }),
  }),
});
