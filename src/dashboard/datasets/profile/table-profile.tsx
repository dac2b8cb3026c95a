/** The profile of a table. */
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Card } from '../../ui/content/card.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { ScrollRegion } from '../../ui/content/scroll-region.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { ColumnTable } from './column-table.tsx';
import findingsStyles from './findings.module.css';
import { type TableFinding, type TableProfile, tableFindings } from './findings.ts';
import styles from './table-profile.module.css';

/** Number of columns per page. Each column has a chart, so more columns would make the page slow. */
export const columnsAtOnce = 100;

export function TableProfileView({
  profile,
  offset,
  onOffset,
}: {
  profile: TableProfile;
  /** Index of the first column in `profile.columns`. */
  offset: number;
  onOffset(offset: number): void;
}) {
  const say = useMessages('profiles');
  const findings = tableFindings(profile);
  const isWhole = profile.columns.length === profile.columnCount;
  const sayFinding = useSayFinding();
  return (
    <>
      {!isWhole && <ColumnPages profile={profile} offset={offset} onOffset={onOffset} />}
      <Card title={say.findings}>
        {findings.length === 0 ? (
          <Notice tone="good">{isWhole ? say.noFindings : say.noFindingsHere}</Notice>
        ) : (
          <ul className={findingsStyles.findings}>
            {findings.map((finding) => (
              <li key={JSON.stringify(finding)}>{sayFinding(finding)}</li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={say.columns}>
        <ColumnTable columns={profile.columns} />
      </Card>
      <Card title={say.preview}>
        <Preview profile={profile} offset={offset} />
      </Card>
    </>
  );
}

/** The shown columns of a wide table, with buttons for the previous and next ones. */
function ColumnPages({ profile: { columns, columnCount }, offset, onOffset }: Parameters<typeof TableProfileView>[0]) {
  const say = useMessages('profiles');
  const after = offset + columns.length;
  return (
    <Notice>
      <p>{say.someColumns({ first: offset + 1, last: after, all: columnCount })}</p>
      <div className="actions">
        <Button isDisabled={offset === 0} onPress={() => onOffset(Math.max(0, offset - columnsAtOnce))}>
          {say.columnsBefore}
        </Button>
        <Button isDisabled={after >= columnCount} onPress={() => onOffset(after)}>
          {say.columnsAfter}
        </Button>
      </div>
    </Notice>
  );
}

function useSayFinding() {
  const say = useMessages('profiles');
  const format = useFormat();
  return (finding: TableFinding): string => {
    switch (finding.kind) {
      case 'few':
        return say.findFewRows({ count: finding.rows });
      case 'empty':
        return say.findEmpty({ name: finding.column });
      case 'constant':
        return say.findConstant({ name: finding.column });
      case 'unique':
        return say.findUnique({ name: finding.column });
      case 'missing':
        return say.findMissing({ name: finding.column, count: finding.count, share: format.percent(finding.share) });
      case 'unbalanced':
        return say.findUnbalanced({ name: finding.column, value: finding.value, share: format.percent(finding.share) });
    }
  };
}

function Preview({ profile: { columns, preview }, offset }: { profile: TableProfile; offset: number }) {
  const say = useMessages('profiles');
  const rows = previewRows(preview);
  return (
    <ScrollRegion label={say.preview}>
      <table className={styles.preview}>
        <thead>
          <tr>
            {columns.map(({ name, type }) => (
              <th key={name} scope="col" className={type === 'NUMERIC' ? 'number' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is identified by its index
            <tr key={row}>
              {columns.map(({ name, type }, index) => (
                <td key={name} className={type === 'NUMERIC' ? 'number' : undefined}>
                  {cells[offset + index] ?? <em className="hint">{say.noValue}</em>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** Narrows a value that the schema types as JSON. */
function previewRows(preview: unknown): (string | null)[][] {
  if (!Array.isArray(preview)) return [];
  return preview
    .filter((row): row is unknown[] => Array.isArray(row))
    .map((row) => row.map((cell) => (cell === null || cell === undefined ? null : String(cell))));
}
