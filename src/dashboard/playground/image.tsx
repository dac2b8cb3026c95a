/** Predictions for an image, a drawing, or many images at once. */
import { useMemo, useState } from 'react';
import { useMessages } from '../i18n/language.tsx';
import { playground } from '../i18n/playground.ts';
import { DropArea, FileButton, type FileWithPath, Notice, Tabs } from '../ui/index.tsx';
import { AnswerPlaces, PlainAnswer } from './answer.tsx';
import { Boxes } from './boxes.tsx';
import { Canvas } from './canvas.tsx';
import { readImage } from './image-file.ts';
import { ManyAnswers } from './many-answers.tsx';
import { maxImages, readImages } from './many-images.ts';
import type { Places } from './places.ts';
import { useAnswers } from './use-answer.ts';
import type { Many } from './use-many.ts';

export function ImagePlayground({
  places,
  prefersDrawing,
  takesMany = true,
}: {
  places: Places;
  /** Whether the training images are drawings rather than photos. */
  prefersDrawing: boolean;
  /** Whether many images can be predicted at once. That needs a short prediction. */
  takesMany?: boolean;
}) {
  const say = useMessages(playground);
  const [image, setImage] = useState<string | null>(null);
  const [many, setMany] = useState<Many | null>(null);
  const sample = useMemo(() => (image === null ? null : { images: [image] }), [image]);
  const answers = useAnswers(places, sample);
  const photo = {
    id: 'photo',
    title: say.photo,
    content: <Photo image={image} onImage={setImage} onMany={takesMany ? setMany : undefined} />,
  };
  const drawing = { id: 'draw', title: say.draw, content: <Canvas onDrawn={setImage} /> };
  return (
    <div className="try">
      <Tabs label={say.title} tabs={prefersDrawing ? [drawing, photo] : [photo, drawing]} />
      <AnswerPlaces answers={answers}>
        {({ prediction, sample: asked }) => {
          if (prediction.boxes && 'images' in asked) {
            return <Boxes image={asked.images[0] ?? ''} boxes={prediction.boxes} />;
          }
          if (prediction.image) {
            return (
              <figure className="given-back">
                <img src={prediction.image} alt={say.reconstruction} />
                <figcaption className="hint">{say.reconstruction}</figcaption>
              </figure>
            );
          }
          return <PlainAnswer prediction={prediction} target={null} />;
        }}
      </AnswerPlaces>
      {many && (
        <div className="wide">
          <ManyAnswers many={many} places={places} onClose={() => setMany(null)} />
        </div>
      )}
    </div>
  );
}

function Photo({
  image,
  onImage,
  onMany,
}: {
  image: string | null;
  onImage(dataUrl: string): void;
  onMany: ((many: Many) => void) | undefined;
}) {
  const say = useMessages(playground);
  const [problem, setProblem] = useState<string | null>(null);
  async function read(files: readonly FileWithPath[]) {
    const [first] = files;
    if (!first) return;
    if (onMany && files.length > 1) {
      const { many, unreadable } = await readImages(files);
      setProblem(unreadable.length > 0 ? say.notImages(unreadable.length) : null);
      if (many.cases.length > 0) onMany(many);
      return;
    }
    const read = await readImage(first.file);
    setProblem(read === null ? say.notAnImage : null);
    if (read !== null) onImage(read);
  }
  return (
    <DropArea label={say.dropImage} onFiles={(files) => void read(files)}>
      <div className="photo">
        {image !== null && <img src={image} alt={say.yourImage} />}
        <p className="hint">{onMany ? say.dropImages(maxImages) : say.dropImage}</p>
        <FileButton
          accept={['image/jpeg', 'image/png', 'image/webp']}
          multiple={onMany !== undefined}
          onFiles={(files) => void read(files)}
        >
          {onMany ? say.chooseImages : say.chooseImage}
        </FileButton>
        {problem && <Notice tone="bad">{problem}</Notice>}
      </div>
    </DropArea>
  );
}
