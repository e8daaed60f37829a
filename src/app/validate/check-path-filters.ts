/** Checks whether a workflow that validates pull requests runs for every change that the check is about. */

import type { Diagnostic, Manifest } from '../../domain/index.ts';
import { createFileMatcher } from '../../lib/files/glob.ts';
import { createDiagnostic } from '../../manifest/diagnostics/diagnostic.ts';
import { MANIFEST_NAMES } from '../../manifest/files.ts';
import { getChild, getField, getText, listItems, type Node } from '../../manifest/yaml/node.ts';

export interface FilteredManifest extends Pick<Manifest, 'discovery'> {
  /** The path of the manifest from the root of the repository. */
  path: string;
  /** The paths and globs of the files that it names, in the same form. */
  named: readonly string[];
}

/** Checks the filters of a workflow. `runs`: its steps and jobs that run the action. */
export function checkPathFilters(root: Node, runs: readonly Node[], manifest: FilteredManifest): Diagnostic[] {
  const field = getField(getChild(root, 'on', 'pull_request'), 'paths');
  if (field === undefined || !runs.some((run) => isValidation(run, manifest))) return [];
  const filters = listItems(field.node).map((item) => getText(item) ?? '');
  if (filters.includes('**')) return [];
  if (manifest.discovery !== null) return [createDiagnostic('workflow-paths-incomplete', field.key, [])];
  const matches = createPathFilter(filters);
  const missing = [manifest.path, ...manifest.named].filter((file) => !matches(file));
  return missing.length === 0 ? [] : [createDiagnostic('workflow-paths-incomplete', field.key, missing)];
}

function isValidation(run: Node, { path }: FilteredManifest): boolean {
  return getText(getChild(run, 'with', 'command')) === 'validate' && readsManifest(run, path);
}

/** Whether a step or job that runs the action reads the manifest with this path from the root of the repository. */
export function readsManifest(run: Node, path: string): boolean {
  const file = getText(getChild(run, 'with', 'manifest')) ?? '';
  return file === '' ? MANIFEST_NAMES.some((name) => name === path) : file.replace(/^\.\//, '') === path;
}

/**
 * Creates a test for files and globs: whether a pull request that changes one starts the workflow. The last filter that matches wins
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet). A filter with a pattern
 * that globs of files do not have matches everything, so that nothing is reported by mistake.
 */
function createPathFilter(filters: readonly string[]): (file: string) => boolean {
  const tests = filters.map((filter) => {
    const isNegated = filter.startsWith('!');
    const pattern = isNegated ? filter.slice(1) : filter;
    const matches = /[?+[{\\]/.test(pattern) ? () => !isNegated : createFileMatcher([pattern]);
    return { isNegated, matches };
  });
  return (file) => tests.findLast(({ matches }) => matches(file))?.isNegated === false;
}
