/** Images or texts that a generative model produces, epoch by epoch. */
import { here } from '../api/here.ts';
import '../visuals.css';
import { memo, useState } from 'react';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { visuals } from '../i18n/visuals.ts';
import { Card } from '../ui/index.tsx';
import type { Samples } from './live-state.ts';
import { MomentSlider, useMoment } from './moments.tsx';

export const SamplesCard = memo(function SamplesCard({ samples }: { samples: readonly Samples[] }) {
  const say = useMessages(visuals);
  const { shown, slider } = useMoment(samples);
  if (!shown) return null;
  return (
    <Card title={say.samples} actions={<MomentSlider name={say.epoch} {...slider} />}>
      {shown.imageUrl === null ? <Texts samples={shown} /> : <Grid samples={shown} url={shown.imageUrl} />}
    </Card>
  );
});

function Grid({ samples: { epoch, count, columns, rows }, url }: { samples: Samples; url: string }) {
  const say = useMessages(visuals);
  const format = useFormat();
  const [lost, setLost] = useState<string | null>(null);
  // The origin of the page may differ from the public URL of the server, and the session belongs to the page's origin.
  const address = here(url);
  return (
    <>
      <p className="hint">{say.samplesHelp}</p>
      {lost === address ? (
        <p role="alert">{say.notLoaded}</p>
      ) : (
        <img
          className="samples-grid"
          src={address}
          alt={say.samplesAlt(format.number(count), format.number(epoch), format.number(rows), format.number(columns))}
          onError={() => setLost(address)}
        />
      )}
      <p>
        <a className="button" href={address} download={`samples-${epoch}.png`}>
          {say.downloadImage}
        </a>
      </p>
    </>
  );
}

function Texts({ samples: { epoch, texts } }: { samples: Samples }) {
  const say = useMessages(visuals);
  const format = useFormat();
  return (
    <>
      <p className="hint">{say.textsHelp}</p>
      <ul className="samples-texts" aria-label={say.writtenAfter(format.number(epoch))}>
        {texts.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two texts may be equal
          <li key={index}>{text}</li>
        ))}
      </ul>
    </>
  );
}
