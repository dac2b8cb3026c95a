/** The catalogue as cards: compatible families first, grouped by objective, then the others with the reason. */
import type { Objective } from '../../api/generated.ts';
import { useCatalogue } from '../../i18n/catalogue/use-catalogue.ts';
import { useMessages } from '../../i18n/language.tsx';
import { Badge } from '../../ui/content/badge.tsx';
import { Empty } from '../../ui/content/empty.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { type Family, fitOf, goodStart, type Profile, type Reason, type Use } from '../fit.ts';
import styles from './catalogue.module.css';

/** Order in which pages list the objectives. */
const objectiveOrder: readonly Objective[] = [
  'CLASSIFICATION',
  'REGRESSION',
  'FORECASTING',
  'DETECTION',
  'CLUSTERING',
  'DIMENSIONALITY_REDUCTION',
  'GENERATION',
];

interface Suited {
  family: Family;
  use: Use;
  isGoodStart: boolean;
}

interface Unsuited {
  family: Family;
  reason: Reason;
}

export function Catalogue({
  families,
  profile,
  target,
  onChoose,
}: {
  families: readonly Family[];
  profile: Profile;
  target: string | null;
  onChoose(family: Family): void;
}) {
  const say = useMessages('configure');
  const words = useCatalogue();
  const suited: Suited[] = [];
  const unsuited: Unsuited[] = [];
  for (const family of families) {
    const fit = fitOf(family, profile, target);
    if ('reason' in fit) unsuited.push({ family, reason: fit.reason });
    else suited.push({ family, use: fit.use, isGoodStart: goodStart(fit.use, profile) === family.name });
  }
  return (
    <section className={styles.catalogue} aria-labelledby="which-model">
      <h2 id="which-model">{say.whichModel}</h2>
      {suited.length === 0 && <Empty title={say.noneFits}>{say.noneFitsHelp}</Empty>}
      {objectiveOrder.map((objective) => (
        <Group
          key={objective}
          objective={objective}
          suited={suited.filter(({ use }) => use.objective === objective)}
          onChoose={onChoose}
        />
      ))}
      {unsuited.length > 0 && (
        <details className={styles.unsuited} open={suited.length === 0}>
          <summary>{say.unsuitedCount({ count: unsuited.length })}</summary>
          <ul className={styles.families}>
            {unsuited.map(({ family, reason }) => (
              <li key={family.name} className={`${styles.family} ${styles.unfit}`}>
                <h4 lang={words.wordsOf(family).lang}>{words.titleOf(family)}</h4>
                <p>{say[`reason.${reason}`]}</p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Group({
  objective,
  suited,
  onChoose,
}: {
  objective: Objective;
  suited: readonly Suited[];
  onChoose(family: Family): void;
}) {
  const say = useMessages('configure');
  const words = useCatalogue();
  if (suited.length === 0) return null;
  const sorted = suited.toSorted((a, b) => Number(b.isGoodStart) - Number(a.isGoodStart));
  return (
    <section aria-labelledby={`for-${objective}`}>
      <h3 id={`for-${objective}`}>{say[`objective.${objective}`]}</h3>
      <ul className={styles.families}>
        {sorted.map(({ family, isGoodStart }) => (
          <li key={family.name} className={styles.family}>
            <header>
              <h4 lang={words.wordsOf(family).lang}>{words.titleOf(family)}</h4>
              {isGoodStart && <Badge tone="good">{say.goodStart}</Badge>}
            </header>
            <FamilyWords family={family} />
            <Button
              kind={isGoodStart ? 'primary' : 'plain'}
              aria-label={say.takeOf({ title: words.titleOf(family) })}
              onPress={() => onChoose(family)}
            >
              {say.use}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The description of a family. */
export function FamilyWords({ family }: { family: Family }) {
  const say = useMessages('configure');
  const { whenToUse, whenNotToUse, description, lang } = useCatalogue().wordsOf(family);
  return (
    <>
      <dl className={styles.when}>
        <dt>{say.whenToUse}</dt>
        <dd lang={lang}>{whenToUse}</dd>
        <dt>{say.whenNotToUse}</dt>
        <dd lang={lang}>{whenNotToUse}</dd>
      </dl>
      <details className={styles.about}>
        <summary>{say.about}</summary>
        <p lang={lang}>{description}</p>
        <p lang="en">
          <cite>{family.citation}</cite>
        </p>
      </details>
    </>
  );
}
