/** The drawing area: white on black, like handwriting in the training images. */
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { useMessages } from '../../i18n/language.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { Switch } from '../../ui/controls/switch.tsx';
import styles from './canvas.module.css';
import { placementOf } from './centering.ts';

const edge = 280;
const lineWidth = 20;

export function Canvas({ onDrawn }: { onDrawn(dataUrl: string | null): void }) {
  const say = useMessages('playground');
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDrawing = useRef(false);
  const [isCentered, setIsCentered] = useState(true);

  function clear() {
    const pen = canvas.current?.getContext('2d');
    if (!pen) return;
    pen.fillStyle = 'black';
    pen.fillRect(0, 0, edge, edge);
  }
  useEffect(clear, []);

  function draw(event: PointerEvent<HTMLCanvasElement>, isFirst: boolean) {
    const pen = event.currentTarget.getContext('2d');
    if (!pen) return;
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * edge;
    const y = ((event.clientY - box.top) / box.height) * edge;
    if (isFirst) {
      pen.strokeStyle = 'white';
      pen.lineWidth = lineWidth;
      pen.lineCap = 'round';
      pen.lineJoin = 'round';
      // A line with a single point would not be drawn.
      pen.fillStyle = 'white';
      pen.beginPath();
      pen.arc(x, y, lineWidth / 2, 0, 2 * Math.PI);
      pen.fill();
      pen.beginPath();
      pen.moveTo(x, y);
    }
    pen.lineTo(x, y);
    pen.stroke();
  }

  function end() {
    if (!isDrawing.current || !canvas.current) return;
    isDrawing.current = false;
    give(isCentered);
  }

  function give(isCentered: boolean) {
    if (canvas.current) onDrawn(pictureOf(canvas.current, isCentered));
  }

  return (
    <div className={styles.drawing}>
      <canvas
        ref={canvas}
        width={edge}
        height={edge}
        role="img"
        aria-label={say.drawHere}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          isDrawing.current = true;
          draw(event, true);
        }}
        onPointerMove={(event) => isDrawing.current && draw(event, false)}
        onPointerUp={end}
        onPointerCancel={end}
      />
      <p className="hint">{say.drawHelp}</p>
      <Switch
        label={say.centerDigit}
        isSelected={isCentered}
        onChange={(next) => {
          setIsCentered(next);
          give(next);
        }}
      />
      <Button
        onPress={() => {
          clear();
          onDrawn(null);
        }}
      >
        {say.clear}
      </Button>
    </div>
  );
}

/** The drawing as a PNG data URL; null when nothing was drawn. */
function pictureOf(canvas: HTMLCanvasElement, isCentered: boolean): string | null {
  const ink = canvas.getContext('2d')?.getImageData(0, 0, edge, edge).data;
  const placement = ink && placementOf(ink, edge);
  if (!placement) return null;
  if (!isCentered) return canvas.toDataURL('image/png');
  const { from, to } = placement;
  const centered = document.createElement('canvas');
  centered.width = centered.height = edge;
  const pen = centered.getContext('2d');
  if (!pen) return canvas.toDataURL('image/png');
  pen.fillStyle = 'black';
  pen.fillRect(0, 0, edge, edge);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(canvas, from.left, from.top, from.width, from.height, to.left, to.top, to.width, to.height);
  return centered.toDataURL('image/png');
}
