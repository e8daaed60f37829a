/** Finds values in a tree of YAML by their path. */

import type { YamlMap, YamlNode, YamlScalar } from './parse.ts';

/** Selects the nodes at a path such as `spec.rules[].host`: `[]` is every item of a list, `*` every key of a map. */
export function selectNodes(node: YamlNode, path: string): YamlNode[] {
  let nodes = [node];
  for (const step of path.replaceAll('[]', '.[]').split('.')) nodes = nodes.flatMap((one) => stepInto(one, step));
  return nodes;
}

/** Selects the scalars at a path; a list at its end stands for its items. */
export function selectScalars(node: YamlNode, path: string): YamlScalar[] {
  return selectNodes(node, path).flatMap(listScalars);
}

/** Selects the text at a path; returns null unless there is exactly one scalar. */
export function selectText(node: YamlNode, path: string): string | null {
  const [first, second] = selectScalars(node, path);
  return first === undefined || second !== undefined ? null : first.text;
}

/** Lists a single scalar, or the scalars of a list. */
export function listScalars(node: YamlNode): YamlScalar[] {
  if (node.kind === 'scalar') return [node];
  return node.kind === 'list' ? node.items.filter((item) => item.kind === 'scalar') : [];
}

/** Builds the maps and lists around a value for a path such as `spec`, `rules`, `0`, `host`. Indexes and `*` stand for lists. */
export function nestNode(keys: readonly string[], value: YamlNode): YamlNode {
  return keys
    .filter((key) => key !== '')
    .reduceRight<YamlNode>(
      (inner, key) =>
        /^(?:\d+|-|\*|\[.*)$/.test(key)
          ? { kind: 'list', line: value.line, items: [inner] }
          : { kind: 'map', line: value.line, entries: [[key, inner, value.line]] },
      value,
    );
}

export function isMap(node: YamlNode | undefined): node is YamlMap {
  return node?.kind === 'map';
}

function stepInto(node: YamlNode, step: string): YamlNode[] {
  if (step === '[]') return node.kind === 'list' ? [...node.items] : [];
  if (node.kind !== 'map') return [];
  return node.entries.flatMap(([key, value]) => (step === '*' || key === step ? [value] : []));
}
