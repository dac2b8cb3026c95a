/** The overview of an organization without datasets. */
import { Link } from 'wouter';
import { overviewWords } from '../../i18n/datasets.ts';
import { useMessages } from '../../i18n/language.tsx';

export function Welcome({ mayWrite }: { mayWrite: boolean }) {
  const say = useMessages(overviewWords);
  const steps = [
    [say.stepData, say.stepDataHelp],
    [say.stepModel, say.stepModelHelp],
    [say.stepWatch, say.stepWatchHelp],
  ] as const;
  return (
    <section className="welcome">
      <p className="lead">{say.welcomeHelp}</p>
      <ol className="steps">
        {steps.map(([title, help], index) => (
          <li key={title} className="card">
            <span className="step" aria-hidden="true">
              {index + 1}
            </span>
            <h2>{title}</h2>
            <p>{help}</p>
          </li>
        ))}
      </ol>
      {mayWrite && (
        <div className="actions">
          <Link href="/datasets/new#samples" className="button primary">
            {say.withSample}
          </Link>
          <Link href="/datasets/new" className="button">
            {say.withOwn}
          </Link>
        </div>
      )}
    </section>
  );
}
