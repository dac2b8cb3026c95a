/** Where one draws: white on black, as handwriting is in training images. */
import { type PointerEvent, useEffect, useRef } from 'react';
import { useMessages } from '../i18n/language.tsx';
import { playground } from '../i18n/playground.ts';
import { Button } from '../ui/index.tsx';

const edge = 280;
const lineWidth = 20;

export function Canvas({ onDrawn }: { onDrawn(dataUrl: string | null): void }) {
  const say = useMessages(playground);
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDrawing = useRef(false);

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
      pen.beginPath();
      pen.moveTo(x, y);
    }
    pen.lineTo(x, y);
    pen.stroke();
  }

  function end() {
    if (!isDrawing.current || !canvas.current) return;
    isDrawing.current = false;
    onDrawn(canvas.current.toDataURL('image/png'));
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
