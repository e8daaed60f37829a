/** Rejects paths outside an untrusted checkout, before files are read. */
import type { Diagnostic } from '../domain/index.ts';
import { listBlocklists, listCaFiles } from './deferred-checks.ts';
import { createDiagnostic } from './diagnostics/diagnostic.ts';
import { isEnabled, type ManifestSections } from './sections.ts';
import { getChild, isNonEmptyText, listOneOrMore, type Node } from './yaml/node.ts';
import type { Span } from './yaml/source-file.ts';

interface NamedPath {
  path: string;
  at: Span;
}

/** `isOutside`: whether a path or glob names files outside the checkout. Paths of several entries in `defaults` are reported once. */
export function checkOutsidePaths(sections: ManifestSections, isOutside: (pattern: string) => boolean): Diagnostic[] {
  const inEntries = sections.entries.filter(isEnabled).flatMap(listEntryPaths);
  const paths: NamedPath[] = [...inEntries, ...listCaFiles(sections), ...listBlocklists(sections)];
  const outside = new Map(paths.filter(({ path }) => isOutside(path)).map((one) => [one.at, one]));
  return [...outside.values()].map(({ path, at }) => createDiagnostic('path-outside-checkout', at, path));
}

function listEntryPaths({ node }: { node: Node }): NamedPath[] {
  const identity = ['cert', 'key'].map((part) => getChild(node, 'client_certificate', part));
  const kubeconfig = getChild(node, 'kubernetes', 'kubeconfig');
  const jwt = getChild(node, 'vault_pki', 'jwt_file');
  const csv = getChild(node, 'csv');
  return [...listOneOrMore(getChild(node, 'file')), csv, ...identity, kubeconfig, jwt].flatMap((text) =>
    isNonEmptyText(text) ? [{ path: text.value, at: text }] : [],
  );
}
