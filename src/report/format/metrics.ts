/**
 * Prometheus text format, written so that readers of OpenMetrics accept it too.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */

import { groupBy } from '../../lib/collections.ts';

export type Labels = Readonly<Record<string, string | null>>;

export interface Sample {
  labels: Labels;
  value: number;
}

export interface MetricFamily {
  name: string;
  type: 'gauge' | 'counter';
  help: string;
  samples: readonly Sample[];
}

/** Families without samples are omitted. A series that occurs twice would make the whole text invalid: the first wins. */
export function renderMetrics(families: readonly MetricFamily[]): string {
  const parts = families
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, type, help, samples }) => {
      const lines = new Map<string, string>();
      for (const { labels, value } of samples) {
        const series = `${name}${renderLabels(labels)}`;
        if (!lines.has(series)) lines.set(series, `${series} ${value}\n`);
      }
      return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${[...lines.values()].join('')}`;
    });
  return `${parts.join('')}# EOF\n`;
}

/** A sample for each different set of labels, with the number of times that it occurs. */
export function countLabels(occurrences: readonly Labels[]): Sample[] {
  return [...groupBy(occurrences, (labels) => JSON.stringify(labels)).values()].flatMap(([labels, ...more]) =>
    labels === undefined ? [] : [{ labels, value: 1 + more.length }],
  );
}

/** A label without a value is the same as no label. */
function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}="${escapeValue(value ?? '')}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeValue(value: string): string {
  return value
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('"', '\\"');
}
