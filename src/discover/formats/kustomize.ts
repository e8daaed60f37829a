/** Kustomize: JSON patches (RFC 6902), strategic merge patches for any kind, and replacements with literals. */

import { getOrCreate, groupBy } from '../../lib/collections.ts';
import { getDirectory } from '../../lib/files/repository-path.ts';
import { lazy, memoizeWeakly } from '../../lib/memoize.ts';
import { indexDirectories, joinPath } from '../flux/build-files.ts';
import { listVariableSources } from '../flux/config-maps.ts';
import { resolveFluxVariables } from '../flux/variables.ts';
import type { Mention, Repository } from '../format.ts';
import { readTraefikRule } from '../traefik-rule.ts';
import { isHostnameAnnotation, readHosts } from '../yaml/hosts.ts';
import { parseEmbeddedYaml, parseYaml, type YamlMap, type YamlNode, type YamlScalar } from '../yaml/parse.ts';
import { isMap, nestNode, selectNodes, selectScalars, selectText } from '../yaml/select-nodes.ts';
import { readValues } from '../yaml/values.ts';
import { createYamlFormat } from '../yaml/yaml-format.ts';

export const KUSTOMIZE = createYamlFormat({
  name: 'kustomize',
  files: /\.(?:ya?ml|json)$/,
  sniff: (text) =>
    /\bop\\?["']?: *\\?["']?(?:add|replace|test)\b|\b(?:replacements|fieldPaths|patch|patches):/.test(text),
  *readDocument(document, { path }, repository) {
    for (const resolved of resolveFluxVariables(document, path, repository)) {
      yield* readPatches(resolved);
      yield* readTargetedPatches(resolved, path, repository);
      for (const replacement of listReplacements(resolved))
        yield* readReplacement(replacement, resolved, path, repository);
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
    if (!isEmbedded && /\bop["']?:/.test(node.text))
      for (const document of parsePatch(node)) yield* readPatches(document, true);
  } else if (node.kind === 'list') for (const item of node.items) yield* readPatches(item, isEmbedded);
  else if (/^(?:add|replace)$/.test(selectText(node, 'op') ?? '')) yield* readOperation(node);
  else for (const [, value] of node.entries) yield* readPatches(value, isEmbedded);
}

/** Parses the text of a patch. That of a quoted scalar, such as `'[{"op": …}]'`, is read at the line of the scalar. */
function parsePatch(scalar: YamlScalar): YamlNode[] {
  if (scalar.isBlock) return parseEmbeddedYaml(scalar);
  return parseYaml(scalar.text).map((document) => placeAt(document, scalar.line));
}

function placeAt(node: YamlNode, line: number): YamlNode {
  if (node.kind === 'scalar') return { ...node, line };
  if (node.kind === 'list') return { ...node, line, items: node.items.map((item) => placeAt(item, line)) };
  return { ...node, line, entries: node.entries.map(([key, value]) => [key, placeAt(value, line), line] as const) };
}

/**
 * Reads strategic merge patches with a `target`, which can have any kind and name of their own, also in files. A patch in a quoted text
 * is read here, too.
 */
function* readTargetedPatches(document: YamlNode, path: string, repository: Repository): Iterable<Mention> {
  const patches = [
    ...selectNodes(document, 'patches[]'),
    ...(selectNodes(document, 'target').length > 0 ? [document] : []),
  ];
  const seen = new Set<string>();
  for (const patch of patches) {
    if (selectNodes(patch, 'target').length === 0 && !selectNodes(patch, 'patch').some(isQuoted)) continue;
    for (const text of selectNodes(patch, 'patch'))
      if (text.kind === 'scalar') for (const one of parsePatch(text).filter(isMap)) yield* readFields(one);
    for (const { text, line } of selectScalars(patch, 'path')) {
      const file = joinPath(getDirectory(path), text) ?? '';
      if (seen.has(file)) continue;
      seen.add(file);
      for (const one of getParsedPatch(repository, file).filter(isMap)) yield* readFields(placeAt(one, line));
    }
  }
}

const isQuoted = (node: YamlNode) => node.kind === 'scalar' && !node.isBlock;

/** The maximum length of a patch in a file. */
const MAX_PATCH = 100_000;

const getParsedFiles = memoizeWeakly((_: Repository) => new Map<string, YamlNode[]>());

/** Parses a file with a patch, once. */
const getParsedPatch = (repository: Repository, file: string): YamlNode[] =>
  getOrCreate(getParsedFiles(repository), file, () => {
    const text = repository.readText(file) ?? '';
    return text.length > MAX_PATCH ? [] : parseYaml(text);
  });

function* readOperation(operation: YamlMap): Iterable<Mention> {
  const pointer = selectText(operation, 'path') ?? '';
  const keys = pointer.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (const value of selectNodes(operation, 'value')) yield* readField(keys, value);
}

function* readField(keys: readonly string[], value: YamlNode): Iterable<Mention> {
  yield* readFields(nestNode(keys, value));
}

function* readFields(resource: YamlNode): Iterable<Mention> {
  for (const field of HOST_FIELDS) for (const scalar of selectScalars(resource, field)) yield* readHosts(scalar);
  for (const { text, line } of selectScalars(resource, 'spec.routes[].match')) yield* readTraefikRule(text, line);
  for (const values of selectNodes(resource, 'spec.values')) yield* readValues(values);
  for (const annotations of selectNodes(resource, 'metadata.annotations').filter(isMap))
    for (const [key, node] of annotations.entries)
      if (isHostnameAnnotation(key) && node.kind === 'scalar') yield* readHosts(node);
}

/** Lists the replacements of a kustomization or transformer, or in a file of their own. */
function listReplacements(document: YamlNode): YamlNode[] {
  const listed = document.kind === 'list' ? document.items : [document];
  return [
    ...selectNodes(document, 'replacements[]'),
    ...listed.filter((one) => selectNodes(one, 'targets[].fieldPaths').length > 0),
  ];
}

/**
 * Reads a replacement with its own literal (`sourceValue`), or with a value of a ConfigMap in the build of its directory. A field of a host
 * is unresolved if its value is elsewhere, or if only a part of it is replaced.
 */
function* readReplacement(
  replacement: YamlNode,
  document: YamlNode,
  path: string,
  repository: Repository,
): Iterable<Mention> {
  const literal = findLiteral(replacement, document);
  const findValues = lazy(() => findConfigMapValues(replacement, path, repository));
  for (const target of selectNodes(replacement, 'targets[]')) {
    const isPart = selectNodes(target, 'options.delimiter').length > 0;
    for (const { text, line } of selectScalars(target, 'fieldPaths')) {
      const keys = splitFieldPath(text);
      if (!isHostField(keys)) continue;
      if (literal !== null && !isPart) yield* readField(keys, createScalar(literal.text, literal.line));
      const values = isPart ? [] : findValues().filter((value) => value !== literal?.text);
      if (values.length === 0 && (literal === null || isPart)) yield { kind: 'unresolved', expression: text, line };
      for (const value of values) yield* readField(keys, createScalar(value, line));
    }
  }
}

const createScalar = (text: string, line: number): YamlScalar => ({ kind: 'scalar', text, line, isBlock: false });

/** The maximum number of directories of a repository whose builds are searched for ConfigMaps. */
const MAX_BUILDS = 200;

const getConfigMaps = memoizeWeakly((repository: Repository) => {
  const { build } = indexDirectories(repository);
  const sources = groupBy(listVariableSources(repository, null), ({ name }) => name);
  const builds = new Map<string, ReadonlySet<string>>();
  const findFiles = (directory: string) =>
    builds.size < MAX_BUILDS || builds.has(directory)
      ? getOrCreate(builds, directory, () => build(directory).files)
      : new Set<string>();
  return { sources, findFiles };
});

/** Finds all values of `source` in the build of the directory: a component can merge another value into that of an overlay. */
function findConfigMapValues(replacement: YamlNode, path: string, repository: Repository): string[] {
  const [data, key = '', more] = splitFieldPath(selectText(replacement, 'source.fieldPath') ?? '');
  if (data !== 'data' || more !== undefined || selectNodes(replacement, 'source.options').length > 0) return [];
  const { sources, findFiles } = getConfigMaps(repository);
  const kind = selectText(replacement, 'source.kind');
  const named = (sources.get(selectText(replacement, 'source.name') ?? '') ?? []).filter((one) => one.kind === kind);
  const files = named.length === 0 ? new Set<string>() : findFiles(getDirectory(path));
  const built = named.filter(({ file }) => files.has(file));
  return [...new Set(built.flatMap(({ variables }) => variables.get(key) ?? []))];
}

/** Splits `metadata.annotations.example\.com/name` and `spec.listeners.[name=a.b].hostname` at the dots outside. */
const splitFieldPath = (text: string): string[] =>
  (text.match(/\[[^\]]*\]|(?:\\.|[^.\\])+/g) ?? []).map((key) => key.replaceAll('\\.', '.'));

const isHostField = (keys: readonly string[]): boolean =>
  [...readField(keys, createScalar('a.example.com', 1))].length > 0;

function findLiteral(replacement: YamlNode, document: YamlNode): { text: string; line: number } | null {
  const [own] = selectScalars(replacement, 'sourceValue');
  if (own !== undefined) return own;
  if (selectNodes(replacement, 'source.options').length > 0) return null;
  const name = selectText(replacement, 'source.name');
  const [data, key, more] = splitFieldPath(selectText(replacement, 'source.fieldPath') ?? '');
  if (data !== 'data' || key === undefined || more !== undefined) return null;
  const generators = selectNodes(document, 'configMapGenerator[]').filter((one) => selectText(one, 'name') === name);
  const literals = generators.flatMap((one) => selectScalars(one, 'literals'));
  const found = literals.find(({ text }) => text.startsWith(`${key}=`));
  return found === undefined ? null : { text: found.text.slice(key.length + 1), line: found.line };
}
