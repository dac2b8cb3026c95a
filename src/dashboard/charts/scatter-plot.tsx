/** A scatter plot that fills its container. It is redrawn when the size, the theme, or the points change. */
import { useEffect, useRef } from 'react';
import { useFormat } from '../i18n/language.tsx';
import { type Bounds, drawFrame, type Frame } from './scatter.ts';
import styles from './scatter-plot.module.css';
import './palette.css';

export function ScatterPlot({
  frame,
  bounds,
  only,
  label,
}: {
  frame: Frame;
  bounds: Bounds;
  /** The isolated group; null for all groups. */
  only: number | null;
  /** Description for screen readers. */
  label: string;
}) {
  const format = useFormat();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { current } = canvas;
    const context = current?.getContext('2d');
    if (!current || !context) return;
    function draw() {
      if (!current || !context) return;
      const { clientWidth: width, clientHeight: height } = current;
      if (width === 0 || height === 0) return;
      const density = devicePixelRatio;
      current.width = Math.round(width * density);
      current.height = Math.round(height * density);
      context.setTransform(density, 0, 0, density, 0, 0);
      drawFrame(context, frame, { width, height, bounds, only, format: format.short });
    }
    draw();
    const resized = new ResizeObserver(draw);
    resized.observe(current);
    addEventListener('aias:theme', draw);
    return () => {
      resized.disconnect();
      removeEventListener('aias:theme', draw);
    };
  }, [frame, bounds, only, format]);
  return <canvas ref={canvas} className={styles.scatterPlot} role="img" aria-label={label} />;
}
