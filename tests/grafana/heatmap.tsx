// A heatmap's cells. @grafana/ui has none (Grafana's is part of its server), so these are drawn on a canvas
// in the place, with the buckets, the colours and the hidden cells that the panel's options ask for.
import { dateTimeFormat } from '@grafana/data';
import { interpolateTurbo } from 'd3-scale-chromatic';
import React, { useEffect, useRef } from 'react';
import type { Answer } from './frames';
import { theme } from './frames';

const MARGIN = { left: 48, top: 6, right: 12, bottom: 24 };
const COLUMNS = 100;

const percent = (le: string) => (le === '+Inf' ? 'more' : `${Math.round(Number(le) * 100)}%`);

// Rates by bucket and column of time, each bucket without those below it.
function cells(panel: any, answer: Answer) {
  const found = answer.answers[`${panel.id}.A`]
    .map((series) => ({ le: series.metric.le, values: new Map(series.values!.map(([t, v]) => [t, Number(v)])) }))
    .sort((a, b) => (a.le === '+Inf' ? Infinity : Number(a.le)) - (b.le === '+Inf' ? Infinity : Number(b.le)));
  const step = (answer.end - answer.begin) / COLUMNS;
  const at = (row: number, column: number) =>
    found[row].values.get(Math.round(answer.begin + (column + 0.5) * step)) ?? 0;
  return { names: found.map((one) => one.le),
    rows: found.map((_, row) => Array.from({ length: COLUMNS }, (_, column) =>
      Math.max(0, at(row, column) - (row ? at(row - 1, column) : 0)))) };
}

export function Heatmap({ panel, answer, width, height }: any) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const pen = canvas.current!.getContext('2d')!;
    const { names, rows } = cells(panel, answer);
    const { exponent } = panel.options.color;
    const most = Math.max(...rows.flat());
    const wide = (width - MARGIN.left - MARGIN.right) / COLUMNS;
    const high = (height - MARGIN.top - MARGIN.bottom) / rows.length;
    pen.font = `12px ${theme.typography.fontFamily}`;
    pen.textBaseline = 'middle';
    rows.forEach((row, level) => {
      const top = MARGIN.top + (rows.length - 1 - level) * high;
      pen.fillStyle = theme.colors.text.secondary;
      pen.textAlign = 'right';
      pen.fillText(percent(names[level]), MARGIN.left - 8, top + high / 2);
      row.forEach((value, column) => {
        if (value <= panel.options.filterValues.le) return;
        pen.fillStyle = interpolateTurbo((value / most) ** exponent);
        pen.fillRect(MARGIN.left + column * wide + 0.5, top + 0.5, wide - 1, high - 1);
      });
    });
    pen.fillStyle = theme.colors.text.secondary;
    pen.textAlign = 'center';
    const every = answer.end - answer.begin > 120 ? 30 : 10;
    for (let time = Math.ceil(answer.begin / every) * every; time < answer.end; time += every) {
      const x = MARGIN.left + ((time - answer.begin) / (answer.end - answer.begin)) * wide * COLUMNS;
      pen.fillText(dateTimeFormat(time * 1000, { format: 'HH:mm:ss', timeZone: 'utc' }), x, height - 10);
    }
  }, []);
  return <canvas ref={canvas} width={width} height={height} />;
}
