/** Selects the input columns of a table, the text column, or the roles of the columns of a time series. */
import { useMessages } from '../../i18n/language.tsx';
import { Card } from '../../ui/content/card.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { Select } from '../../ui/controls/select.tsx';
import type { Column, Use } from '../fit.ts';
import type { Role, Roles } from '../form/input.ts';
import styles from './columns.module.css';

interface ColumnsProps {
  use: Use;
  columns: readonly Column[];
  roles: Roles;
  problem: (field: string) => string | undefined;
  onChange(roles: Roles): void;
}

export function Columns(props: ColumnsProps) {
  const { modality } = props.use;
  return (
    <div data-field="inputs">
      {modality === 'TEXT' ? (
        <Texts {...props} />
      ) : modality === 'TIME_SERIES' ? (
        <Series {...props} />
      ) : (
        <Table {...props} />
      )}
    </div>
  );
}

function Texts({ columns, roles, problem, onChange }: ColumnsProps) {
  const say = useMessages('configure');
  return (
    <Card title={say.columns}>
      <Select
        label={say.textColumn}
        error={problem('inputs')}
        value={columns.find(({ name }) => roles[name] === 'input')?.name ?? ''}
        onChange={(chosen) =>
          onChange(Object.fromEntries(columns.map(({ name }) => [name, name === chosen ? 'input' : 'none'])))
        }
        choices={columns.map(({ name }) => ({ value: name, label: name }))}
      />
    </Card>
  );
}

function Table({ columns, roles, problem, onChange }: ColumnsProps) {
  const say = useMessages('configure');
  const all = (role: Role) => onChange(Object.fromEntries(columns.map(({ name }) => [name, role])));
  const wrong = problem('inputs');
  return (
    <Card
      title={say.columns}
      actions={
        <>
          <Button kind="quiet" onPress={() => all('input')}>
            {say.allColumns}
          </Button>
          <Button kind="quiet" onPress={() => all('none')}>
            {say.noColumns}
          </Button>
        </>
      }
    >
      <fieldset className={styles.choices} aria-describedby={wrong ? 'columns-problem' : 'columns-help'}>
        <legend className="visually-hidden">{say.columns}</legend>
        {columns.map(({ name }) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={roles[name] === 'input'}
              aria-invalid={wrong !== undefined}
              onChange={({ target }) => onChange({ ...roles, [name]: target.checked ? 'input' : 'none' })}
            />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <p className="hint" id="columns-help">
        {say.columnsHelp}
      </p>
      {wrong && (
        <p className="problem" id="columns-problem">
          {wrong}
        </p>
      )}
    </Card>
  );
}

function Series({ columns, roles, problem, onChange }: ColumnsProps) {
  const say = useMessages('configure');
  const wrong = problem('inputs') ?? problem('futureCovariates');
  return (
    <Card title={say.seriesColumns}>
      <p className="hint">{say.seriesHelp}</p>
      <div className={styles.series} data-field="futureCovariates">
        {columns.map(({ name, type }) => (
          <Select
            key={name}
            label={say.roleOf({ name })}
            value={roles[name] ?? 'none'}
            onChange={(role) =>
              onChange(withRole(columns, roles, name, role === 'input' || role === 'ahead' ? role : 'none'))
            }
            choices={
              type === 'DATE'
                ? [
                    { value: 'input', label: say.dates },
                    { value: 'none', label: say.unused },
                  ]
                : [
                    { value: 'input', label: say.measured },
                    { value: 'ahead', label: say.ahead },
                    { value: 'none', label: say.unused },
                  ]
            }
          />
        ))}
      </div>
      {wrong && <p className="problem">{wrong}</p>}
    </Card>
  );
}

/** A time series has exactly one date column, so a newly selected one replaces the previous one. */
function withRole(columns: readonly Column[], roles: Roles, name: string, role: Role): Roles {
  const isDate = (column: string) => columns.find((one) => one.name === column)?.type === 'DATE';
  const others = Object.entries(roles).map(([other, its]): [string, Role] => [
    other,
    role === 'input' && isDate(name) && isDate(other) ? 'none' : its,
  ]);
  return { ...Object.fromEntries(others), [name]: role };
}
