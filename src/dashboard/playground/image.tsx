/** A photo or a drawing, and what the model sees in it. */
import { useMemo, useState } from 'react';
import { useMessages } from '../i18n/language.tsx';
import { playground } from '../i18n/playground.ts';
import { DropArea, FileButton, Notice, Tabs } from '../ui/index.tsx';
import { AnswerPlace, PlainAnswer } from './answer.tsx';
import { Boxes } from './boxes.tsx';
import { Canvas } from './canvas.tsx';
import { readImage } from './image-file.ts';
import type { Predictor } from './predictor.ts';
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
