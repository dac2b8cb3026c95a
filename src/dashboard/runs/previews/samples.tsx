/** Images or texts that a generative model produces, epoch by epoch. */

import { memo, useState } from 'react';
import { here } from '../../api/here.ts';
import { useMessages } from '../../i18n/language.tsx';
import { Card } from '../../ui/content/card.tsx';
import { buttonStyle } from '../../ui/controls/button.tsx';
import type { Samples } from '../live/live-state.ts';
import { MomentSlider, useMoment } from './moments.tsx';
import styles from './samples.module.css';

export const SamplesCard = memo(function SamplesCard({ samples }: { samples: readonly Samples[] }) {
  const say = useMessages('visuals');
  const { shown, slider } = useMoment(samples);
  if (!shown) return null;
  return (
    <Card title={say.samples} actions={<MomentSlider name={say.epoch} {...slider} />}>
      {shown.imageUrl === null ? <Texts samples={shown} /> : <Grid samples={shown} url={shown.imageUrl} />}
    </Card>
  );
});

function Grid({ samples: { epoch, count, gridColumns, gridRows }, url }: { samples: Samples; url: string }) {
  const say = useMessages('visuals');
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
          className={styles.grid}
          src={address}
          alt={say.samplesAlt({ count, epoch, rows: gridRows, columns: gridColumns })}
          onError={() => setLost(address)}
        />
      )}
      <p>
        <a className={buttonStyle()} href={address} download={`samples-${epoch}.png`}>
          {say.downloadImage}
        </a>
      </p>
    </>
  );
}

function Texts({ samples: { epoch, texts } }: { samples: Samples }) {
  const say = useMessages('visuals');
  return (
    <>
      <p className="hint">{say.textsHelp}</p>
      <ul className={styles.texts} aria-label={say.writtenAfter({ epoch })}>
        {texts.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two texts may be equal
          <li key={index}>{text}</li>
        ))}
      </ul>
    </>
  );
}
