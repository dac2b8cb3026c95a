/** Where one draws: white on black, as handwriting is in training images. */
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { useMessages } from '../i18n/language.tsx';
import { playground } from '../i18n/playground.ts';
import { Button, Switch } from '../ui/index.tsx';
import { placementOf } from './centring.ts';

const edge = 280;
const lineWidth = 20;

export function Canvas({ onDrawn }: { onDrawn(dataUrl: string | null): void }) {
  const say = useMessages(playground);
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDrawing = useRef(false);
  const [isCentred, setCentred] = useState(true);

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
      // A line of one point would be nothing.
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
    give(isCentred);
  }

  function give(centred: boolean) {
    if (canvas.current) onDrawn(pictureOf(canvas.current, centred));
  }

  return (
    <div className="drawing">
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
        label={say.centred}
        isSelected={isCentred}
        onChange={(centred) => {
          setCentred(centred);
          give(centred);
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

/** What was drawn, as a PNG; null: nothing was. */
function pictureOf(canvas: HTMLCanvasElement, isCentred: boolean): string | null {
  const ink = canvas.getContext('2d')?.getImageData(0, 0, edge, edge).data;
  const placement = ink && placementOf(ink, edge);
  if (!placement) return null;
  if (!isCentred) return canvas.toDataURL('image/png');
  const { from, to } = placement;
  const centred = document.createElement('canvas');
  centred.width = centred.height = edge;
  const pen = centred.getContext('2d');
  if (!pen) return canvas.toDataURL('image/png');
  pen.fillStyle = 'black';
  pen.fillRect(0, 0, edge, edge);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(canvas, from.left, from.top, from.width, from.height, to.left, to.top, to.width, to.height);
  return centred.toDataURL('image/png');
}
