/** Settings that count distances to the end: each alone, and against each other. */

import type { Diagnostic, ThresholdSpec } from '../../domain/index.ts';
import { computeLeadTime, parseThreshold, toThresholdKey } from '../../domain/thresholds.ts';
import { DEFAULT_CRITICAL, DEFAULT_WARNING } from '../defaults.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import { type EntrySection, findSource, type ManifestSections, resolveSetting } from '../sections.ts';
import { getChild, listItems, type Node, type ScalarNode } from '../yaml/node.ts';

const CRITICAL = 'expiry_critical_days';
const WARNING = 'expiry_warning_days';
const THRESHOLDS = 'expiry_scan_thresholds';

export function checkThresholdSettings(parts: ManifestSections): Diagnostic[] {
  const { settings, defaults, entries } = parts;
  return [
    ...[settings, defaults, ...entries.map(({ own }) => own)].flatMap(checkOwnThresholds),
    ...checkOrder([settings]),
    ...checkOrder([defaults, settings]),
    ...entries.filter(({ own }) => overrides(own)).flatMap(({ own }) => checkOrder([own, defaults, settings])),
    ...entries.flatMap((entry) => checkSourceLifetime(entry, parts)),
  ];
}

function overrides(node: Node): boolean {
  return getChild(node, CRITICAL) !== undefined || getChild(node, WARNING) !== undefined;
}

function checkOwnThresholds(node: Node | undefined): Diagnostic[] {
  const thresholds = listItems(getChild(node, THRESHOLDS));
  const single = [getChild(node, WARNING), getChild(node, CRITICAL)].filter((limit) => limit !== undefined);
  return [...[...single, ...thresholds].flatMap(checkThreshold), ...checkDuplicateThresholds(thresholds)];
}

/** A limit as written, or null where there is none that could be read; that is reported elsewhere. */
export function readThreshold(node: Node | undefined): ThresholdSpec | null {
  return node?.kind === 'scalar' ? parseThreshold(node.value) : null;
}

export function checkThreshold(node: Node): Diagnostic[] {
  if (node.kind !== 'scalar' || node.value === null || readThreshold(node) !== null) return [];
  return [createDiagnostic('bad-threshold', toLocation(node), node.text)];
}

/** `10` and `"10d"` are one threshold. */
export function checkDuplicateThresholds(nodes: readonly Node[]): Diagnostic[] {
  const seen = new Map<number | string, string>();
  return nodes.flatMap((node) => {
    const limit = readThreshold(node);
    if (limit === null) return [];
    const { text } = node as ScalarNode;
    const first = seen.get(toThresholdKey(limit));
    if (first === undefined) seen.set(toThresholdKey(limit), text);
    return first === undefined ? [] : [createDiagnostic('duplicate-threshold', toLocation(node), text, first)];
  });
}

/** `layers`: from the one that counts most. The place is that of the innermost layer that has one of the two. */
function checkOrder(layers: readonly (Node | undefined)[]): Diagnostic[] {
  const written = (key: string) => layers.map((layer) => getChild(layer, key)).find((node) => node !== undefined);
  const [criticalNode, warningNode] = [written(CRITICAL), written(WARNING)];
  const critical = criticalNode === undefined ? DEFAULT_CRITICAL : readThreshold(criticalNode);
  const warning = warningNode === undefined ? DEFAULT_WARNING : readThreshold(warningNode);
  if (critical === null || warning === null || !isBefore(critical, warning)) return [];
  const layer = layers.find((one) => one !== undefined && overrides(one));
  const at = getChild(layer, CRITICAL) ?? getChild(layer, WARNING);
  if (at === undefined) return [];
  const inner = { text: `${critical.raw}`, explicit: criticalNode !== undefined };
  const outer = { text: `${warning.raw}`, explicit: warningNode !== undefined };
  return [createDiagnostic('critical-over-warning', toLocation(at), inner, outer)];
}

/** Whether the first is reached before the second; false where only a certificate's lifetime could tell. */
function isBefore(critical: ThresholdSpec, warning: ThresholdSpec): boolean {
  if (critical.unit === 'percent' && warning.unit === 'percent') return critical.value > warning.value;
  const nowhere = { from: null, to: 0 };
  const [inner, outer] = [computeLeadTime(critical, nowhere), computeLeadTime(warning, nowhere)];
  return inner !== null && outer !== null && inner > outer;
}

/** A percentage needs a lifetime, and some sources have none. */
function checkSourceLifetime(entry: EntrySection, parts: ManifestSections): Diagnostic[] {
  const source = findSource(entry.node);
  if (source?.hasLifetime !== false) return [];
  return [CRITICAL, WARNING, THRESHOLDS].flatMap((key) => {
    const value = resolveSetting(entry, parts, key);
    const limits = value?.kind === 'list' ? value.items : [value];
    const percent = limits.find((node) => readThreshold(node)?.unit === 'percent');
    if (percent?.kind !== 'scalar') return [];
    const own = getChild(entry.own, key) !== undefined;
    const at = own ? percent : (getChild(entry.own, source.kind) ?? entry.own);
    return [createDiagnostic('percentage-without-lifetime', toLocation(at), key, percent.text)];
  });
}
