/** GraphQL types of the columns of a table, and of their statistics. */
import { builder } from '../../graphql/builder.ts';
import type { ColumnProfile, HistogramBin } from '../profile.ts';

const ColumnTypeEnum = builder.enumType('ColumnType', {
  description: 'Type of data in a table column.',
  values: {
    NUMERIC: { value: 'numeric', description: 'Numbers.' },
    CATEGORICAL: { value: 'categorical', description: 'Few distinct values.' },
    TEXT: { value: 'text', description: 'Texts.' },
    DATE: { value: 'date', description: 'Dates, with or without a time.' },
  } as const,
});

const ValueCountRef = builder.objectRef<{ value: string; count: number }>('ValueCount').implement({
  description: 'A value and its frequency.',
  fields: (t) => ({
    value: t.exposeString('value', { description: 'The value.' }),
    count: t.exposeInt('count', { description: 'Number of rows with this value.' }),
  }),
});

const HistogramBinRef = builder.objectRef<HistogramBin>('HistogramBin').implement({
  description: 'Number of values from `from` (inclusive) to `to` (exclusive). The last bin includes `to`.',
  fields: (t) => ({
    from: t.exposeFloat('from', { description: 'Lower bound, inclusive.' }),
    to: t.exposeFloat('to', { description: 'Upper bound; exclusive except in the last bin.' }),
    count: t.exposeInt('count', { description: 'Number of values in the bin.' }),
  }),
});

export const ColumnRef = builder.objectRef<ColumnProfile>('ColumnProfile').implement({
  description: 'Statistics of a table column.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name in the header row.' }),
    type: t.field({ type: ColumnTypeEnum, description: 'Type of its data.', resolve: ({ type }) => type }),
    missingCount: t.exposeInt('missingCount', { description: 'Number of rows without a value.' }),
    distinctCount: t.exposeInt('distinctCount', { description: 'Number of distinct values.' }),
    isInteger: t.exposeBoolean('isInteger', { description: 'Whether every value is an integer.' }),
    min: t.exposeFloat('min', {
      nullable: true,
      description:
        'Smallest value. Dates are days since 1970-01-01. Null for columns that are neither numeric nor dates.',
    }),
    max: t.exposeFloat('max', {
      nullable: true,
      description: 'Largest value, in the unit of `minimum`. Null for columns that are neither numeric nor dates.',
    }),
    mean: t.exposeFloat('mean', {
      nullable: true,
      description: 'Mean of the values, in the unit of `minimum`. Null for columns that are neither numeric nor dates.',
    }),
    standardDeviation: t.exposeFloat('standardDeviation', {
      nullable: true,
      description: 'Population standard deviation (divides by n). Null for columns that are neither numeric nor dates.',
    }),
    characterCount: t.exposeInt('characterCount', {
      nullable: true,
      description: 'Text columns only: total number of characters. Null for other columns.',
    }),
    topValues: t.field({
      type: [ValueCountRef],
      description:
        'Most frequent values, most frequent first, at most 10. Empty for columns with more than 1000 distinct values.',
      complexity: { field: 1, multiplier: 10 },
      resolve: (column) => column.topValues,
    }),
    histogram: t.field({
      type: [HistogramBinRef],
      nullable: true,
      description:
        'Histogram of all values in at most 20 bins of equal width. Dates are days since 1970-01-01. ' +
        'Null for columns that are neither numeric nor dates, when the range is not finite, and for data profiled ' +
        'before histograms were recorded.',
      resolve: ({ histogram }) => histogram,
    }),
  }),
});
