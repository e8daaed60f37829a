/** Checks the section `discovery`: paths, names, and the end dates of ignored items. */

import type { Diagnostic } from '../../domain/index.ts';
import { parseDateOrTime } from '../../lib/iso-time.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import { parseDomain, parseHostGlob } from '../normalize/discovery.ts';
import type { ManifestSections } from '../sections.ts';
import { getChild, isNonEmptyText, listItems, listTextNodes, type Node } from '../yaml/node.ts';

/** `now` is in milliseconds. */
export function checkDiscovery({ root }: ManifestSections, now: number): Diagnostic[] {
  const discovery = getChild(root, 'discovery');
  return [
    ...listTextNodes(getChild(discovery, 'paths', 'exclude')).flatMap(checkPath),
    ...listTextNodes(getChild(discovery, 'domains')).flatMap(checkDomain),
    ...listItems(getChild(discovery, 'ignore')).flatMap((item) => [
      ...checkHost(getChild(item, 'host')),
      ...checkDomain(getChild(item, 'domain')),
      ...checkPath(getChild(item, 'file')),
      ...checkUntil(getChild(item, 'until'), now),
    ]),
  ];
}

/** Paths must be relative, because they are compared with paths in the repository. A glob cannot be negated. */
function checkPath(node: Node | undefined): Diagnostic[] {
  if (!isNonEmptyText(node)) return [];
  return /^(?:[/!]|[A-Za-z]:\\)/.test(node.value) ? [createDiagnostic('bad-discovery-path', node, node.value)] : [];
}

function checkHost(node: Node | undefined): Diagnostic[] {
  if (!isNonEmptyText(node) || parseHostGlob(node.value) !== null) return [];
  return [createDiagnostic('bad-discovery-host', node, node.value)];
}

function checkDomain(node: Node | undefined): Diagnostic[] {
  if (!isNonEmptyText(node) || parseDomain(node.value) !== null) return [];
  const bare = node.value.replace(/^\*\.|^\./, '');
  return [createDiagnostic('bad-domain', node, node.value, parseDomain(bare))];
}

function checkUntil(node: Node | undefined, now: number): Diagnostic[] {
  if (!isNonEmptyText(node)) return [];
  const until = parseDateOrTime(node.value);
  if (until === null) return [createDiagnostic('bad-time', node, node.value)];
  return until <= now ? [createDiagnostic('ignore-expired', node, node.value)] : [];
}
