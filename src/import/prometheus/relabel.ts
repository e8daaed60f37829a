/** Relabels a target as Prometheus does: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config */

import { type Located, listItems, readText, select } from '../located.ts';
import type { AnchoredRegex, CompileRegex } from './regex.ts';

export type Labels = ReadonlyMap<string, string>;

/** One step; the expression is null if it is not valid. */
export interface RelabelStep {
  action: string;
  sources: readonly string[];
  separator: string;
  regex: AnchoredRegex | null;
  target: string;
  replacement: string;
}

/** Reads the steps. The operator for Kubernetes spells the keys in camel case. */
export function readRelabelSteps(list: Located | null, compile: CompileRegex): RelabelStep[] {
  return listItems(list).map((step) => ({
    action: (readText(step, 'action') ?? 'replace').toLowerCase(),
    sources: listItems(select(step, 'source_labels') ?? select(step, 'sourceLabels')).flatMap(
      (one) => readText(one) ?? [],
    ),
    separator: readRaw(step, 'separator') ?? ';',
    regex: compile(readRaw(step, 'regex') ?? '(.*)'),
    target: readText(step, 'target_label') ?? readText(step, 'targetLabel') ?? '',
    replacement: readRaw(step, 'replacement') ?? '$1',
  }));
}

/** Reads a text with its spaces, also an empty one. */
function readRaw(step: Located, key: string): string | null {
  const value = select(step, key)?.value;
  return typeof value === 'string' ? value : readText(step, key);
}

/** Applies the steps in order. Returns null if the target is dropped, and the action of a step that is not known. */
export function relabel(labels: Labels, steps: readonly RelabelStep[]): Labels | null | { unknown: string } {
  let current = new Map(labels);
  for (const step of steps) {
    const next = applyStep(current, step);
    if (next === null || 'unknown' in next) return next;
    current = new Map(next);
  }
  return current;
}

function applyStep(labels: Labels, step: RelabelStep): Labels | null | { unknown: string } {
  const { action, regex, sources, separator, target, replacement } = step;
  if (regex === null) return { unknown: 'an invalid regular expression' };
  const value = sources.map((name) => labels.get(name) ?? '').join(separator);
  switch (action) {
    case 'replace':
      return replaceLabel(labels, value, step, regex);
    case 'keep':
      return regex.matches(value) ? labels : null;
    case 'drop':
      return regex.matches(value) ? null : labels;
    case 'keepequal':
      return value === labels.get(target) ? labels : null;
    case 'dropequal':
      return value === labels.get(target) ? null : labels;
    case 'lowercase':
      return setLabel(labels, target, value.toLowerCase());
    case 'uppercase':
      return setLabel(labels, target, value.toUpperCase());
    case 'labelmap':
      return new Map([
        ...labels,
        ...[...labels].flatMap(([name, one]) => {
          const mapped = regex.expand(name, replacement);
          return mapped === null ? [] : [[mapped, one] as const];
        }),
      ]);
    case 'labeldrop':
      return new Map([...labels].filter(([name]) => !regex.matches(name)));
    case 'labelkeep':
      return new Map([...labels].filter(([name]) => regex.matches(name)));
    default:
      return { unknown: `the action ${action}` };
  }
}

/** Sets the label that the target and replacement name, or removes it if its new value is empty. */
function replaceLabel(
  labels: Labels,
  value: string,
  { target, replacement }: RelabelStep,
  regex: AnchoredRegex,
): Labels {
  const name = regex.expand(value, target);
  const text = regex.expand(value, replacement);
  if (name === null || text === null || name === '') return labels;
  return setLabel(labels, name, text);
}

function setLabel(labels: Labels, name: string, value: string): Labels {
  const others = [...labels].filter(([one]) => one !== name);
  return new Map(value === '' ? others : [...others, [name, value]]);
}
