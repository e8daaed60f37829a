/** Finds the files that `kustomize build` reads for a directory, as Flux runs it for each of its Kustomizations. */

import { posix } from 'node:path';
import { getOrCreate } from '../../lib/collections.ts';
import { getDirectory } from '../../lib/files/repository-path.ts';
import type { Repository } from '../format.ts';
import { parseYaml, type YamlNode } from '../yaml/parse.ts';
import { selectScalars } from '../yaml/select-nodes.ts';

const YAML = /\.ya?ml$/;
const KUSTOMIZATION_FILE = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;

/** The files of a build: those that it reads, and the Kustomization files among them. */
export interface Build {
  files: ReadonlySet<string>;
  kustomizations: readonly YamlNode[];
}

/** The content of the directories of a repository. */
interface Directories {
  hasDirectory: (directory: string) => boolean;
  /** Builds a directory. */
  build: (directory: string) => Build;
}

export function indexDirectories({ paths, readText }: Repository): Directories {
  const files = new Map<string, string[]>();
  const children = new Map<string, Set<string>>();
  for (const path of paths) {
    if (YAML.test(path) || KUSTOMIZATION_FILE.test(path)) getOrCreate(files, getDirectory(path), () => []).push(path);
    for (let inner = getDirectory(path); inner !== ''; inner = getDirectory(inner)) {
      const outer = getDirectory(inner);
      const known = getOrCreate(children, outer, () => new Set<string>());
      if (known.has(inner)) break;
      known.add(inner);
    }
  }
  const hasDirectory = (directory: string) =>
    directory === '' || children.get(getDirectory(directory))?.has(directory) === true;
  const build = (directory: string): Build => {
    const found = new Set<string>();
    const seen = new Set<string>();
    const kustomizations: YamlNode[] = [];
    const pending = [directory];
    for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
      if (seen.has(one)) continue;
      seen.add(one);
      const here = files.get(one) ?? [];
      const file = here.find((path) => KUSTOMIZATION_FILE.test(path));
      if (file === undefined) {
        // Flux generates the missing file, with everything that is below.
        for (const path of here) found.add(path);
        pending.push(...(children.get(one) ?? []));
        continue;
      }
      found.add(file);
      for (const document of parseYaml(readText(file) ?? '')) {
        kustomizations.push(document);
        for (const path of listReferences(document, one)) hasDirectory(path) ? pending.push(path) : found.add(path);
      }
    }
    return { files: found, kustomizations };
  };
  return { hasDirectory, build };
}

/** The fields with paths of files and directories. */
const REFERENCES = [
  'resources',
  'bases',
  'components',
  'patchesStrategicMerge',
  'patches[].path',
  'patchesJson6902[].path',
  'configMapGenerator[].files',
  'helmCharts[].valuesFile',
];

/** Lists the paths that a Kustomization file names, relative to the root. URLs, and paths out of the repository, are not among them. */
function listReferences(document: YamlNode, directory: string): string[] {
  return REFERENCES.flatMap((field) => selectScalars(document, field)).flatMap(({ text }) => {
    // A generator names the key of a file: `values.yaml=./values.yaml`.
    const path = joinPath(directory, text.slice(text.indexOf('=') + 1));
    return text.includes('://') || path === null ? [] : path;
  });
}

/** Joins paths without `./` and a slash at the end. Returns null for a path out of the repository. */
export function joinPath(directory: string, path: string): string | null {
  const joined = posix.join('/', directory, path).replace(/\/$/, '').slice(1);
  return posix.join(directory, path).startsWith('..') ? null : joined;
}
