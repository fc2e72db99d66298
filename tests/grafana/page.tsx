// A page that draws one dashboard with the components of @grafana/ui, from window.answer (ask.py).
import { dateTime, type DataFrame, FieldType, LoadingState, reduceField, ThemeContext } from '@grafana/data';
import {
  BigValue, BigValueColorMode, BigValueGraphMode, GlobalStyles, Icon, PanelChrome, TimeSeries,
  type UPlotConfigBuilder,
} from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';
import React, { useLayoutEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { type Answer, framesOf, theme } from './frames';
import { Heatmap } from './heatmap';

const answer: Answer = (window as any).answer;
const WIDTH = 1600, GAP = 8, CELL = 30;
const range = { from: dateTime(answer.begin * 1000), to: dateTime(answer.end * 1000),
  raw: { from: 'now-1h', to: 'now' } };
const starts = beginnings();

// When each annotation's series begins: a mark there, as Grafana draws it.
function beginnings(): number[] {
  return (answer.answers['annotation.0'] ?? []).flatMap((series) =>
    series.values!.map(([time]) => time).filter((time, at, all) => at === 0 || time > all[at - 1] + 1));
}

function Marks({ config }: { config: UPlotConfigBuilder }) {
  useLayoutEffect(() => {
    config.addHook('draw', (plot) => {
      const { left, top, width, height } = plot.bbox;
      plot.ctx.save();
      plot.ctx.strokeStyle = plot.ctx.fillStyle = theme.visualization.getColorByName('red');
      plot.ctx.setLineDash([3, 3]);
      for (const time of starts) {
        const x = Math.round(plot.valToPos(time * 1000, 'x', true));
        if (x < left || x > left + width) continue;
        plot.ctx.beginPath();
        plot.ctx.moveTo(x, top);
        plot.ctx.lineTo(x, top + height);
        plot.ctx.stroke();
      }
      plot.ctx.restore();
    });
  }, [config]);
  return null;
}

function Stat({ frames, panel, width, height }: any) {
  const field = frames[0]?.fields.find((one: any) => one.type === FieldType.number);
  const { lastNotNull } = reduceField({ field, reducers: ['lastNotNull'] });
  const sparkline = panel.options.graphMode === 'area' ? { y: field, x: frames[0].fields[0],
    timeRange: range } : undefined;
  return <BigValue width={width} height={height} theme={theme} value={field.display(lastNotNull)}
    sparkline={sparkline as any} colorMode={BigValueColorMode.Value}
    graphMode={sparkline ? BigValueGraphMode.Area : BigValueGraphMode.None} />;
}

function Body({ panel, frames, width, height }: any) {
  switch (panel.type) {
    case 'stat': return <Stat {...{ frames, panel, width, height }} />;
    case 'table': return <TableNG data={frames[0]} width={width} height={height}
      sortBy={panel.options.sortBy} cellHeight={panel.options.cellHeight} />;
    case 'heatmap': return <Heatmap {...{ panel, answer, width, height }} />;
    default: return <TimeSeries frames={frames} width={width} height={height} timeRange={range as any}
      timeZone="utc" legend={panel.options.legend} options={panel.options}>
      {(config: UPlotConfigBuilder) => <Marks config={config} />}
    </TimeSeries>;
  }
}

function Panel({ panel }: { panel: any }) {
  const [frames, setFrames] = useState<DataFrame[]>();
  useLayoutEffect(() => { if (panel.targets) framesOf(panel, answer).then(setFrames); }, []);
  const unit = (WIDTH - GAP) / 24, { x, y, w, h } = panel.gridPos;
  const place = { position: 'absolute' as const, left: GAP + x * unit, top: y * (CELL + GAP) + 56 };
  const width = w * unit - GAP, height = h * (CELL + GAP) - GAP;
  if (panel.type === 'row') {
    return <div style={{ ...place, fontSize: 16, fontWeight: 500, lineHeight: `${CELL}px` }}>
      <Icon name="angle-down" /> {panel.title}</div>;
  }
  return <div style={place}>
    <PanelChrome title={panel.title} description={panel.description} width={width} height={height}
      loadingState={LoadingState.Done}>
      {(innerWidth: number, innerHeight: number) => frames &&
        <Body {...{ panel, frames }} width={innerWidth} height={innerHeight} />}
    </PanelChrome>
  </div>;
}

function Head() {
  const { dashboard, variables } = answer;
  const shown = dashboard.templating.list.filter((one: any) => one.type === 'query' && one.name !== 'netns');
  const box = { background: theme.colors.background.primary, padding: '6px 10px', borderRadius: 2,
    border: `1px solid ${theme.colors.border.medium}` };
  return <div style={{ display: 'flex', gap: 10, padding: '10px 8px', alignItems: 'center' }}>
    <b style={{ fontSize: 18, marginRight: 16 }}>{dashboard.title}</b>
    {shown.map((one: any) => <span key={one.name} style={box}>
      <b>{one.label}</b>&nbsp; {variables[`$${one.name}`].replace('.*', 'All')}</span>)}
  </div>;
}

const bottom = Math.max(...answer.dashboard.panels.map(({ gridPos }: any) => gridPos.y + gridPos.h));
document.body.style.height = `${bottom * (CELL + GAP) + 64}px`;
createRoot(document.getElementById('root')!).render(
  <ThemeContext.Provider value={theme}>
    <GlobalStyles />
    <Head />
    {answer.dashboard.panels.map((panel: any) => <Panel key={panel.id} panel={panel} />)}
  </ThemeContext.Provider>);
