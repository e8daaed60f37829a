/**
 * How far links may lead. A path that lies in the workspace must be there in truth, so that a link which someone put
 * into a repository makes nothing else of the machine readable. What the manifest itself names outside of the
 * workspace is read as it is, with the links that are usual there (`/etc/letsencrypt/live`).
 */

import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Io } from '../io.ts';

export interface Workspace {
  /** Absolute. */
  directory: string;
  /**
   * Whether a path, absolute, lies in the workspace and leads out of it. `isLink` is false where it is known not to be a
   * link itself. Throws what the system says of a path that is not there.
   */
  isOutside: (path: string, isLink?: false) => boolean;
}

/** For who names files himself. */
export const UNRESTRICTED: Workspace = { directory: '/', isOutside: () => false };

/**
 * The workspace of a manifest whose paths are relative to `root`: the runner's, where `root` lies in it; else the git
 * repository that holds `root`; else `root` itself.
 */
export function resolveWorkspace(root: string, env: Io['env']): Workspace {
  const given = env.GITHUB_WORKSPACE;
  const folder = given && isWithin(resolve(given), root) ? resolve(given) : (repositoryOf(root) ?? root);
  let real: string | null = null;
  const isInside = (path: string) => {
    real ??= realpathSync.native(folder);
    return isWithin(real, realpathSync.native(path));
  };
  // Many files lie in few folders, and to look where one is in truth costs more than to read a small file.
  const folders = new Map<string, { concerned: boolean; inside: boolean }>();
  const look = (path: string) => {
    const concerned = isWithin(folder, path);
    return { concerned, inside: concerned && isInside(path) };
  };
  const lookOnce = (path: string) => {
    const known = folders.get(path) ?? look(path);
    folders.set(path, known);
    return known;
  };
  return {
    directory: folder,
    isOutside: (path, isLink) => {
      const { concerned, inside } = lookOnce(dirname(path));
      if (!concerned) return false;
      if (isLink === false) return !inside;
      return lstatSync(path).isSymbolicLink() ? !isInside(path) : !inside;
    },
  };
}

/** For who must read nothing beyond the workspace, whatever is asked for: neither by a link nor by a path that names it. */
export function restrictToWorkspace({ directory: folder }: Workspace): Workspace {
  let real: string | null = null;
  return {
    directory: folder,
    isOutside: (path) => {
      real ??= realpathSync.native(folder);
      return !isWithin(real, realpathSync.native(path));
    },
  };
}

/** Where a path, absolute, is in truth; the path itself where that cannot be told, as it is not there: reading it will say why. */
export function toRealPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

function repositoryOf(root: string): string | null {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return null;
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === path);
}
