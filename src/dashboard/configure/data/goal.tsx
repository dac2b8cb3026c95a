/** What the model learns: the target column of a table, or none. Image datasets already contain their labels. */
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Card } from '../../ui/content/card.tsx';
import { Select } from '../../ui/controls/select.tsx';
import { goalOf, type Profile, targetsOf } from '../fit.ts';
import styles from './goal.module.css';

/** The option "no target". No column has an empty name. */
const nothing = '';

export function Goal({
  profile,
  target,
  onChange,
}: {
  profile: Profile;
  target: string | null;
  onChange(target: string | null): void;
}) {
  const say = useMessages('configure');
  const format = useFormat();
  if (profile.__typename === 'ImageProfile') {
    const { imageCount, classes, boxCount } = profile;
    return (
      <Card title={say.whatToLearn}>
        <p>
          {format.sentences([
            say.imagesLearn({ count: imageCount, classes: say.classes({ count: classes.length }) }),
            ...(boxCount === null ? [] : [say.boxes({ count: boxCount })]),
          ])}
        </p>
      </Card>
    );
  }
  const column = profile.columns.find(({ name }) => name === target);
  const becomes = {
    found: say.becomesFound,
    number: say.becomesNumber,
    classes: say.becomesClasses({ count: column?.distinctCount ?? 0 }),
    both: say.becomesBoth({ count: column?.distinctCount ?? 0 }),
  };
  return (
    <Card title={say.whatToLearn}>
      <div className={styles.goal}>
        <Select
          label={say.target}
          description={target === null ? undefined : say.targetHelp}
          value={target ?? nothing}
          onChange={(chosen) => onChange(chosen === nothing ? null : chosen)}
          choices={[
            ...targetsOf(profile).map(({ name }) => ({ value: name, label: name })),
            { value: nothing, label: say.nothing },
          ]}
        />
        <p className="hint" role="status">
          {becomes[goalOf(column)]}
        </p>
      </div>
    </Card>
  );
}
