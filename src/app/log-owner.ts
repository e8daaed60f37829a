/** Names the manifest that an event log belongs to, so that two manifests do not share a log. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { readOrigin } from '../lib/files/origin.ts';
import { findRepositoryRoot } from '../lib/files/repository-path.ts';
import { isWithin, toRealPath, toRealTarget } from '../lib/files/workspace-boundary.ts';

export interface LogOwner {
  /** Paths of the manifest from the directory of the log; the first is the current one. After a rename, they include the old path. */
  names: readonly [string, ...string[]];
  /** Returns the path of the manifest with one of these names, as messages show it. */
  format: (name: string) => string;
}

/**
 * Determines which names may own a log. `manifest` and `log` are absolute paths, and `log` may be a path on a branch that does not exist
 * in the checkout. `recorded`: the name in the log. The names start at the log and not at the repository, because a log outside of
 * repositories may be named by several manifests, and moves together with a repository that contains it.
 */
export function resolveLogOwner(manifest: string, log: string, recorded: string | undefined): LogOwner {
  const real = toRealTarget(log);
  const home = path.dirname(real);
  // Links in the path of the log are resolved, so that it has one name for each manifest. The manifest then needs its real path, too.
  const file = real === log ? manifest : path.join(toRealPath(path.dirname(manifest)), path.basename(manifest));
  const current = toSlashes(path.relative(home, file));
  const before = path.resolve(home, recorded ?? current);
  const isSame = recorded !== undefined && (!existsSync(before) || isSameManifest(before, manifest));
  const repository = findRepositoryRoot(path.dirname(manifest)) ?? path.dirname(manifest);
  return {
    names: isSame ? [current, recorded] : [current],
    format: (name) => {
      const other = path.resolve(home, name);
      return isWithin(repository, other) ? toSlashes(path.relative(repository, other)) : other;
    },
  };
}

function toSlashes(file: string): string {
  return file.split(path.sep).join('/');
}

/** Whether two existing files are one: by a link, or in two checkouts of one repository, such as those of concurrent builds. */
function isSameManifest(one: string, other: string): boolean {
  return toRealPath(one) === toRealPath(other) || isSameInRepository(one, other);
}

function isSameInRepository(one: string, other: string): boolean {
  const [first, second] = [one, other].map((file) => {
    const repository = findRepositoryRoot(path.dirname(file));
    return {
      path: path.relative(repository ?? '', file),
      origin: repository === null ? null : readOriginWithoutCredentials(repository),
    };
  });
  return first?.origin != null && first.origin === second?.origin && first.path === second.path;
}

/** The origin without credentials, which differ between builds. */
function readOriginWithoutCredentials(repository: string): string | null {
  return readOrigin(repository)?.replace(/^(\w+:\/\/)[^/@]*@/, '$1') ?? null;
}
