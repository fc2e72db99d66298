// Prometheus's answers as Grafana's data frames, with a panel's field options applied.
import {
  createTheme, type DataFrame, type Field, FieldType, getDisplayProcessor, getFieldDisplayName,
  standardTransformers, standardTransformersRegistry, toDataFrame, transformDataFrame,
} from '@grafana/data';
import { firstValueFrom } from 'rxjs';

export const theme = createTheme({ colors: { mode: 'dark' } });

type Labels = Record<string, string>;
type Series = { metric: Labels; values?: Array<[number, string]>; value?: [number, string] };
export type Answer = {
  dashboard: any; begin: number; end: number; variables: Labels; answers: Record<string, Series[]>;
};

standardTransformersRegistry.setInit(() =>
  [standardTransformers.mergeTransformer, standardTransformers.organizeFieldsTransformer].map(
    (transformation) => ({ id: transformation.id, name: transformation.name,
      transformation: () => Promise.resolve(transformation), editor: () => null, imageDark: '', imageLight: '' }) as any));

// The name as Grafana makes it of legendFormat; labels that are absent are empty.
const legend = (format: string, labels: Labels) =>
  format.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name) => labels[name] ?? '').replace(/\s+/g, ' ').trim();

// Series with a hole where the query found nothing, as Grafana draws them at this step.
function timeFrame(series: Series, format: string, refId: string, answer: Answer): DataFrame {
  const found = new Map(series.values!.map(([time, value]) => [time, Number(value)]));
  const times = Array.from({ length: answer.end - answer.begin + 1 }, (_, at) => answer.begin + at);
  const frame = toDataFrame({ refId, fields: [
    { name: 'Time', type: FieldType.time, values: times.map((time) => time * 1000) },
    { name: 'Value', type: FieldType.number, labels: series.metric,
      values: times.map((time) => found.get(time) ?? null),
      config: { displayNameFromDS: legend(format, series.metric) || 'Value' } },
  ] });
  return frame;
}

function tableFrame(found: Series[], refId: string, several: boolean): DataFrame {
  const labels = [...new Set(found.flatMap((series) => Object.keys(series.metric)))].sort();
  const { fields } = toDataFrame({ refId, fields: [
    { name: 'Time', type: FieldType.time, values: found.map((series) => series.value![0] * 1000) },
    ...labels.map((name) => ({ name, type: FieldType.string,
      values: found.map((series) => series.metric[name] ?? '') })),
    { name: several ? `Value #${refId}` : 'Value', type: FieldType.number,
      values: found.map((series) => Number(series.value![1])) },
  ] });
  return { refId, fields, length: found.length };
}

const matches = (matcher: { id: string; options: string }, name: string) =>
  matcher.id === 'byName' ? name === matcher.options
    : new RegExp(matcher.options.slice(1, -1)).test(name);

function set(config: any, path: string, value: unknown) {
  const words = path.split('.');
  const last = words.pop()!;
  for (const word of words) config = config[word] ??= {};
  config[last] = value;
}

// fieldConfig's defaults and overrides, as the dashboard gives them, on each field.
function configured(frames: DataFrame[], panel: any): DataFrame[] {
  let number = 0;
  const numbers = frames.flatMap((frame) => frame.fields.filter(({ type }) => type === FieldType.number))
    .flatMap((field) => field.values.filter((value: number | null) => value !== null));
  const [min, max] = numbers.reduce(([low, high], value) =>
    [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  frames.forEach((frame) => frame.fields.forEach((field: Field) => {
    const name = getFieldDisplayName(field, frame, frames);
    const config = { ...structuredClone(panel.fieldConfig.defaults), ...field.config };
    config.custom = structuredClone(panel.fieldConfig.defaults.custom ?? {});
    if (field.type === FieldType.string) delete config.unit;
    for (const override of panel.fieldConfig.overrides) {
      if (!matches(override.matcher, name)) continue;
      for (const { id, value } of override.properties) set(config, id, value);
    }
    field.config = config;
    field.state = { ...field.state, seriesIndex: field.type === FieldType.number ? number++ : 0,
      range: { min: config.min ?? min, max: config.max ?? max, delta: max - min } };
    field.display = getDisplayProcessor({ field, theme });
    field.getLinks = () => [];
  }));
  return frames;
}

export async function framesOf(panel: any, answer: Answer): Promise<DataFrame[]> {
  const several = panel.targets.length > 1;
  let frames: DataFrame[] = panel.targets.flatMap((target: any) => {
    const found = answer.answers[`${panel.id}.${target.refId}`];
    return target.format === 'table' ? [tableFrame(found, target.refId, several)]
      : found.map((series) => timeFrame(series, target.legendFormat, target.refId, answer));
  });
  if (panel.transformations) {
    frames = await firstValueFrom(transformDataFrame(panel.transformations, frames));
  }
  return configured(frames, panel);
}
