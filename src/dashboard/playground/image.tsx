/** A photo or a drawing, and what the model sees in it. */
import { useMemo, useState } from 'react';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { playground } from '../i18n/playground.ts';
import { DropArea, FileButton, Notice, Tabs } from '../ui/index.tsx';
import { AnswerPlace, PlainAnswer } from './answer.tsx';
import { Canvas } from './canvas.tsx';
import { readImage } from './image-file.ts';
import type { Prediction, Predictor } from './predictor.ts';
import { useAnswer } from './use-answer.ts';

export function ImagePlayground({
  predictor,
  prefersDrawing,
}: {
  predictor: Predictor;
  /** The images that it learned from are drawings rather than photos. */
  prefersDrawing: boolean;
}) {
  const say = useMessages(playground);
  const [image, setImage] = useState<string | null>(null);
  const sample = useMemo(() => (image === null ? null : { images: [image] }), [image]);
  const answering = useAnswer(predictor, sample);
  const photo = { id: 'photo', title: say.photo, content: <Photo image={image} onImage={setImage} /> };
  const drawing = { id: 'draw', title: say.draw, content: <Canvas onDrawn={setImage} /> };
  return (
    <div className="try">
      <Tabs label={say.title} tabs={prefersDrawing ? [drawing, photo] : [photo, drawing]} />
      <AnswerPlace answering={answering}>
        {({ prediction, sample: asked }) => {
          if (prediction.boxes && 'images' in asked) {
            return <Boxes image={asked.images[0] ?? ''} boxes={prediction.boxes} />;
          }
          if (prediction.image) {
            return (
              <figure className="given-back">
                <img src={prediction.image} alt={say.givenBack} />
                <figcaption className="hint">{say.givenBack}</figcaption>
              </figure>
            );
          }
          return <PlainAnswer prediction={prediction} target={null} />;
        }}
      </AnswerPlace>
    </div>
  );
}

function Photo({ image, onImage }: { image: string | null; onImage(dataUrl: string): void }) {
  const say = useMessages(playground);
  const [isWrong, setWrong] = useState(false);
  async function read(file: File | undefined) {
    if (!file) return;
    const read = await readImage(file);
    setWrong(read === null);
    if (read !== null) onImage(read);
  }
  return (
    <DropArea label={say.dropImage} onFiles={([first]) => void read(first?.file)}>
      <div className="photo">
        {image !== null && <img src={image} alt={say.yourImage} />}
        <p className="hint">{say.dropImage}</p>
        <FileButton accept={['image/jpeg', 'image/png', 'image/webp']} onFiles={([first]) => void read(first?.file)}>
          {say.chooseImage}
        </FileButton>
        {isWrong && <Notice tone="bad">{say.notAnImage}</Notice>}
      </div>
    </DropArea>
  );
}

function Boxes({ image, boxes }: { image: string; boxes: NonNullable<Prediction['boxes']> }) {
  const say = useMessages(playground);
  const format = useFormat();
  const part = (share: number) => `${share * 100}%`;
  return (
    <>
      <div className="boxed">
        <img src={image} alt={say.imageWithBoxes(boxes.length)} />
        {boxes.map(({ label, x, y, width, height }, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a box has no other identity
            key={index}
            className="box"
            aria-hidden="true"
            style={{ left: part(x), top: part(y), width: part(width), height: part(height) }}
          >
            <span>
              {index + 1} {label}
            </span>
          </span>
        ))}
      </div>
      {boxes.length === 0 ? (
        <p>{say.nothingFound}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{say.thing}</th>
              <th scope="col" className="number">
                {say.confidence}
              </th>
            </tr>
          </thead>
          <tbody>
            {boxes.map(({ label, confidence }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a box has no other identity
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
