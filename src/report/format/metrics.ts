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
  // Most labels are those of several families.
  const rendered = new Map<Labels, string>();
  const getText = (labels: Labels): string => {
    const known = rendered.get(labels);
    if (known !== undefined) return known;
    const text = renderLabels(labels);
    rendered.set(labels, text);
    return text;
  };
  const parts = families
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, type, help, samples }) => {
      const seen = new Set<string>();
      let lines = '';
      for (const { labels, value } of samples) {
        const text = getText(labels);
        if (!seen.has(text)) lines += `${name}${text} ${value}\n`;
        seen.add(text);
      }
      return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines}`;
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
  let pairs = '';
  for (const name in labels) {
    const value = labels[name] ?? '';
    if (value !== '') pairs += `${pairs === '' ? '' : ','}${name}="${escapeValue(value)}"`;
  }
  return pairs === '' ? '' : `{${pairs}}`;
}

function escapeValue(value: string): string {
  if (!/[\ud800-\udfff\\\n"]/.test(value)) return value;
  return value
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('"', '\\"');
}
