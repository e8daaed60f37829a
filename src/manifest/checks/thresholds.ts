/** Checks thresholds: their values, duplicates, and the order of warning and critical. */

import type { Diagnostic, ThresholdSpec } from '../../domain/index.ts';
import { computeLeadTime, parseThreshold, toThresholdKey } from '../../domain/thresholds.ts';
import { findRepeated } from '../../lib/collections.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import { DEFAULT_CRITICAL, DEFAULT_WARNING } from '../normalize/conversions.ts';
import { type EntrySection, findSource, type ManifestSections, resolveSetting } from '../sections.ts';
import { getChild, listItems, listOneOrMore, type Node } from '../yaml/node.ts';

const CRITICAL = 'expiry_critical_days';
const WARNING = 'expiry_warning_days';
const THRESHOLDS = 'expiry_scan_thresholds';

export function checkThresholdSettings(sections: ManifestSections): Diagnostic[] {
  const { settings, defaults, entries } = sections;
  return [
    ...[settings, defaults, ...entries.map(({ own }) => own)].flatMap(checkOwnThresholds),
    ...checkOrder([settings]),
    ...checkOrder([defaults, settings]),
    ...entries.flatMap(({ own }) => (hasLevel(own) ? checkOrder([own, defaults, settings]) : [])),
    ...entries.flatMap((entry) => checkSourceLifetime(entry, sections)),
  ];
}

function hasLevel(node: Node | undefined): boolean {
  return getChild(node, CRITICAL) !== undefined || getChild(node, WARNING) !== undefined;
}

function checkOwnThresholds(node: Node | undefined): Diagnostic[] {
  const levels = [getChild(node, WARNING), getChild(node, CRITICAL)];
  return [...levels.flatMap(checkThreshold), ...checkThresholds(listItems(getChild(node, THRESHOLDS)))];
}

/** Returns null if the node is not a valid threshold. */
export function readThreshold(node: Node | undefined): ThresholdSpec | null {
  return node?.kind === 'scalar' ? parseThreshold(node.value) : null;
}

export function checkThreshold(node: Node | undefined): Diagnostic[] {
  if (node?.kind !== 'scalar' || node.value === null || readThreshold(node) !== null) return [];
  return [createDiagnostic('bad-threshold', node, node.text)];
}

/** Reports invalid thresholds and duplicates. `10` and `"10d"` are the same threshold. */
export function checkThresholds(nodes: readonly Node[]): Diagnostic[] {
  const valid = nodes.flatMap((node) => {
    const threshold = readThreshold(node);
    return threshold === null || node.kind !== 'scalar' ? [] : [{ node, key: toThresholdKey(threshold) }];
  });
  const duplicates = findRepeated(valid, ({ key }) => key).map(([{ node }, first]) =>
    createDiagnostic('duplicate-threshold', node, node.text, first.node.text),
  );
  return [...nodes.flatMap(checkThreshold), ...duplicates];
}

/** `layers`: the maps that can set the levels, highest precedence first. The first one that sets a level is reported. */
function checkOrder(layers: readonly (Node | undefined)[]): Diagnostic[] {
  const resolveLevel = (key: string, fallback: ThresholdSpec) => {
    const node = layers.map((layer) => getChild(layer, key)).find((value) => value !== undefined);
    return { threshold: node === undefined ? fallback : readThreshold(node), explicit: node !== undefined };
  };
  const critical = resolveLevel(CRITICAL, DEFAULT_CRITICAL);
  const warning = resolveLevel(WARNING, DEFAULT_WARNING);
  const layer = layers.find(hasLevel);
  const at = getChild(layer, CRITICAL) ?? getChild(layer, WARNING);
  if (at === undefined || critical.threshold === null || warning.threshold === null) return [];
  if (!isLonger(critical.threshold, warning.threshold)) return [];
  return [
    createDiagnostic(
      'critical-over-warning',
      at,
      { text: `${critical.threshold.raw}`, explicit: critical.explicit },
      { text: `${warning.threshold.raw}`, explicit: warning.explicit },
    ),
  ];
}

/** Returns false if the order depends on the certificate's lifetime. */
function isLonger(critical: ThresholdSpec, warning: ThresholdSpec): boolean {
  if (critical.unit === 'percent' && warning.unit === 'percent') return critical.value > warning.value;
  const noLifetime = { from: null, to: 0 };
  const [inner, outer] = [computeLeadTime(critical, noLifetime), computeLeadTime(warning, noLifetime)];
  return inner !== null && outer !== null && inner > outer;
}

/** Reports percentages of the lifetime for sources without a lifetime. */
function checkSourceLifetime(entry: EntrySection, sections: ManifestSections): Diagnostic[] {
  const source = findSource(entry.node);
  if (source?.hasLifetime !== false) return [];
  return [CRITICAL, WARNING, THRESHOLDS].flatMap((key) => {
    const nodes = listOneOrMore(resolveSetting(entry, sections, key));
    const percentage = nodes.find((node) => readThreshold(node)?.unit === 'percent');
    if (percentage?.kind !== 'scalar') return [];
    const isOwn = getChild(entry.own, key) !== undefined;
    const at = isOwn ? percentage : (getChild(entry.own, source.kind) ?? entry.own);
    return [createDiagnostic('percentage-without-lifetime', at, key, percentage.text)];
  });
}
