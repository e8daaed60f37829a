/** Finds the files of a repository that a configuration includes by path or pattern. */

import { getOrCreate, groupBy } from '../lib/collections.ts';
import { createFileMatcher, escapeGlob } from '../lib/files/glob.ts';
import { getFileName } from '../lib/files/repository-path.ts';
import { memoizeWeakly } from '../lib/memoize.ts';
import type { Repository } from './format.ts';

const TEMPLATE_SUFFIX = /\.(?:j2|jinja2?|erb|tmpl|tpl|template)$/;

const getName = (path: string): string => getFileName(path).replace(TEMPLATE_SUFFIX, '');

/** Facts about the files of a repository, for all files that include others. */
interface FileIndex {
  /** The paths by their last part, without the suffix of a template. */
  names: Map<string, string[]>;
  /** The files that a pattern includes, by the directory and the pattern. */
  matched: Map<string, string[]>;
}

const getIndex = memoizeWeakly(
  (repository: Repository): FileIndex => ({ names: groupBy(repository.paths, getName), matched: new Map() }),
);

/**
 * Finds the files that the file at `path` includes. `target` is a path or a pattern with `*`, relative to the directory of the main file,
 * which can be above that of `path`. Returns an empty list if the repository has none.
 */
export function findIncludedFiles(target: string, path: string, repository: Repository): string[] {
  const relative = target.replace(/^\/?(?:\.\/)?/, '');
  if (relative === '') return [];
  const index = getIndex(repository);
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  return relative.includes('*')
    ? getOrCreate(index.matched, `${directory} ${relative}`, () => matchIncluded(relative, directory, repository))
    : findIncluded(relative, directory, index);
}

/**
 * Finds an included file. Paths are relative to the directory of the main file, such as nginx.conf, which is a parent or sibling of the
 * directory of the file. A file that a tool copies there can be anywhere, so a file with a unique name is accepted.
 */
function findIncluded(relative: string, directory: string, { names }: FileIndex): string[] {
  const named = names.get(getName(relative)) ?? [];
  const near = named.find((one) => {
    const plain = one.replace(TEMPLATE_SUFFIX, '');
    const root = plain.slice(0, plain.length - relative.length);
    return plain.endsWith(relative) && (root === '' || root.endsWith('/')) && directory.startsWith(root);
  });
  if (near !== undefined) return [near];
  return named.length === 1 ? named : [];
}

/** Finds the files that a pattern such as `default.d/*.conf` includes, relative to the nearest parent directory with any. */
function matchIncluded(pattern: string, directory: string, { paths }: Repository): string[] {
  const names = directory.split('/').slice(0, -1);
  const parents = Array.from({ length: names.length + 1 }, (_, at) => names.slice(0, names.length - at));
  const matchers = parents.map((parent) => createFileMatcher([[...parent.map(escapeGlob), pattern].join('/')]));
  const found = matchers.map((isIncluded) => paths.filter((one) => isIncluded(one.replace(TEMPLATE_SUFFIX, ''))));
  return found.find((files) => files.length > 0) ?? [];
}
