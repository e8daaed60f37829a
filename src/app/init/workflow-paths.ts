/** Lists the files that a manifest names, as path filters of a workflow: a pull request that changes one of them is validated. */

import path from 'node:path';
import type { Manifest } from '../../domain/index.ts';
import type { LoadedManifest } from '../../manifest/load.ts';

/** The maximum of filters: more are harder to read than a workflow that runs for every pull request. */
const MAX_PATHS = 30;

/** Characters with another meaning in a path filter than in a glob of a manifest, or without a meaning. */
const UNSUPPORTED = /[{}[\]()!+?\\]/;

/**
 * Returns path filters in the order of the manifest, relative to `directory`, which is the root of the repository. Null if a pattern
 * has no equivalent, or there are too many: then every pull request is validated. Files outside the repository are left out.
 */
export function listWorkflowPaths(patterns: readonly string[], root: string, directory: string): string[] | null {
  const relative = patterns
    .map((pattern) => path.relative(directory, path.resolve(root, pattern)).split(path.sep).join('/'))
    .filter((pattern) => pattern !== '' && !pattern.startsWith('../') && !path.isAbsolute(pattern));
  const distinct = [...new Set(relative)];
  return distinct.length > MAX_PATHS || distinct.some((one) => UNSUPPORTED.test(one)) ? null : distinct;
}

/** Lists all files that a manifest names: its includes, certificate files, and CA files. */
export function listNamedFiles({ manifest, files, include, entryFiles, caFiles }: LoadedManifest): string[] {
  return [
    ...files.slice(1),
    ...include,
    ...entryFiles.flatMap(({ source }) => source.patterns),
    ...caFiles.map((one) => one.path),
    ...(manifest === null ? [] : listClientCertificates(manifest)),
  ];
}

function listClientCertificates({ entries }: Manifest): string[] {
  return entries.flatMap(({ source }) =>
    source.kind === 'endpoint' && source.client_certificate !== null ? [source.client_certificate.cert] : [],
  );
}
