import { useEffect, useRef } from 'react';
import { useMessages } from '../../i18n/language.tsx';
import { Card } from '../../ui/content/card.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { sampleIds, samples } from '../samples/index.ts';
import styles from './sample-cards.module.css';
import type { Given } from './use-upload.ts';

export function SampleCards({ onUpload }: { onUpload(given: Given): void }) {
  const say = useMessages('examples');
  const heading = useRef<HTMLHeadingElement>(null);
  // Users who followed the link to the example datasets start here. The browser looked for the anchor before it was rendered.
  useEffect(() => {
    if (location.hash === '#samples') heading.current?.focus();
  }, []);
  return (
    <section aria-labelledby="samples">
      <h2 id="samples" ref={heading} tabIndex={-1}>
        {say.sampleData}
      </h2>
      <p className="hint">{say.sampleHelp}</p>
      <div className={styles.cards}>
        {sampleIds.map((id) => {
          const name = say[`${id}Name`];
          return (
            <Card key={id}>
              <h3>{name}</h3>
              <p>{say[`${id}What`]}</p>
              <p className="hint">{say[`${id}Learn`]}</p>
              <Button
                aria-label={say.takeSampleNamed({ name })}
                onPress={() => onUpload({ name, bytes: 0, content: samples[id] })}
              >
                {say.takeSample}
              </Button>
            </Card>
          );
        })}
      </div>
    </section>
  );
}
