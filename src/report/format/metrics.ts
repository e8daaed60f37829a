/**
 * Renders the Prometheus text format, so that readers of OpenMetrics accept it, too.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */

import { limitFact } from '../../domain/limit-facts.ts';

export interface Sample {
  /** The text of `formatLabels`, because several families share most labels. */
  labels: string;
  value: number;
}

export interface MetricFamily {
  name: string;
  /** A counter grows from scan to scan, and its name ends in `_total`. */
  type: 'gauge' | 'counter';
  help: string;
  /** The samples, which may be generated while they are written. */
  samples: Iterable<Sample>;
}

/**
 * Renders the families in pieces. Families without samples are omitted. Duplicates of a series are dropped, because they would make the
 * whole text invalid. A counter has no line with its type, because the two formats contradict each other: its name there ends in `_total`
 * in the text format, and must not in OpenMetrics. Rules and queries do not need it.
 */
export function* renderMetrics(families: Iterable<MetricFamily>): Generator<string> {
  for (const { name, type, help, samples } of families) {
    const seen = new Set<string>();
    for (const { labels, value } of samples) {
      if (seen.size === 0) yield `# HELP ${name} ${help}\n${type === 'counter' ? '' : `# TYPE ${name} ${type}\n`}`;
      if (!seen.has(labels)) yield labels === '' ? `${name} ${value}\n` : `${name}{${labels}} ${value}\n`;
      seen.add(labels);
    }
  }
  yield '# EOF\n';
}

/** Creates a sample for each distinct set of labels, with the number of its occurrences. */
export function countLabels(occurrences: Iterable<string>): Sample[] {
  const counts = new Map<string, number>();
  for (const labels of occurrences) counts.set(labels, (counts.get(labels) ?? 0) + 1);
  return Array.from(counts, ([labels, value]) => ({ labels, value }));
}

/** The maximum length of the value of a label. Mimir, for example, rejects a series with more than 2,048 bytes in one. */
const MAX_VALUE_LENGTH = 512;

/** Formats labels, such as `instance="a",owner="b"`. A label without a value is left out. */
export function formatLabels(labels: Readonly<Record<string, string | null>>): string {
  let pairs = '';
  for (const name in labels) {
    const value = labels[name] ?? '';
    if (value !== '') pairs += `${pairs === '' ? '' : ','}${name}="${escapeValue(value)}"`;
  }
  return pairs;
}

/** Joins the texts of labels with different names. */
export function joinLabels(first: string, second: string): string {
  return first === '' || second === '' ? first + second : `${first},${second}`;
}

function escapeValue(whole: string): string {
  const value = limitFact(whole, MAX_VALUE_LENGTH);
  if (!/[\ud800-\udfff\\\n"]/.test(value)) return value;
  return value
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('"', '\\"');
}
