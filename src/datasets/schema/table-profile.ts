/** GraphQL type of the profile of a table. */
import { InvalidInput } from '../../errors.ts';
import { builder, connectionComplexity } from '../../graphql/builder.ts';
import type { TableProfile } from '../profile.ts';
import { ColumnRef } from './column.ts';

function checkNonNegative(field: string, value: number): void {
  if (value < 0) throw new InvalidInput(field, `The value must be 0 or greater, not ${value}.`);
}

export const TableProfileRef = builder.objectRef<TableProfile>('TableProfile').implement({
  description: 'Profile of a table.',
  fields: (t) => ({
    rowCount: t.exposeInt('rowCount', { description: 'Number of rows, without the header.' }),
    columnCount: t.int({ description: 'Number of columns.', resolve: ({ columns }) => columns.length }),
    columns: t.field({
      type: [ColumnRef],
      description:
        'Columns in file order. A response can hold all fields of about 2,000 columns: request more of them in pages.',
      complexity: connectionComplexity,
      args: {
        first: t.arg.int({ description: 'Maximum number of columns to return. Default: all columns.' }),
        offset: t.arg.int({
          required: true,
          defaultValue: 0,
          description: 'Number of columns to skip.',
        }),
      },
      resolve({ columns }, { first, offset }) {
        checkNonNegative('first', first ?? 0);
        checkNonNegative('offset', offset);
        return columns.slice(offset, offset + (first ?? columns.length));
      },
    }),
    preview: t.field({
      type: 'JSON',
      description: 'First rows, at most 10: lists of cells in column order, null where missing.',
      resolve: ({ preview }) => preview,
    }),
  }),
});
