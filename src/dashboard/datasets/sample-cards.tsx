import { useEffect, useRef } from 'react';
import { datasetWords } from '../i18n/datasets.ts';
import { useMessages } from '../i18n/language.tsx';
import { Button, Card } from '../ui/index.tsx';
import { sampleIds, samples } from './samples/index.ts';
import type { Given } from './use-upload.ts';

export function SampleCards({ onUpload }: { onUpload(given: Given): void }) {
  const say = useMessages(datasetWords);
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
      <div className="samples">
        {sampleIds.map((id) => {
          const name = say[`${id}Name`];
          return (
            <Card key={id}>
              <h3>{name}</h3>
              <p>{say[`${id}What`]}</p>
              <p className="hint">{say[`${id}Learn`]}</p>
              <Button
                aria-label={say.takeSampleNamed(name)}
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
