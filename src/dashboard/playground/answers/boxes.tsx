/** Detected objects, drawn over the image and listed. */
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Switch } from '../../ui/controls/switch.tsx';
import type { Prediction } from '../sample.ts';
import styles from './boxes.module.css';

/** A box with a lower confidence is more likely wrong than right. */
const sureFrom = 0.5;

export function Boxes({ image, boxes: found }: { image: string; boxes: NonNullable<Prediction['boxes']> }) {
  const say = useMessages('playground');
  const format = useFormat();
  const [areAllShown, setAllShown] = useState(false);
  const sure = found.filter(({ confidence }) => confidence >= sureFrom);
  const boxes = areAllShown ? found : sure;
  const part = (share: number) => `${share * 100}%`;
  return (
    <>
      <div className={styles.image}>
        <img src={image} alt={say.imageWithBoxes({ count: boxes.length })} />
        {boxes.map(({ label, x, y, width, height }, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: boxes have no ID
            key={index}
            className={styles.box}
            aria-hidden="true"
            style={{ left: part(x), top: part(y), width: part(width), height: part(height) }}
          >
            <span>
              {index + 1} {label}
            </span>
          </span>
        ))}
      </div>
      {found.length > sure.length && (
        <Switch
          label={say.lessSure({ count: found.length - sure.length })}
          isSelected={areAllShown}
          onChange={setAllShown}
        />
      )}
      {boxes.length === 0 ? (
        <p>{say.nothingFound}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{say.object}</th>
              <th scope="col" className="number">
                {say.confidence}
              </th>
            </tr>
          </thead>
          <tbody>
            {boxes.map(({ label, confidence }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: boxes have no ID
              <tr key={index}>
                <th scope="row">
                  {index + 1} {label}
                </th>
                <td className="number">{format.percent(confidence)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
