/** The frame of a small chart: axes with round numbers. It fills the width of its container. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useFormat } from '../../i18n/language.tsx';
import styles from './plot-frame.module.css';
import { placing, type Span, ticksOf } from './scale.ts';

const margin = { right: 32, top: 10, bottom: 42 };
/** Widths of a digit and of the title of the y-axis, in pixels. */
const [digitWidth, titleWidth] = [7, 30];

export interface Places {
  x(value: number): number;
  y(value: number): number;
}

export function PlotFrame({
  label,
  height,
  x: xSpan,
  y: ySpan,
  xTitle,
  yTitle,
  xTicks,
  children,
}: {
  /** Accessible name of the chart. */
  label: string;
  height: number;
  x: Span;
  y: Span;
  xTitle: string;
  yTitle: string;
  /** Default: round numbers. */
  xTicks?: readonly { at: number; text: string }[];
  children(places: Places): ReactNode;
}) {
  const format = useFormat();
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!place.current) return;
    const resized = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    resized.observe(place.current);
    return () => resized.disconnect();
  }, []);
  const upwards = ticksOf(ySpan, 5).map((at) => ({ at, text: format.short(at) }));
  const longest = Math.max(0, ...upwards.map(({ text }) => text.length));
  const [left, right, top, bottom] = [
    titleWidth + longest * digitWidth,
    width - margin.right,
    margin.top,
    height - margin.bottom,
  ];
  const [x, y] = [placing(xSpan, left, right), placing(ySpan, bottom, top)];
  const across = xTicks ?? ticksOf(xSpan, Math.max(3, width / 90)).map((at) => ({ at, text: format.short(at) }));
  return (
    <div ref={place} className={styles.plotFrame} style={{ blockSize: height }}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          {upwards.map(({ at, text }) => (
            <g key={at}>
              <line className={styles.grid} x1={left} x2={right} y1={y(at)} y2={y(at)} />
              <text x={left - 6} y={y(at)} dy="0.32em" textAnchor="end">
                {text}
              </text>
            </g>
          ))}
          {across.map(({ at, text }) => (
            <g key={at}>
              <line className={styles.grid} x1={x(at)} x2={x(at)} y1={top} y2={bottom} />
              <text x={x(at)} y={bottom + 16} textAnchor="middle">
                {text}
              </text>
            </g>
          ))}
          <text x={(left + right) / 2} y={height - 6} textAnchor="middle">
            {xTitle}
          </text>
          <text transform={`translate(12 ${(top + bottom) / 2}) rotate(-90)`} textAnchor="middle">
            {yTitle}
          </text>
          {children({ x, y })}
        </svg>
      )}
    </div>
  );
}
