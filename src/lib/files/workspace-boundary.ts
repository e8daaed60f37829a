/**
 * Restricts symbolic links to the workspace. The real path of a file in the workspace must be inside it, so that a link in an untrusted
 * repository cannot make other files of the machine readable. Paths outside the workspace that the manifest names are read, including their
 * usual links (`/etc/letsencrypt/live`). The same applies to files that are written.
 */

import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import path, { basename, dirname, join, type PlatformPath, resolve } from 'node:path';
import type { Io } from '../io.ts';
import { lazy, memoize } from '../memoize.ts';
import { isGlob, parseGlob, type Segment, unifySeparators } from './glob.ts';
import { findRepositoryRoot } from './repository-path.ts';

export interface Workspace {
  /** The absolute path of the directory. */
  directory: string;
  /**
   * Whether an absolute path in the workspace leads out of it. `isLink`: false if the path itself is known not to be a link.
   * Throws a system error for a missing path.
   */
  isOutside: (path: string, isLink?: false) => boolean;
}

/** The workspace for paths that the user specifies. */
export const UNRESTRICTED: Workspace = { directory: '/', isOutside: () => false };

/** Whether the checkout may contain code from a pull request. Workflows on comments and other workflows can check it out too. */
export function isUntrustedCheckout({ GITHUB_EVENT_NAME = '' }: Io['env']): boolean {
  return /^(pull_request|(merge_group|issue_comment|workflow_run)$)/.test(GITHUB_EVENT_NAME);
}

/** Resolves the git repository that contains `root`, else the workspace of the runner if it contains `root`, else `root` itself. */
export function resolveCheckout(root: string, env: Io['env']): string {
  const runner = env.GITHUB_WORKSPACE ? resolve(env.GITHUB_WORKSPACE) : null;
  return findRepositoryRoot(root) ?? (runner !== null && isWithin(runner, root) ? runner : root);
}

/**
 * Resolves the workspace of a manifest whose paths are relative to `root`: the workspace of the runner if it contains `root`, else the git
 * repository that contains `root`, else `root` itself. In an untrusted checkout, files outside that checkout must not be read.
 */
export function resolveWorkspace(root: string, env: Io['env']): Workspace {
  if (isUntrustedCheckout(env)) return restrictToDirectory(resolveCheckout(root, env));
  const runner = env.GITHUB_WORKSPACE ? resolve(env.GITHUB_WORKSPACE) : null;
  const directory = runner !== null && isWithin(runner, root) ? runner : (findRepositoryRoot(root) ?? root);
  const isInside = createInsideTest(directory);
  // Resolving a path costs more than reading a small file, and many files are in the same directory.
  const checkDirectory = memoize((path: string) => {
    const isInWorkspace = isWithin(directory, path);
    return { isInWorkspace, isInside: isInWorkspace && isInside(path) };
  });
  return {
    directory,
    isOutside: (path, isLink) => {
      const parent = checkDirectory(dirname(path));
      if (!parent.isInWorkspace) return false;
      if (isLink === false) return !parent.isInside;
      return lstatSync(path).isSymbolicLink() ? !isInside(path) : !parent.isInside;
    },
  };
}

/** Restricts an untrusted manifest: files outside the workspace must not be read, neither by a link nor by their own path. */
export function restrictToWorkspace({ directory }: Workspace): Workspace {
  return restrictToDirectory(directory);
}

function restrictToDirectory(directory: string): Workspace {
  const isInside = createInsideTest(directory);
  return { directory, isOutside: (path) => !isInside(path) };
}

/** Creates a test for real paths. It throws a system error for a missing path. */
function createInsideTest(directory: string): (path: string) => boolean {
  const getRealDirectory = lazy(() => realpathSync.native(directory));
  return (path) => isWithin(getRealDirectory(), realpathSync.native(path));
}

/**
 * Whether a path or glob names files outside a directory, by its text alone. `root` (absolute): the directory that it is relative to. `**`
 * may match zero directories, and each alternative in braces is tested. A drive or a share of Windows is outside on every platform, because
 * the same manifest may be read on Windows later. `platform`: the functions for paths, which only tests replace.
 */
export function isPatternOutside(
  pattern: string,
  root: string,
  directory: string,
  platform: PlatformPath = path,
): boolean {
  const glob = unifySeparators(pattern, platform.sep);
  const alternatives = isGlob(glob) ? parseGlob(glob).map((segments) => formatSegments(segments)) : [];
  // An existing path with the characters of a glob is a path.
  return [pattern, ...alternatives].some(
    (one) =>
      (platform.sep === '/' && isWindowsAbsolute(one)) || !isWithin(directory, platform.resolve(root, one), platform),
  );
}

/** Whether a path is absolute on Windows, such as `C:\x`, `C:/x` or `\\server\share`. */
function isWindowsAbsolute(text: string): boolean {
  return /^(?:[A-Za-z]:[\\/]|\\\\)/.test(text);
}

function formatSegments(segments: readonly Segment[]): string {
  const names = segments.filter(({ isGlobstar }) => !isGlobstar).map(({ literal }) => literal ?? '*');
  return names.join('/') || (segments[0]?.literal === '' ? '/' : '.');
}

/**
 * Whether writing to an absolute path in the workspace would write outside it, because the path or one of its directories is a link. The
 * path does not need to exist. Returns false if the path cannot be resolved: writing then reports the reason.
 */
export function leadsOutside(path: string, { directory }: Workspace): boolean {
  if (!isWithin(directory, path)) return false;
  try {
    return !isWithin(realpathSync.native(directory), resolveWriteTarget(path));
  } catch {
    return false;
  }
}

/** Resolves the real path of a file, which may be missing. Throws a system error, such as for a loop of links. */
function resolveWriteTarget(path: string): string {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return join(resolveWriteTarget(dirname(path)), basename(path));
  // A link without a target is not followed by `realpath`.
  const isDangling = stats.isSymbolicLink() && statSync(path, { throwIfNoEntry: false }) === undefined;
  return isDangling ? resolveWriteTarget(resolve(dirname(path), readlinkSync(path))) : realpathSync.native(path);
}

/** Returns the real path of an absolute path, or the path itself if it cannot be resolved: reading it then reports the reason. */
export function toRealPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** Returns the real path of a file, which may be missing, in the same way. */
export function toRealTarget(path: string): string {
  try {
    return resolveWriteTarget(path);
  } catch {
    return path;
  }
}

/** Whether an absolute path is in a directory, or is the directory itself. On Windows, the relative path to another drive is absolute. */
export function isWithin(directory: string, file: string, platform: PlatformPath = path): boolean {
  const relative = platform.relative(directory, file);
  return relative !== '..' && !relative.startsWith(`..${platform.sep}`) && !platform.isAbsolute(relative);
}
