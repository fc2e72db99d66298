// check_types.mjs DIRECTORY DASHBOARD...: writes DIRECTORY/types.ts, in which each dashboard must be what
// @grafana/schema says it is: the whole as a Dashboard, and each panel with the options of its kind.
import { readFileSync, writeFileSync } from 'node:fs';

const [directory, ...paths] = process.argv.slice(2);
const kinds = ['stat', 'table', 'timeseries', 'heatmap'];
const capital = { stat: 'Stat', table: 'Table', timeseries: 'TimeSeries', heatmap: 'Heatmap' };
const module = (kind) => `@grafana/schema/dist/esm/raw/composable/${kind}/panelcfg/x/${capital[kind]}PanelCfg_types.gen`;

const text = [
  "import type { AnnotationQuery, Dashboard, DataQuery, Panel, RowPanel } from '@grafana/schema';",
  ...kinds.map((kind) => `import type * as ${kind} from '${module(kind)}';`),
  `
// JSON has the values of enumerations, not their names; and an optional key may be given in part.
type Plain<T> = T extends string ? \`\${T}\` : T extends number ? \`\${T}\` extends \`\${infer N extends number}\` ? N : T
  : T extends boolean | null | undefined ? T : T extends (infer Item)[] ? Plain<Item>[]
  : T extends object ? { [Key in keyof T]: Plain<T[Key]> } : T;
type Kind<Name, Options, Custom> =
  Plain<Omit<Panel<Partial<Options> & Record<string, unknown>, Custom>, 'type' | 'options'>>
  & { type: Name; options: Plain<Partial<Options>> };
type AnyPanel = Kind<'stat', stat.Options, {}> | Kind<'table', table.Options, Partial<table.FieldConfig>>
  | Kind<'timeseries', timeseries.Options, timeseries.FieldConfig>
  | Kind<'heatmap', heatmap.Options, heatmap.FieldConfig> | Plain<RowPanel>;
// What the Prometheus data source adds to an annotation.
type Annotation = Plain<AnnotationQuery<DataQuery & { expr: string }>>
  & { titleFormat: string; textFormat: string; tagKeys: string; useValueForTime: boolean };
type Whole = Omit<Plain<Dashboard>, 'panels' | 'annotations'>
  & { panels: AnyPanel[]; annotations: { list: Annotation[] } };
`,
  ...paths.map((path, at) => `export const dashboard${at}: Whole = ${readFileSync(path, 'utf8').trimEnd()};`),
].join('\n');
writeFileSync(`${directory}/types.ts`, text);
