/**
 * Recognizes the files that certvigil itself reads and writes: manifests, their includes and observations. Entries watch what they name, so
 * it is not found again.
 */

import path from 'node:path';
import type { FileTree } from '../../discover/read-repository.ts';
import { parseYaml, type YamlNode } from '../../discover/yaml/parse.ts';
import { isMap, selectNodes, selectText } from '../../discover/yaml/select-nodes.ts';
import type { Manifest } from '../../domain/index.ts';
import { findSourceDefinition } from '../../domain/sources/index.ts';
import { createFileMatcher, unifySeparators } from '../../lib/files/glob.ts';
import { MANIFEST_NAMES, resolveRoot } from '../../manifest/files.ts';

export type OwnFileTest = (file: string, content: Buffer) => boolean;

/**
 * Creates a test for the files of a tree. Manifests with a default name count in every directory, with their includes as this tree has them.
 * `manifest`: the one in use; null: there is none. `cwd`: the directory that is searched.
 */
export function createOwnFileTest(tree: FileTree, manifest: Manifest | null, cwd: string): OwnFileTest {
  const [main, ...included] = (manifest?.files ?? []).map(({ name }) =>
    path.relative(cwd, path.resolve(cwd, name)).split(path.sep).join('/'),
  );
  const manifests = tree.paths.filter((file) => file === main || NAMES.has(path.posix.basename(file)));
  const own = new Set([...manifests, ...included]);
  const tests = manifests.flatMap((file) => createIncludeTest(file, tree.read(file)));
  return (file, content) =>
    own.has(file) || tests.some((isIncluded) => isIncluded(file)) || isOwnContent(file, content);
}

const NAMES: ReadonlySet<string> = new Set(MANIFEST_NAMES.map((name) => path.posix.basename(name)));

/** Creates a test for the includes of a manifest, whose patterns are relative to its directory. Empty: it has none. */
function createIncludeTest(file: string, content: ReturnType<FileTree['read']>): ((file: string) => boolean)[] {
  if (typeof content === 'string') return [];
  const items = parseYaml(content.toString('utf8')).flatMap((document) => selectNodes(document, 'include[]'));
  const patterns = items.flatMap((item) => (item.kind === 'scalar' ? item.text : (selectText(item, 'path') ?? [])));
  const matches = createFileMatcher(patterns.map((pattern) => path.posix.normalize(unifySeparators(pattern))));
  const root = resolveRoot(file);
  const prefix = root === '.' ? '' : `${root}/`;
  return patterns.length === 0 ? [] : [(one) => one.startsWith(prefix) && matches(one.slice(prefix.length))];
}

/** The first line of observations. */
const OBSERVATIONS = /^\{"kind":"header","version":\d+,"certvigil":/;

/** Recognizes observations, and manifests with any name. */
function isOwnContent(file: string, content: Buffer): boolean {
  if (OBSERVATIONS.test(content.toString('latin1', 0, 100))) return true;
  if (!/\.ya?ml$/.test(file) || !content.includes('certificates:') || !content.includes('version:')) return false;
  const [document, ...others] = parseYaml(content.toString('utf8'));
  return document !== undefined && others.length === 0 && isManifest(document);
}

function isManifest(document: YamlNode): boolean {
  const entries = selectNodes(document, 'certificates[]');
  return selectText(document, 'version') === '1' && entries.length > 0 && entries.every(isEntry);
}

function isEntry(node: YamlNode): boolean {
  if (!isMap(node)) return false;
  const keys = new Set(node.entries.map(([key]) => key));
  return keys.has('name') && findSourceDefinition((key) => keys.has(key)) !== undefined;
}
