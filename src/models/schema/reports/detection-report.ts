/** GraphQL types of the evaluation of an object detector. */
import { builder } from '../../../graphql/builder.ts';
import type { DetectionReport } from '../../model.ts';
import { samplesDescription } from './samples-description.ts';

const ClassDetectionReportRef = builder
  .objectRef<DetectionReport['perClass'][number]>('ClassDetectionReport')
  .implement({
    description: 'Evaluation of an object detector on one class.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Name of the class.' }),
      averagePrecision: t.exposeFloat('averagePrecision', {
        nullable: true,
        description: 'Average precision (AP) of this class. Null when no image contains a box of this class.',
      }),
      support: t.exposeInt('support', { description: 'Number of ground-truth boxes of this class.' }),
    }),
  });

export const DetectionReportRef = builder.objectRef<DetectionReport>('DetectionReport').implement({
  description:
    'Evaluation of an object detector, at an intersection over union (IoU) of at least 0.5, as in PASCAL VOC since 2010.',
  fields: (t) => ({
    sampleCount: t.exposeInt('sampleCount', { description: samplesDescription }),
    meanAveragePrecision: t.exposeFloat('meanAveragePrecision', {
      description: 'Mean average precision (mAP) over the classes that have at least one ground-truth box.',
    }),
    perClass: t.field({
      type: [ClassDetectionReportRef],
      description: 'Metrics of each class.',
      resolve: ({ perClass }) => perClass,
    }),
  }),
});
