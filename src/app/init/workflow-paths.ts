/** Lists the files that a manifest names, as path filters of a workflow: a pull request that changes one of them is validated. */

import path from 'node:path';
import type { Entry, Manifest } from '../../domain/index.ts';
import { getSourceDefinition } from '../../domain/sources/index.ts';
import type { LoadedManifest } from '../../manifest/load.ts';

/** The maximum of filters: more are harder to read than a workflow that runs for every pull request. */
const MAX_PATHS = 30;

/** Characters with another meaning in a path filter than in a glob of a manifest, or without a meaning. */
const UNSUPPORTED = /[{}[\]()!+?\\]/;

/** The workflows that `init` writes, which `validate` checks, too. */
const OWN_WORKFLOWS = '.github/workflows/certvigil-*.yml';

/**
 * Returns path filters in the order of the manifest, relative to `directory`, which is the root of the repository, after those of the
 * manifest itself (`name`) and the workflows. Null if a pattern has no equivalent, or there are too many: then every pull request is
 * validated.
 */
export function listWorkflowPaths(
  name: string,
  patterns: readonly string[],
  root: string,
  directory: string,
): string[] | null {
  const distinct = [...new Set([name, OWN_WORKFLOWS, ...listRepositoryPatterns(patterns, root, directory)])];
  return distinct.length > MAX_PATHS || distinct.slice(2).some((one) => UNSUPPORTED.test(one)) ? null : distinct;
}

/** Returns patterns of a manifest in `root` relative to the root of the repository, without those outside of it. */
export function listRepositoryPatterns(patterns: readonly string[], root: string, directory: string): string[] {
  return patterns
    .map((pattern) => path.relative(directory, path.resolve(root, pattern)).split(path.sep).join('/'))
    .filter((pattern) => pattern !== '' && !pattern.startsWith('../') && !path.isAbsolute(pattern));
}

/**
 * Whether `validate` depends on more files of a pull request than the manifest names: discovery searches all files that the pull request
 * changes. Policies apply to files, which may be added to the manifest after its workflow was written.
 */
export function needsEveryChange({
  discovery,
  policies,
  entries,
}: Pick<Manifest, 'discovery' | 'policies' | 'entries'>) {
  const hasFiles = entries.some(({ source }) => getSourceDefinition(source.kind).selectInRepository !== undefined);
  return discovery !== null || (policies.length > 0 && hasFiles);
}

/** Lists all files that a manifest names, relative to it: its includes, certificate files, CA files, and lists of keys. */
export function listNamedFiles({
  manifest,
  include,
  entryFiles,
  caFiles,
  blocklists,
}: Pick<LoadedManifest, 'manifest' | 'include' | 'entryFiles' | 'caFiles' | 'blocklists'>): string[] {
  return [
    ...include,
    ...entryFiles.flatMap(({ source }) => source.patterns),
    ...[...caFiles, ...blocklists].map((one) => one.path),
    ...(manifest?.entries ?? []).flatMap(({ source }) => listSourceFiles(source)),
  ];
}

function listSourceFiles(source: Entry['source']): string[] {
  if (source.kind === 'csv') return [source.path];
  return source.kind === 'endpoint' && source.client_certificate !== null ? [source.client_certificate.cert] : [];
}
