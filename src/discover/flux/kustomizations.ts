/** Reads the Kustomizations of Flux: what each of them builds, and with which variables. */

import { getDirectory } from '../../lib/files/repository-path.ts';
import { memoize } from '../../lib/memoize.ts';
import type { Repository } from '../format.ts';
import { parseEmbeddedYaml, parseYaml, type YamlNode } from '../yaml/parse.ts';
import { isMap, selectNodes, selectText } from '../yaml/select-nodes.ts';
import { type Build, indexDirectories, joinPath } from './build-files.ts';

/** A ConfigMap or Secret with variables. */
interface SourceReference {
  kind: string;
  name: string;
}

/** The variables of `spec.postBuild`. */
export interface PostBuild {
  substitute: ReadonlyMap<string, string>;
  /** Later ones take precedence. */
  substituteFrom: readonly SourceReference[];
}

export interface Kustomization extends PostBuild {
  file: string;
  name: string;
  build: Build;
  /** The patches of the Kustomizations inside its build. */
  patches: readonly PostBuildPatch[];
}

interface PostBuildPatch extends PostBuild {
  /** The name of the patched Kustomization; null: all. */
  target: string | null;
}

const API = 'kustomize.toolkit.fluxcd.io/';

/** Lists the Kustomizations whose directory is in the repository. */
export function listKustomizations(repository: Repository): Kustomization[] {
  const { paths, readText } = repository;
  const texts = paths.flatMap((file) => {
    const text = /\.ya?ml$/.test(file) ? readText(file) : null;
    return text?.includes(API) ? [{ file, text }] : [];
  });
  if (texts.length === 0) return [];
  const { hasDirectory, build } = indexDirectories(repository);
  const buildOnce = memoize((directory: string) => {
    const built = build(directory);
    return {
      ...built,
      patches: built.kustomizations.flatMap((one) => selectNodes(one, 'patches[]').flatMap(readPatch)),
    };
  });
  return texts.flatMap(({ file, text }) =>
    parseYaml(text).flatMap((document) => {
      const directory = isKustomization(document) ? findDirectory(document, file, hasDirectory) : null;
      if (directory === null) return [];
      const built = buildOnce(directory);
      const patches = [...selectNodes(document, 'spec.patches[]').flatMap(readPatch), ...built.patches];
      const name = selectText(document, 'metadata.name') ?? '';
      return [{ file, name, build: built, patches, ...readPostBuild(document, 'spec.postBuild') }];
    }),
  );
}

function isKustomization(document: YamlNode): boolean {
  return (
    selectText(document, 'apiVersion')?.startsWith(API) === true && selectText(document, 'kind') === 'Kustomization'
  );
}

/**
 * Finds the directory of `spec.path`. It is relative to the source: the repository, or an artifact that has a directory of it, which contains
 * the Kustomization itself.
 */
function findDirectory(document: YamlNode, file: string, hasDirectory: (path: string) => boolean): string | null {
  const path = selectText(document, 'spec.path') ?? './';
  const roots: string[] = [];
  for (let root = getDirectory(file); root !== ''; root = getDirectory(root)) roots.unshift(root);
  const isRepository = (selectText(document, 'spec.sourceRef.kind') ?? 'GitRepository') === 'GitRepository';
  return (
    (isRepository ? ['', ...roots] : [...roots, ''])
      .map((root) => joinPath(root, path))
      .find((one) => one !== null && hasDirectory(one)) ?? null
  );
}

function readPostBuild(node: YamlNode, path: string): PostBuild {
  return {
    substitute: new Map(selectNodes(node, path === '' ? 'substitute' : `${path}.substitute`).flatMap(readMap)),
    substituteFrom: selectNodes(node, `${path === '' ? '' : `${path}.`}substituteFrom[]`).map(readReference),
  };
}

function readMap(node: YamlNode): (readonly [string, string])[] {
  if (!isMap(node)) return [];
  return node.entries.flatMap(([key, value]) => (value.kind === 'scalar' ? [[key, value.text] as const] : []));
}

function readReference(node: YamlNode): SourceReference {
  return { kind: selectText(node, 'kind') ?? '', name: selectText(node, 'name') ?? '' };
}

/** Applies the patches of an outer Kustomization to the variables of one inside its build. Selectors by label are not evaluated. */
export function applyPatches(inner: Kustomization, { patches }: Kustomization): PostBuild {
  return patches
    .filter(({ target }) => target === null || target === inner.name)
    .reduce<PostBuild>(
      (before, { substitute, substituteFrom }) => ({
        substitute: new Map([...before.substitute, ...substitute]),
        substituteFrom: [...before.substituteFrom, ...substituteFrom],
      }),
      inner,
    );
}

/** Reads the variables in a patch for Kustomizations: a strategic merge patch, or a JSON patch (RFC 6902). */
function readPatch(patch: YamlNode): PostBuildPatch[] {
  if ((selectText(patch, 'target.kind') ?? 'Kustomization') !== 'Kustomization') return [];
  const target = selectText(patch, 'target.name');
  const documents = selectNodes(patch, 'patch').flatMap((one) => (one.kind === 'scalar' ? parseEmbeddedYaml(one) : []));
  return documents
    .flatMap((document) =>
      isKustomization(document)
        ? [readPostBuild(document, 'spec.postBuild')]
        : listItems(document).flatMap(readOperation),
    )
    .map((one) => ({ ...one, target }));
}

const POST_BUILD_POINTER = /^\/spec\/postBuild(?:\/(substitute|substituteFrom)(?:\/(.+))?)?$/;

function readOperation(operation: YamlNode): PostBuild[] {
  const [path, field, rest] = POST_BUILD_POINTER.exec(selectText(operation, 'path') ?? '') ?? [];
  if (path === undefined) return [];
  return selectNodes(operation, 'value').map((value): PostBuild => {
    if (field === undefined) return readPostBuild(value, '');
    if (field === 'substituteFrom')
      return {
        substitute: new Map(),
        substituteFrom: value.kind === 'list' ? value.items.map(readReference) : [readReference(value)],
      };
    const single = rest !== undefined && value.kind === 'scalar' ? [[rest, value.text] as const] : readMap(value);
    return { substitute: new Map(single), substituteFrom: [] };
  });
}

function listItems(node: YamlNode): readonly YamlNode[] {
  return node.kind === 'list' ? node.items : [];
}
