/** Kustomize: patches of JSON Patch (RFC 6902), inline or in separate files, and replacements with literals. */

import { resolveFluxVariables } from '../flux/variables.ts';
import type { Mention } from '../format.ts';
import { readTraefikRule } from '../traefik-rule.ts';
import { isHostnameAnnotation, readHosts } from '../yaml/hosts.ts';
import { parseEmbeddedYaml, type YamlMap, type YamlNode } from '../yaml/parse.ts';
import { isMap, nestNode, selectNodes, selectScalars, selectText } from '../yaml/select-nodes.ts';
import { readValues } from '../yaml/values.ts';
import { createYamlFormat } from '../yaml/yaml-format.ts';

export const KUSTOMIZE = createYamlFormat({
  name: 'kustomize',
  files: /\.(?:ya?ml|json)$/,
  sniff: (text) => /\bop["']?: *["']?(?:add|replace|test)\b/.test(text) || text.includes('replacements:'),
  *readDocument(document, { path }, repository) {
    for (const resolved of resolveFluxVariables(document, path, repository)) {
      yield* readPatches(resolved);
      for (const replacement of selectNodes(resolved, 'replacements[]')) yield* readReplacement(replacement, resolved);
    }
  },
});

/** Fields of the resources that name hosts. A patch does not always name its target, so the same fields are used for all kinds. */
const HOST_FIELDS = [
  'spec.rules[].host',
  'spec.tls[].hosts',
  'spec.hostnames',
  'spec.listeners[].hostname',
  'spec.dnsNames',
  'spec.commonName',
  'spec.host',
  'spec.hosts',
  'spec.servers[].hosts',
  'spec.virtualhost.fqdn',
  'spec.domains',
];

/** Reads the operations in a list, or in texts of `patches[].patch`. */
function* readPatches(node: YamlNode, isEmbedded = false): Iterable<Mention> {
  if (node.kind === 'scalar') {
    if (!isEmbedded && node.text.includes('op:'))
      for (const document of parseEmbeddedYaml(node)) yield* readPatches(document, true);
  } else if (node.kind === 'list') for (const item of node.items) yield* readPatches(item, isEmbedded);
  else if (/^(?:add|replace)$/.test(selectText(node, 'op') ?? '')) yield* readOperation(node);
  else for (const [, value] of node.entries) yield* readPatches(value, isEmbedded);
}

function* readOperation(operation: YamlMap): Iterable<Mention> {
  const pointer = selectText(operation, 'path') ?? '';
  const keys = pointer.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (const value of selectNodes(operation, 'value')) yield* readField(keys, value);
}

function* readField(keys: readonly string[], value: YamlNode): Iterable<Mention> {
  const resource = nestNode(keys, value);
  for (const field of HOST_FIELDS) for (const scalar of selectScalars(resource, field)) yield* readHosts(scalar);
  for (const { text, line } of selectScalars(resource, 'spec.routes[].match')) yield* readTraefikRule(text, line);
  for (const values of selectNodes(resource, 'spec.values')) yield* readValues(values);
  for (const annotations of selectNodes(resource, 'metadata.annotations').filter(isMap))
    for (const [key, node] of annotations.entries)
      if (isHostnameAnnotation(key) && node.kind === 'scalar') yield* readHosts(node);
}

/** Reads a replacement with its own literal (`sourceValue`), or with one of a `configMapGenerator` in the same file. */
function* readReplacement(replacement: YamlNode, document: YamlNode): Iterable<Mention> {
  // With a delimiter, only a part of the target is replaced.
  if (selectScalars(replacement, 'targets[].options.delimiter').length > 0) return;
  const literal = findLiteral(replacement, document);
  const fields = selectScalars(replacement, 'targets[].fieldPaths').map(({ text }) => text.split('.'));
  if (literal !== null)
    for (const keys of fields) yield* readField(keys, { kind: 'scalar', isBlock: false, ...literal });
}

function findLiteral(replacement: YamlNode, document: YamlNode): { text: string; line: number } | null {
  const [own] = selectScalars(replacement, 'sourceValue');
  if (own !== undefined) return own;
  const name = selectText(replacement, 'source.name');
  const [data, key, more] = (selectText(replacement, 'source.fieldPath') ?? '').split('.');
  if (data !== 'data' || key === undefined || more !== undefined) return null;
  const generators = selectNodes(document, 'configMapGenerator[]').filter((one) => selectText(one, 'name') === name);
  const literals = generators.flatMap((one) => selectScalars(one, 'literals'));
  const found = literals.find(({ text }) => text.startsWith(`${key}=`));
  return found === undefined ? null : { text: found.text.slice(key.length + 1), line: found.line };
}
