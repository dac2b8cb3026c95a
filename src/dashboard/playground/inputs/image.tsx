/** Predictions for an image, a drawing, or many images at once. */
import { useMemo, useState } from 'react';
import { useMessages } from '../../i18n/language.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { DropArea } from '../../ui/controls/drop-area.tsx';
import { FileButton } from '../../ui/controls/file-button.tsx';
import type { FileWithPath } from '../../ui/controls/file-with-path.ts';
import { Tabs } from '../../ui/controls/tabs.tsx';
import { EngineAnswers, PlainAnswer } from '../answers/answer.tsx';
import { Boxes } from '../answers/boxes.tsx';
import { useAnswers } from '../answers/use-answer.ts';
import { BatchAnswers } from '../batch/batch-answers.tsx';
import { maxImages, readImages } from '../batch/batch-images.ts';
import type { Batch } from '../batch/use-batch.ts';
import type { Engines } from '../engines/engines.ts';
import playgroundStyles from '../playground.module.css';
import { Canvas } from './canvas.tsx';
import styles from './image.module.css';
import { readImage } from './image-file.ts';

export function ImagePlayground({
  engines,
  prefersDrawing,
  takesBatch = true,
}: {
  engines: Engines;
  /** Whether the training images are drawings rather than photos. */
  prefersDrawing: boolean;
  /** Whether many images can be predicted at once. That needs a short prediction. */
  takesBatch?: boolean;
}) {
  const say = useMessages('playground');
  const [image, setImage] = useState<string | null>(null);
  const [batch, setBatch] = useState<Batch | null>(null);
  const sample = useMemo(() => (image === null ? null : { images: [image] }), [image]);
  const answers = useAnswers(engines, sample);
  const photo = {
    id: 'photo',
    title: say.photo,
    content: <Photo image={image} onImage={setImage} onBatch={takesBatch ? setBatch : undefined} />,
  };
  const drawing = { id: 'draw', title: say.draw, content: <Canvas onDrawn={setImage} /> };
  return (
    <div className={playgroundStyles.columns}>
      <Tabs label={say.title} tabs={prefersDrawing ? [drawing, photo] : [photo, drawing]} />
      <EngineAnswers answers={answers}>
        {({ prediction, sample: asked }) => {
          if (prediction.boxes && 'images' in asked) {
            return <Boxes image={asked.images[0] ?? ''} boxes={prediction.boxes} />;
          }
          if (prediction.reconstruction) {
            return (
              <figure className={styles.reconstruction}>
                <img src={prediction.reconstruction} alt={say.reconstruction} />
                <figcaption className="hint">{say.reconstruction}</figcaption>
              </figure>
            );
          }
          return <PlainAnswer prediction={prediction} target={null} />;
        }}
      </EngineAnswers>
      {batch && (
        <div className={playgroundStyles.wide}>
          <BatchAnswers batch={batch} engines={engines} onClose={() => setBatch(null)} />
        </div>
      )}
    </div>
  );
}

function Photo({
  image,
  onImage,
  onBatch,
}: {
  image: string | null;
  onImage(dataUrl: string): void;
  onBatch: ((batch: Batch) => void) | undefined;
}) {
  const say = useMessages('playground');
  const [problem, setProblem] = useState<string | null>(null);
  async function read(files: readonly FileWithPath[]) {
    const [first] = files;
    if (!first) return;
    if (onBatch && files.length > 1) {
      const { batch, unreadable } = await readImages(files);
      setProblem(unreadable.length > 0 ? say.notImages({ count: unreadable.length }) : null);
      if (batch.cases.length > 0) onBatch(batch);
      return;
    }
    const read = await readImage(first.file);
    setProblem(read === null ? say.notAnImage : null);
    if (read !== null) onImage(read);
  }
  return (
    <DropArea label={say.dropImage} isBare onFiles={(files) => void read(files)}>
      <div className={styles.photo}>
        {image !== null && <img src={image} alt={say.yourImage} />}
        <p className="hint">{onBatch ? say.dropImages({ most: maxImages }) : say.dropImage}</p>
        <FileButton
          accept={['image/jpeg', 'image/png', 'image/webp']}
          multiple={onBatch !== undefined}
          onFiles={(files) => void read(files)}
        >
          {onBatch ? say.chooseImages : say.chooseImage}
        </FileButton>
        {problem && <Notice tone="bad">{problem}</Notice>}
      </div>
    </DropArea>
  );
}
