/** Settings that count distances to the end: each alone, and against each other. */

import type { Diagnostic, Limit } from '../../domain/index.ts';
import { limitKey, parseLimit, reach } from '../../domain/thresholds.ts';
import { DEFAULT_CRITICAL, DEFAULT_WARNING } from '../defaults.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import { type EntryPart, effective, type Parts } from '../sections.ts';
import { childOf, itemsOf, type Node, type ScalarNode } from '../yaml/node.ts';

const CRITICAL = 'expiry_critical_days';
const WARNING = 'expiry_warning_days';
const THRESHOLDS = 'expiry_scan_thresholds';

export function checkLimits(parts: Parts): Diagnostic[] {
  const { settings, defaults, entries } = parts;
  return [
    ...[settings, defaults, ...entries.map(({ own }) => own)].flatMap(checkOwnLimits),
    ...criticalOverWarning([settings]),
    ...criticalOverWarning([defaults, settings]),
    ...entries.filter(({ own }) => overrides(own)).flatMap(({ own }) => criticalOverWarning([own, defaults, settings])),
    ...entries.flatMap((entry) => checkDeclared(entry, parts)),
  ];
}

function overrides(node: Node): boolean {
  return childOf(node, CRITICAL) !== undefined || childOf(node, WARNING) !== undefined;
}

function checkOwnLimits(node: Node | undefined): Diagnostic[] {
  const thresholds = itemsOf(childOf(node, THRESHOLDS));
  const single = [childOf(node, WARNING), childOf(node, CRITICAL)].filter((limit) => limit !== undefined);
  return [...[...single, ...thresholds].flatMap(badLimit), ...checkThresholds(thresholds)];
}

/** A limit as written, or null where there is none that could be read; that is reported elsewhere. */
export function limitOf(node: Node | undefined): Limit | null {
  return node?.kind === 'scalar' ? parseLimit(node.value) : null;
}

export function badLimit(node: Node): Diagnostic[] {
  if (node.kind !== 'scalar' || node.value === null || limitOf(node) !== null) return [];
  return [diagnostic('bad-limit', whereIs(node), node.text)];
}

/** `10` and `"10d"` are one threshold. */
export function checkThresholds(nodes: readonly Node[]): Diagnostic[] {
  const seen = new Map<number | string, string>();
  return nodes.flatMap((node) => {
    const limit = limitOf(node);
    if (limit === null) return [];
    const { text } = node as ScalarNode;
    const first = seen.get(limitKey(limit));
    if (first === undefined) seen.set(limitKey(limit), text);
    return first === undefined ? [] : [diagnostic('duplicate-threshold', whereIs(node), text, first)];
  });
}

/** `layers`: from the one that counts most. The place is that of the innermost layer that has one of the two. */
function criticalOverWarning(layers: readonly (Node | undefined)[]): Diagnostic[] {
  const written = (key: string) => layers.map((layer) => childOf(layer, key)).find((node) => node !== undefined);
  const [criticalNode, warningNode] = [written(CRITICAL), written(WARNING)];
  const critical = criticalNode === undefined ? DEFAULT_CRITICAL : limitOf(criticalNode);
  const warning = warningNode === undefined ? DEFAULT_WARNING : limitOf(warningNode);
  if (critical === null || warning === null || !isOver(critical, warning)) return [];
  const layer = layers.find((one) => one !== undefined && overrides(one));
  const at = childOf(layer, CRITICAL) ?? childOf(layer, WARNING);
  if (at === undefined) return [];
  const inner = { text: `${critical.written}`, written: criticalNode !== undefined };
  const outer = { text: `${warning.written}`, written: warningNode !== undefined };
  return [diagnostic('critical-over-warning', whereIs(at), inner, outer)];
}

/** Whether the first is reached before the second; false where only a certificate's lifetime could tell. */
function isOver(critical: Limit, warning: Limit): boolean {
  if (critical.unit === 'percent' && warning.unit === 'percent') return critical.value > warning.value;
  const nowhere = { from: null, to: 0 };
  const [inner, outer] = [reach(critical, nowhere), reach(warning, nowhere)];
  return inner !== null && outer !== null && inner > outer;
}

/** A date known by hand has no lifetime that a percentage could be of. */
function checkDeclared(entry: EntryPart, parts: Parts): Diagnostic[] {
  if (childOf(entry.node, 'expires') === undefined) return [];
  return [CRITICAL, WARNING, THRESHOLDS].flatMap((key) => {
    const value = effective(entry, parts, key);
    const limits = value?.kind === 'list' ? value.items : [value];
    const percent = limits.find((node) => limitOf(node)?.unit === 'percent');
    if (percent?.kind !== 'scalar') return [];
    const own = childOf(entry.own, key) !== undefined;
    const at = own ? percent : (childOf(entry.own, 'expires') ?? entry.own);
    return [diagnostic('percentage-without-lifetime', whereIs(at), key, percent.text)];
  });
}
